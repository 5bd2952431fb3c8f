"""The API against its own document: what schemathesis makes up, of fitting and unfitting shape.

The console is served for real, and one example follows another from a fixed seed. Nothing may break
(5xx), and nothing may be answered that the document does not say.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from app.serving import Address, serving
from tests.console.chromium import free_origin
from tests.console.desk import CODE, PASSPHRASE, Console, open_console
from tests.console.releasing import keep, release

pytestmark = pytest.mark.slow

SEED, EXAMPLES = 20261124, 8
EVER = ("not_a_server_error", "status_code_conformance", "content_type_conformance")
ONE_BY_ONE = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[Console]:
    origin = free_origin()
    async with open_console(tmp_path, origins=(origin,)) as opened:
        await keep(opened, "one")
        await release(opened, "two")
        work = opened.store.staff.work
        await work.partners.add("Estuary Homes", "housing", by="ann")
        await work.operations.begin("Pier", ("SS1",), date(2026, 3, 1), None, by="ann")
        address = Address("127.0.0.1", int(origin.rsplit(":", 1)[1]), (origin,))
        async with serving(opened.app, address):
            yield opened


class Prober:
    """A program that sends whatever it is given, and looks at what comes back."""

    def __init__(self, origin: str, account: str, ids: dict[str, list[str]]) -> None:
        load_all_checks()
        self.ids = ids
        self.base, self.account = f"{origin}/api/v1", account
        self.http = requests.Session()
        self.http.trust_env = False
        document = self.http.get(f"{self.base}/openapi.json").json()
        self.schema = schemathesis.openapi.from_dict(document)
        self.sent = 0

    def sign_in(self) -> None:
        right = {"name": self.account, "passphrase": PASSPHRASE, "code": CODE}
        answer = self.http.post(f"{self.base}/session", json=right)
        self.http.headers["Authorization"] = f"Bearer {answer.json()['token']}"

    def probe_all(self) -> None:
        for found in self.schema.get_all_operations():
            operation = found.ok()
            self.sign_in()
            for mode in GenerationMode:
                self.probe(operation.as_strategy(generation_mode=mode), mode)
            self.http.headers.pop("Authorization", None)

    def probe(self, cases: Any, mode: GenerationMode) -> None:
        is_fitting = mode is GenerationMode.POSITIVE
        names = (*EVER, "response_schema_conformance") if is_fitting else EVER
        checks = [check for check in CHECKS.get_all() if check.__name__ in names]

        @seed(SEED)
        @ONE_BY_ONE
        @given(case=cases, of=st.sampled_from([0, 1, None]))
        def send(case: Any, of: int | None) -> None:
            for name in self.ids.keys() & case.path_parameters.keys():
                if of is not None and is_fitting:
                    case.path_parameters[name] = self.ids[name][of]
            answer = case.call(base_url=self.base, session=self.http)
            case.validate_response(answer, checks=checks)
            self.sent += 1

        send()


@pytest.mark.parametrize("account", ["lead", "moderator"])
async def test_whatever_is_sent_the_api_answers_as_it_says(console: Console, account: str) -> None:
    partner, *_ = await console.parts.referring.partners.all()
    operation, *_ = await console.parts.operating.operations.all()
    ids = {
        "tip_id": ["one", "two"],
        "partner_id": [partner.id, "none"],
        "operation_id": [operation.id, "none"],
    }
    prober = await asyncio.to_thread(Prober, console.parts.origins[0], account, ids)
    await asyncio.to_thread(prober.probe_all)
    assert prober.sent > 250
    assert console.faults == []
    assert await console.store.staff.audit.first_break() is None
