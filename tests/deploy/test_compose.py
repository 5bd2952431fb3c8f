"""Does the compose file keep what it promises, and can its containers wait, stop and come back?"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address, ip_network
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"
OURS = "localhost/tipline:"


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return found


def test_compose_has_two_bots_and_all_that_stands_around_them() -> None:
    assert {"bot-1", "bot-2", "staff", "console", "janitor", "postgres", "redis", "proxy"} <= set(
        compose()["services"]
    )


def test_our_containers_write_no_log_and_hold_no_rights() -> None:
    for name, one in compose()["services"].items():
        assert one["cap_drop"] == ["ALL"], name
        assert one["security_opt"] == ["no-new-privileges:true"], name
        assert one["logging"] == {"driver": "none"}, name
        if name != "postgres":
            assert one["read_only"] is True, name


def test_only_the_webhook_is_open_to_others_and_the_store_reaches_nobody() -> None:
    services, networks = compose()["services"], compose()["networks"]
    ports = {name: one["ports"] for name, one in services.items() if "ports" in one}
    assert ports == {"proxy": ["8443:8443"], "console": ["127.0.0.1:8470:8470"]}
    assert all(networks[name] == {"internal": True} for name in services["postgres"]["networks"])
    assert services["redis"]["network_mode"] == "none"
    assert "out" not in services["janitor"]["networks"] + services["proxy"]["networks"]


def test_services_networks_and_volumes_of_compose_exist() -> None:
    found = compose()
    for one in found["services"].values():
        assert set(one.get("depends_on", [])) <= set(found["services"])
        assert set(one.get("networks", [])) <= set(found["networks"])
        named = {v.split(":")[0] for v in one.get("volumes", []) if v[0] not in "./"}
        assert named <= set(found["volumes"])
        for path in (v.split(":")[0] for v in one.get("volumes", []) if v.startswith("./")):
            assert (DEPLOY / path).is_file(), path


def test_the_proxy_writes_nothing_down_and_lets_telegram_in_alone() -> None:
    text = (DEPLOY / "proxy.conf").read_text()
    assert "access_log off;" in text
    assert "error_log /dev/null crit;" in text
    assert re.findall(r"(?:allow|deny) (\S+);", text) == [
        "149.154.160.0/20", "91.108.4.0/22", "all"
    ]  # fmt: skip


def test_the_proxy_finds_a_bot_again_that_was_replaced() -> None:
    """nginx looks names up when it starts, and a container that is made anew gets any address."""
    services, networks = compose()["services"], compose()["networks"]
    asked = re.findall(r"server (\S+):8443 ", (DEPLOY / "proxy.conf").read_text())
    bots = [services[name]["networks"]["front"]["ipv4_address"] for name in ("bot-1", "bot-2")]
    assert asked == bots
    subnet = ip_network(networks["front"]["ipam"]["config"][0]["subnet"])
    assert all(ip_address(bot) in subnet for bot in bots)


def test_the_proxy_asks_the_other_soon_when_a_container_is_gone() -> None:
    """Nothing says no at the address of a container that was removed: nginx waits for a minute."""
    text = (DEPLOY / "proxy.conf").read_text()
    assert int(re.findall(r"proxy_connect_timeout (\d+)s;", text)[0]) <= 5
    assert "timeout" in re.findall(r"proxy_next_upstream (.*);", text)[0].split()


def test_nobody_asks_a_database_that_is_still_being_made() -> None:
    services = compose()["services"]
    assert services["postgres"]["healthcheck"]["test"][0] == "CMD-SHELL"
    for name, one in services.items():
        if one["image"].startswith(OURS):
            assert one["depends_on"]["postgres"] == {"condition": "service_healthy"}, name


def test_the_public_bots_have_a_folder_of_their_own_and_cannot_write_to_it() -> None:
    data = {
        name: next(v for v in one["volumes"] if ":/var/lib/tipline" in v)
        for name, one in compose()["services"].items()
        if one["image"].startswith(OURS)
    }
    public = {data.pop("bot-1"), data.pop("bot-2")}
    assert public == {"../secrets/bot:/var/lib/tipline:ro"}
    assert set(data.values()) == {"../secrets/data:/var/lib/tipline"}


def test_the_janitor_stops_when_it_is_asked_to(tmp_path: Path) -> None:
    """As the first process of a container, which SIGTERM does not end by itself."""
    swept = tmp_path / "swept"
    tipline = tmp_path / "tipline"
    tipline.write_text(f'#!/bin/sh\necho "$1" >> {swept}\n')
    tipline.chmod(0o755)
    shell, _, loop = compose()["services"]["janitor"]["entrypoint"]
    path = f"{tmp_path}:{os.environ['PATH']}"
    with subprocess.Popen([shell, "-c", loop.replace("$$", "$")], env={"PATH": path}) as process:
        deadline = time.monotonic() + 10
        while not swept.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        process.terminate()
        assert process.wait(5) == 0
    assert swept.read_text() == "janitor\n"


def test_a_bot_can_be_replaced_while_the_others_run() -> None:
    """Podman removes no container that another one depends on."""
    for name, one in compose()["services"].items():
        assert not {"bot-1", "bot-2"} & set(one.get("depends_on", ())), name


class Ready(BaseHTTPRequestHandler):
    """A bot that is ready, or is not."""

    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/ready" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_a_bot_is_healthy_when_it_is_ready(
    status: int, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """podman-compose hands a list to a shell without its quotes, so it is written for one."""
    monkeypatch.setattr(Ready, "status", status)
    how, line = compose()["services"]["bot-1"]["healthcheck"]["test"]
    assert how == "CMD-SHELL"
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    with HTTPServer(("127.0.0.1", 0), Ready) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        line = line.replace(":8444/", f":{server.server_port}/")
        done = subprocess.run(
            ["sh", "-c", line], env={"PATH": path}, check=False, capture_output=True
        )
        server.shutdown()
    assert done.returncode == code
