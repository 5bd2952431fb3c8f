"""Are the texts complete, short, plain and true?"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot.force import Force, ForceError, force_names, load_force
from bot.keys import FRONTS, option_names, reply_keys, text_keys
from bot.texts import LOCALES, LocaleError, Texts
from core.analysis import Category, Safeguarding
from core.errors import ReceiptProblem
from core.script import COMMANDS, REFUSALS, SCRIPT
from core.tip import HowKnown, OthersKnow
from core.turn import Reply

CORE = Path(__file__).parents[2] / "core"
SAMPLE: dict[str, str | int] = {
    "sign": "cuckooing", "report": "A man sells drugs by the shop.", "known": "saw",
    "others": "others_no", "happening": "no", "pin": "no", "adding": "no", "digits": 5,
    "needed": 20, "limit": 8000, "code": "1234 5678 9012 3456 7890", "items": "Two arrests.",
    "text": "Which day was it?",
}  # fmt: skip
PROMISES_NOBODY_CAN_KEEP = (
    "anonymous", "untraceable", "100 %", "100%", "secure messenger", "cannot be forced",
    "completely safe", "nobody can find",
)  # fmt: skip


@pytest.fixture(scope="module")
def essex() -> Force:
    return load_force("essex")


@pytest.fixture(scope="module")
def texts(essex: Force) -> Texts:
    return Texts.load("en", force=essex)


# Complete


def _strings_given_to_reply() -> set[str]:
    """Literal keys of every ``Reply(...)`` in the core, both branches of a conditional too."""
    found: set[str] = set()
    for path in CORE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            if name == "Reply":
                found |= _literals(node.args[0])
            if name == "_again":
                found |= {key for arg in node.args for key in _literals(arg)}
            if name == "Outcome":
                tells = [k.value for k in node.keywords if k.arg == "tell"]
                found |= {key for tell in tells for key in _literals(tell)}
    return found


def _literals(node: ast.expr) -> set[str]:
    if isinstance(node, ast.IfExp):
        return _literals(node.body) | _literals(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def test_every_key_that_the_core_writes_has_a_text() -> None:
    used = _strings_given_to_reply()
    assert len(used) > 30
    assert used - reply_keys().keys() == set()


def test_every_listed_key_is_used_by_the_core() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in CORE.glob("*.py"))
    derived = {f"ask-{key.replace('_', '-')}" for key in SCRIPT}
    derived |= {f"code-{problem.replace('_', '-')}" for problem in ReceiptProblem}
    derived |= {"help", "privacy"}  # commands are answered under their own name
    unused = {k for k in reply_keys() if k not in derived and f'"{k}"' not in source}
    assert unused == set()


def test_script_refusals_commands_options_and_cuts_all_have_a_text() -> None:
    keys = text_keys()
    assert {f"option-{name.replace('_', '-')}" for name in option_names()} <= keys.keys()
    assert {f"command-{name}" for name in COMMANDS} <= keys.keys()
    assert {f"cut-{category.replace('_', '-')}" for category in Category} <= keys.keys()
    assert set(REFUSALS.values()) <= keys.keys()


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("force", force_names())
def test_every_text_renders_for_every_force_and_front(force: str, front: str) -> None:
    texts = Texts.load("en", force=load_force(force), front=front)
    for key in reply_keys():
        shown = texts.render(Reply(key, SAMPLE))
        assert shown.strip(), key
        assert "{" not in shown, key
        assert "\n\n\n" not in shown, key


# Broken languages stop at load


def _language(folder: Path, *, change: tuple[str, str]) -> Path:
    (folder / "en").mkdir()
    hit = False
    for path in (LOCALES / "en").glob("*.ftl"):
        text = path.read_text(encoding="utf-8")
        hit = hit or change[0] in text
        (folder / "en" / path.name).write_text(text.replace(*change), encoding="utf-8")
    assert hit
    return folder


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(("words-cut =", "words-cutt ="), "missing: words-cut", id="missing"),
        pytest.param(("words-cut =", "extra = More\nwords-cut ="), "no use: extra", id="unused"),
        pytest.param(("words-cut =", "words-cut = A\nwords-cut ="), "twice: words-cut", id="twice"),
        pytest.param(("{ $limit }", "{ $limmit }"), "no such value: limmit", id="value"),
        pytest.param(("words-cut =", "words-cut"), "cannot be read", id="syntax"),
        pytest.param(("Done. It is out.", "{ thanks }"), "only plain texts", id="reference"),
    ],
)
def test_a_broken_language_is_refused(
    tmp_path: Path, essex: Force, change: tuple[str, str], message: str
) -> None:
    folder = _language(tmp_path, change=change)
    with pytest.raises(LocaleError, match=message):
        Texts.load("en", force=essex, folder=folder)


def test_a_language_that_is_not_there_is_refused(essex: Force) -> None:
    with pytest.raises(LocaleError, match="no texts in xx"):
        Texts.load("xx", force=essex)


def test_an_unknown_front_is_refused(essex: Force) -> None:
    with pytest.raises(LocaleError, match="carrier-pigeon"):
        Texts.load("en", force=essex, front="carrier-pigeon")


# Force data


def test_every_number_says_where_it_comes_from_and_when(essex: Force) -> None:
    assert all(route.source and route.checked.year >= 2026 for route in essex.routes.values())


def test_numbers_that_nobody_confirmed_are_marked(essex: Force) -> None:
    assert {route.key for route in essex.unconfirmed} == {"childline", "nspcc", "frank"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("emergency", "999"), ("silent", "55"), ("non-emergency", "101"),
        ("crimestoppers", "0800 555 111"), ("railway", "61016"), ("textphone", "18000"),
        ("textphone-non-emergency", "18001 101"), ("modern-slavery", "08000 121 700"),
        ("childline", "0800 1111"), ("nspcc", "0808 800 5000"), ("frank", "0300 123 6600"),
    ],
)  # fmt: skip
def test_the_number_is_right(essex: Force, key: str, value: str) -> None:
    assert essex.routes[key].value == value


def test_the_force_is_data() -> None:
    assert "your police force" in Texts.load(force=load_force("uk")).render(Reply("greeting"))
    assert "Essex Police" in Texts.load(force=load_force("essex")).render(Reply("greeting"))


_OWN = '[about]\nwhat = "x"\ndate = 2026-11-24\n[force]\nname = "X"\narea = "X"\npublic = "X"\n'


def test_a_force_may_have_a_number_of_its_own(tmp_path: Path) -> None:
    row = '[[route]]\nkey = "non-emergency"\nvalue = "0300 1"\nsource = "s"\ndate = 2026-11-24\n'
    (tmp_path / "own.toml").write_text(_OWN + row + "confirmed = true\n", encoding="utf-8")
    texts = Texts.load(force=load_force("own", folder=tmp_path))
    assert "0300 1" in texts.render(Reply("not-saved"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("[about", "own.toml", id="no toml"),
        pytest.param('[force]\nname = "X"', "about", id="no about"),
        pytest.param(_OWN.replace('name = "X"', 'name = ""'), "name is missing", id="empty name"),
        pytest.param(
            _OWN + '[[route]]\nkey = "emergency"\nvalue = "1"\nsource = "s"\ndate = 2026-11-24\n',
            "confirmed", id="not marked",
        ),
        pytest.param(
            _OWN + '[[route]]\nkey = "pigeon"\nvalue = "1"\nsource = "s"\ndate = 2026-11-24\n'
            "confirmed = true\n", "no text uses", id="unused route",
        ),
    ],
)  # fmt: skip
def test_a_broken_force_is_refused(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "own.toml").write_text(content, encoding="utf-8")
    with pytest.raises(ForceError, match=message):
        load_force("own", folder=tmp_path)


@pytest.mark.parametrize("name", ["../essex", "", "nowhere"])
def test_a_force_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(ForceError, match="essex"):
        load_force(name)


# Short and plain


def syllables(word: str) -> int:
    """Vowel groups, a silent last e taken off; good to half a grade on plain English."""
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$", word) is not None
    return max(1, groups - silent)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    ends = re.split(r"[.!?:]+(?:\s|$)|\n+", text)
    sentences = [part for part in ends if re.search(r"[A-Za-z]", part)]
    words = re.findall(r"[A-Za-z]+(?:['-][A-Za-z]+)*", text)
    beats = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * beats / len(words) - 15.59


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The cat sat on the mat.", -1.45, id="easiest"),
        pytest.param(
            "Organisations processing personal information necessarily implement appropriate "
            "administrative safeguards.", 30.0, id="jargon",
        ),
    ],
)  # fmt: skip
def test_grade_knows_easy_from_hard(text: str, expected: float) -> None:
    assert grade(text) == pytest.approx(expected, abs=8)
    assert (grade(text) < 6) == (expected < 6)


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("key", sorted(reply_keys()))
def test_a_nine_year_old_can_read_it(essex: Force, key: str, front: str) -> None:
    text = Texts.load(force=essex, front=front).render(Reply(key, SAMPLE))
    if len(text.split()) > 20:
        assert grade(text) <= 6, text


@pytest.mark.parametrize("sign", list(Safeguarding))
def test_helplines_are_plain_for_every_sign(texts: Texts, sign: Safeguarding) -> None:
    text = texts.render(Reply("helplines", {"sign": sign}))
    assert grade(text) <= 6
    assert "not in trouble" in text
    assert "0800 1111" in text


@pytest.mark.parametrize("front", FRONTS)
def test_the_first_screen_is_short(essex: Force, front: str) -> None:
    text = Texts.load(force=essex, front=front).render(Reply("greeting"))
    assert len(text) <= 900
    assert "Ring 999" in text.split("\n", maxsplit=1)[0]


@pytest.mark.parametrize("name", sorted(option_names()))
def test_a_button_fits_a_narrow_screen(texts: Texts, name: str) -> None:
    assert 1 <= len(texts.option(name)) <= 30


# True


@pytest.mark.parametrize(
    "sentence",
    [
        "We cannot send anyone.",
        "Nobody watches this chat.",
        "We do not keep your name, number or account.",
        "We keep the hour your report came in. Once it is closed, just the day.",
        "not end-to-end encrypted",
        "What Telegram knows",
    ],
)
def test_the_first_screen_is_honest(texts: Texts, sentence: str) -> None:
    assert sentence in texts.render(Reply("greeting"))


@pytest.mark.parametrize("key", sorted(reply_keys()))
def test_no_text_promises_what_nobody_can_keep(texts: Texts, key: str) -> None:
    text = texts.render(Reply(key, SAMPLE)).lower()
    assert [phrase for phrase in PROMISES_NOBODY_CAN_KEEP if phrase in text] == []


def test_emergency_says_that_nobody_comes(texts: Texts) -> None:
    text = texts.render(Reply("emergency"))
    assert text.index("999") < 20
    assert "if it is safe" in text
    assert "cannot send anyone" in text
    assert "Nobody watches" in text


def test_emergency_renders_when_everything_else_fails() -> None:
    broken = Texts.load(force=load_force("uk"))
    broken._bundle = None  # type: ignore[assignment]  # what could be more broken
    assert "Ring 999" in broken.render(Reply("emergency"))


def test_a_landline_is_never_told_to_press_55(texts: Texts) -> None:
    assert "no need to press 55" in texts.render(Reply("silent-landline"))
    assert "press 55" in texts.render(Reply("silent-mobile"))


def test_an_unregistered_phone_is_never_told_to_text_for_help(texts: Texts) -> None:
    text = texts.render(Reply("text-999-not-ready"))
    assert text.index("cannot text 999 yet") < text.index('"register" to 999')


def test_unknown_code_and_no_answer_yet_are_one_text(texts: Texts) -> None:
    assert texts.render(Reply("answers-none", {"text": ""})).startswith(
        "Nothing to read for this code today."
    )


def _preview(texts: Texts, **values: str) -> str:
    return texts.render(Reply("ask-preview", {**SAMPLE, **values}))


def test_preview_shows_the_report_as_it_is(texts: Texts) -> None:
    report = "{ $sign } \u2068[your home]\u2069 *bold* <b>\n.attr = x"
    assert report in _preview(texts, report=report)


def test_preview_shows_the_longest_report_whole(texts: Texts) -> None:
    report = "\n".join("word " * 400 for _ in range(4)).strip()
    assert report in _preview(texts, report=report)
    assert report in _preview(texts, report=report, adding="yes")


@pytest.mark.parametrize("known", list(HowKnown))
@pytest.mark.parametrize("others", list(OthersKnow))
def test_preview_shows_every_answer_that_is_stored(
    texts: Texts, known: HowKnown, others: OthersKnow
) -> None:
    text = _preview(texts, known=known, others=others)
    words = {"saw": "you saw it", "told": "someone told you", "heard": "you heard people talk",
             "unsaid": "you did not say"}  # fmt: skip
    assert f"How you know: {words[known]}" in text
    assert "Could others know: " in text
    assert "Our team just sees […] there." in text


def test_preview_of_an_addition_shows_no_answers_since_none_are_stored(texts: Texts) -> None:
    text = _preview(texts, adding="yes")
    assert "How you know" not in text
    assert "add to your report" in text
