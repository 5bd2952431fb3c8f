"""Security keys in real Chromium with a virtual authenticator: added, used, taken out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from core.people import Role
from core.people_ports import Authenticator
from tests.console.axe import check
from tests.console.chromium import Visitor, free_origin, plug_in_a_key, visiting
from tests.console.real import RealDesk, open_real_desk
from tests.storage.staffing import LEAD, LEAD_PHRASE, PHRASE, code_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[RealDesk]:
    async with open_real_desk(tmp_path, free_origin()) as opened:
        yield opened


@pytest.fixture
async def visitor(desk: RealDesk) -> AsyncIterator[Visitor]:
    async with visiting(desk.app, desk.parts.origins[0]) as opened:
        yield opened
        assert opened.faults == []


async def add_the_key(page: Page) -> None:
    await page.goto("/account")
    await page.locator("#add-passphrase").fill(LEAD_PHRASE)
    await page.get_by_role("button", name="Add a security key").click()
    await expect(page.get_by_role("status").first).to_contain_text("The security key is added")


async def show_the_key(page: Page) -> None:
    await page.get_by_label("Name").fill(LEAD)
    await page.get_by_label("Passphrase").fill(LEAD_PHRASE)
    await page.get_by_role("button", name="Use a security key").click()


async def test_a_key_is_added_signs_in_and_is_taken_out(desk: RealDesk, visitor: Visitor) -> None:
    async with visitor.page() as page:
        await plug_in_a_key(page)
        await visitor.sign_in(page, LEAD, LEAD_PHRASE, desk.people.code(LEAD))
        await add_the_key(page)
        assert len(await desk.parts.passkeys.of(LEAD)) == 1
        await check(page)

        await page.get_by_role("button", name="Sign out").click()
        await page.wait_for_url("**/sign-in")
        await check(page)
        await show_the_key(page)
        await page.wait_for_url("**/queue")
        await page.goto("/tips/one")
        await expect(page.get_by_role("heading", name="The words")).to_be_visible()

        await page.goto("/account")
        await page.locator("summary", has_text="added").click()
        await check(page)
        await page.locator("#remove-1").fill(LEAD_PHRASE)
        await page.get_by_role("button", name="Take it out").click()
        await expect(page.get_by_role("status").first).to_contain_text("taken out")
        assert await desk.parts.passkeys.of(LEAD) == ()


async def test_a_key_with_a_wrong_passphrase_changes_nothing(
    desk: RealDesk, visitor: Visitor
) -> None:
    async with visitor.page() as page:
        await plug_in_a_key(page)
        await visitor.sign_in(page, LEAD, LEAD_PHRASE, desk.people.code(LEAD))
        await page.goto("/account")
        await page.locator("#add-passphrase").fill("not this")
        await page.get_by_role("button", name="Add a security key").click()
        await expect(page.get_by_role("alert")).to_contain_text("nothing was changed")
        assert await desk.parts.passkeys.of(LEAD) == ()


async def test_a_key_of_another_desk_is_told_apart(visitor: Visitor) -> None:
    async with visitor.page() as page:
        await plug_in_a_key(page)
        await page.goto("/sign-in")
        await show_the_key(page)
        await expect(page.get_by_role("alert")).to_contain_text("it does not know this desk")
        await check(page)


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1366), ("light", 390), ("dark", 390)])
async def test_axe_finds_nothing_on_the_pages_of_keys(
    desk: RealDesk, visitor: Visitor, scheme: str, width: int
) -> None:
    async with visitor.page(scheme=scheme, width=width, height=844) as page:
        await plug_in_a_key(page)
        await page.goto("/sign-in")
        await check(page)
        await visitor.sign_in(page, LEAD, LEAD_PHRASE, desk.people.code(LEAD))
        await add_the_key(page)
        await page.locator("summary", has_text="added").click()
        await check(page)


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1366), ("dark", 1366), ("light", 390), ("dark", 390)]
)
async def test_axe_finds_nothing_where_people_are_kept(
    desk: RealDesk, visitor: Visitor, scheme: str, width: int
) -> None:
    await desk.people.join("bea", Role.ANALYST)
    async with visitor.page(scheme=scheme, width=width, height=844) as page:
        for name, phrase in (("adam", desk.people.phrases["adam"]), (LEAD, LEAD_PHRASE)):
            await visitor.sign_in(page, name, phrase, desk.people.code(name))
            await page.goto("/people")
            for summary in await page.locator("main summary").all():
                await summary.click()
            await check(page)
            if name == "adam":
                await page.get_by_label("Name of the account").fill("cy")
                await page.locator("#passphrase-invite").fill(phrase)
                await page.get_by_role("button", name="Make the invitation").click()
                await expect(page.get_by_role("status").first).to_contain_text("Tell cy this code")
                await check(page)
            await page.get_by_role("button", name="Sign out").click()


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1366), ("dark", 1366), ("light", 390), ("dark", 390)]
)
async def test_somebody_joins_and_axe_finds_nothing(
    desk: RealDesk, visitor: Visitor, scheme: str, width: int
) -> None:
    code = await desk.people.staff.invitations.invite("bea", Role.ANALYST, by="adam")
    async with visitor.page(scheme=scheme, width=width, height=844) as page:
        await page.goto("/join")
        await check(page)
        await page.get_by_label("Code of your invitation").fill(code)
        await page.keyboard.press("Enter")
        await page.locator("summary").click()
        await check(page)
        secret = await page.locator("input[name=secret]").input_value()
        await page.get_by_label("A passphrase").fill(PHRASE)
        await page.get_by_label("The same again").fill(PHRASE)
        digits = code_of(Authenticator(secret=secret, uri=""), desk.people.clock)
        await page.get_by_label("The six digits that it shows now").fill(digits)
        await page.get_by_role("button", name="Make the account").click()
        await expect(page.get_by_role("heading", name="Read this to a lead")).to_be_visible()
        await check(page)
