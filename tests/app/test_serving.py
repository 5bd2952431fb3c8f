"""Serving the console: on which addresses, for whom, and until when."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app import practice
from app.commands.console import _console
from app.logs import Log
from app.problems import BadInput
from app.serving import Address, address_of, serve_if_free, serving
from app.settings import Settings
from app.wiring import open_office


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.1.2.3"])
def test_this_machine_alone_needs_no_name(host: str) -> None:
    address = address_of(host, 8470, "")
    assert address.origins == ("http://localhost:8470", "http://127.0.0.1:8470")
    assert address.is_own_machine


@pytest.mark.parametrize(
    "host",
    ["0.0.0.0", "::", "192.168.1.4", "desk.example", "", "localhost.x"],  # noqa: S104
)
def test_another_address_is_refused_unless_it_is_named(host: str) -> None:
    with pytest.raises(BadInput, match="--origin"):
        address_of(host, 8470, "")
    address = address_of(host, 8470, "https://desk.example")
    assert address.origins == ("https://desk.example",)
    assert not address.is_own_machine


@pytest.mark.parametrize(
    "origin", ["http://desk.example", "desk.example", "https://", "https://desk.example/console"]
)
def test_a_name_is_https_and_nothing_behind_it(origin: str) -> None:
    with pytest.raises(BadInput, match="https"):
        address_of("127.0.0.1", 8470, origin)


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
async def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("TIPLINE_DATA_DIR", str(tmp_path))
    made = Settings()
    await practice.make_if_missing(made)
    return made


async def test_a_practice_desk_is_signed_in_to_with_what_its_page_says(
    settings: Settings, port: int
) -> None:
    async with open_office(settings) as office, serve_if_free(office, port) as origin:
        assert origin == f"http://localhost:{port}"
        async with httpx.AsyncClient(base_url=origin) as browser:
            page = (await browser.get("/sign-in")).text
            assert practice.PASSPHRASE in page
            fields = {"name": practice.NAME, "passphrase": practice.PASSPHRASE}
            answer = await browser.post("/sign-in", data=fields, headers={"origin": origin})
            assert answer.status_code == 303
            queue = await browser.get("/queue")
            assert queue.status_code == 200
            assert "Nothing waits" in queue.text
            assert "Synthetic cannabinoids" in queue.text


async def test_a_demo_does_without_where_the_port_is_taken(settings: Settings, port: int) -> None:
    async with open_office(settings) as office:
        with socket.create_server(("127.0.0.1", port)):
            async with serve_if_free(office, port) as origin:
                assert origin == ""


async def test_a_taken_port_is_said_in_a_sentence(settings: Settings, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)), pytest.raises(BadInput, match="--port"):
        await _console(settings, address_of("127.0.0.1", port, ""), Log.silent())


async def test_a_practice_desk_is_not_served_to_others(settings: Settings, port: int) -> None:
    address = Address("127.0.0.1", port, ("https://desk.example",))
    with pytest.raises(BadInput, match="practice"):
        await _console(settings, address, Log.silent())


async def test_an_error_beside_the_server_keeps_its_class(port: int) -> None:
    with pytest.raises(BadInput):
        async with serving(FastAPI(), address_of("127.0.0.1", port, "")):
            raise BadInput("something else")


def test_the_command_serves_until_it_is_stopped(tmp_path: Path, port: int) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TIPLINE_")}
    with subprocess.Popen(
        [sys.executable, "-c", "from app.cli import main; main()", "console", "--port", str(port)],
        env=environment | {"TIPLINE_DATA_DIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://localhost:\d+", line)
        assert found
        assert httpx.get(f"{found.group()}/sign-in").status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
