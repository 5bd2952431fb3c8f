"""Partners, operations and the picture over the API: the same use cases, the same refusals."""

from __future__ import annotations

from core.picture import Span
from tests.console.desk import Console
from tests.console.program import Program, program
from tests.console.releasing import keep, release
from tests.storage.samples import START

WORDS = "Please look at the tenancy."


async def partner(lead: Program) -> str:
    made = await lead.post("/partners", {"name": "Estuary Homes", "kind": "housing"})
    assert made.status_code == 201
    return str(made.json()["id"])


async def test_a_tip_is_referred_and_the_answer_is_noted(console: Console) -> None:
    await release(console, "one")
    ben, lead = await program(console), await program(console, "lead")
    homes = await partner(lead)
    # Handling C with S2 is a lead's to send: nobody can ask the sender first.
    wanted = {"partner": homes, "extract": WORDS}
    assert (await ben.post("/tips/one/refer", wanted)).status_code == 409
    sent = (await lead.post("/tips/one/refer", wanted)).json()
    assert (sent["tip"], sent["partner"]["name"], sent["state"]) == ("one", "Estuary Homes", "sent")
    [listed] = (await ben.get("/referrals")).json()["referrals"]
    assert listed == sent
    assert WORDS not in str(listed)
    [whole] = (await ben.get("/tips/one/referrals")).json()["referrals"]
    assert (whole["extract"], whole["grade"]["conditions"]) == (WORDS, ["A1", "S2"])
    where = f"/referrals/{sent['id']}/answer"
    assert (await ben.post(where, {"state": "acted"})).json()["state"] == "acted"
    assert (await ben.post(where, {"state": "acknowledged"})).status_code == 409


async def test_nothing_more_goes_to_a_partner_that_is_set_aside(console: Console) -> None:
    await release(console, "one")
    lead = await program(console, "lead")
    homes = await partner(lead)
    assert (await lead.post(f"/partners/{homes}/active", {"active": False})).status_code == 204
    [listed] = (await lead.get("/partners")).json()["partners"]
    assert listed["is_active"] is False
    wanted = {"partner": homes, "extract": WORDS}
    assert (await lead.post("/tips/one/refer", wanted)).status_code == 409


async def test_a_tip_that_nobody_released_is_not_referred(console: Console) -> None:
    await keep(console, "one")
    lead = await program(console, "lead")
    wanted = {"partner": await partner(lead), "extract": WORDS}
    assert (await lead.post("/tips/one/refer", wanted)).status_code == 409


async def test_an_operation_is_led_over_the_api(console: Console) -> None:
    await keep(console, "one")
    ben, lead = await program(console), await program(console, "lead")
    begun = {"name": "Pier", "areas": ["SS1", "SS2"], "starts": "2026-03-01"}
    made = (await lead.post("/operations", begun)).json()
    assert (made["areas"], made["ends"]) == (["SS1", "SS2"], None)
    where = f"/operations/{made['id']}"
    assert (await ben.post(f"{where}/attach", {"tip": "one"})).json() == {"has_changed": True}
    assert (await ben.post(f"{where}/attach", {"tip": "one"})).json() == {"has_changed": False}
    assert (await ben.post(f"{where}/attach", {"tip": "none"})).status_code == 404
    result = {"kind": "arrests", "count": 3, "on": "2026-03-02"}
    story = (await lead.post(f"{where}/results", result)).json()
    assert (story["totals"], story["attached"][0]["id"]) == ({"arrests": 3}, "one")
    assert "3 arrests" in story["proposed"]
    story = (await lead.post(f"{where}/end", {"ends": "2026-03-10"})).json()
    assert (story["operation"]["ends"], story["tips"]["after"]) == ("2026-03-10", 1)
    assert (await lead.post(f"{where}/end", {"ends": "2026-02-01"})).status_code == 409
    assert (await lead.post(f"{where}/publish", {"news": story["proposed"]})).status_code == 204
    assert "3 arrests" in (await console.store.public.news.latest(1))[0]
    quoting = {"news": "a red Golf AB12 CDE, 07700 900123, sells weed every Friday"}
    assert (await lead.post(f"{where}/publish", quoting)).status_code == 409
    assert (await ben.post(f"{where}/detach", {"tip": "one"})).json() == {"has_changed": True}
    assert (await ben.get(where)).json()["attached"] == []
    assert [each["name"] for each in (await ben.get("/operations")).json()["operations"]] == [
        "Pier"
    ]


async def keep_many(console: Console, *lots: tuple[int, str, str]) -> None:
    for count, area, drug in lots:
        for number in range(count):
            name = f"{area}{drug}{number}"
            await keep(console, name, arrived=START, area=area, drug_group=drug)


async def test_a_picture_counts_and_hides_small_counts_where_it_may_leave(console: Console) -> None:
    await keep_many(console, (7, "SS1", "crack"), (3, "SS2", ""))
    moderator = await program(console, "moderator")
    days = f"since={START.date()}&until={START.date()}"
    found = (await moderator.get(f"/picture?{days}")).json()
    assert found["now"]["areas"] == [
        {"name": "SS1", "count": 7},
        {"name": "SS2", "count": 3},
    ]
    assert (found["now"]["total"], found["before"]["total"]) == (10, 0)
    assert (found["span"], found["columns"]) == (Span.DAY, [str(START.date())])
    assert found["trend"][0] == {"drug": "crack", "counts": [7]}
    told = (await moderator.get(f"/picture?{days}&leaves=yes")).json()
    assert told["may_leave"] is True
    assert told["now"]["areas"] == [{"name": "SS1", "count": 5}, {"name": "SS2", "count": None}]
    assert told["now"]["total"] == 5
    assert told["trend"][-1] == {"drug": "", "counts": [None]}


async def test_places_and_hours_are_for_whoever_reads_and_stand_in_the_audit(
    console: Console,
) -> None:
    await keep(console, "one")
    moderator, ben = await program(console, "moderator"), await program(console)
    assert (await moderator.get("/picture/places")).status_code == 403
    found = (await ben.get("/picture/places")).json()
    assert (found["read"], found["located"], found["is_whole"]) == (1, 1, True)
    [cell] = found["cells"]
    assert (round(cell["latitude"], 1), round(cell["longitude"], 1)) == (51.5, 0.7)
    [entry] = await console.store.staff.audit.latest(1)
    assert (entry.by, entry.action) == ("analyst", "surveyed")


async def test_periods_that_are_none_are_refused(console: Console) -> None:
    ben = await program(console)
    for days in ("since=2026-03-02&until=2026-03-01", "since=2001-01-01&until=2026-03-01"):
        assert (await ben.get(f"/picture?{days}")).status_code == 422
