"""Rules of the house that a machine can hold: sizes, names, and imports that start nothing."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("core", "nlp", "storage", "bot", "console", "bench", "app")
CLOCKS = (ROOT / "app" / "clock.py", ROOT / "bench" / "botapi" / "world.py")
"""Ours, and the one that stands for Telegram's."""
MAX_FILE = 300
MAX_FUNCTION = 40
MAX_DEPTH = 2
BANNED = {"utils", "util", "helpers", "helper", "manager", "service", "common", "misc"}


def sources() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1


def test_no_source_file_is_longer_than_300_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources()
        if (lines := len(path.read_text().splitlines())) > MAX_FILE
    }
    assert long == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{node.name}": code_lines(node)
        for path in sources()
        for node in functions(ast.parse(path.read_text()))
        if code_lines(node) > MAX_FUNCTION
    }
    assert long == {}


def test_no_name_says_nothing() -> None:
    named = [p for p in sources() if BANNED & set(p.stem.split("_")) or BANNED & set(p.parts)]
    assert named == []


def test_no_folder_is_deeper_than_two() -> None:
    deep = [p for p in sources() if len(p.relative_to(ROOT).parts) > MAX_DEPTH + 1]
    # Alembic's own folder, and the scripts that make a component's data.
    assert [p for p in deep if p.parent.name not in ("versions", "build")] == []


def test_every_module_opens_with_the_question_it_answers() -> None:
    silent = [p for p in sources() if not ast.get_docstring(ast.parse(p.read_text()))]
    assert silent == []


def test_no_two_migrations_have_one_number() -> None:
    """They come from several hands at once; two of one number would each be skipped by some."""
    names = [path.name[:4] for path in ROOT.glob("storage/migrations/versions/[0-9]*.py")]
    assert sorted(set(names)) == sorted(names)


def test_importing_everything_starts_nothing(tmp_path: Path) -> None:
    """Imports make no thread, no file and no loop, and the bot's side loads no spaCy."""
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in sources()
        if "migrations" not in path.parts
        and "build" not in path.parts
        and path.stem not in {"factory", "spacy_doc"}  # spaCy loads these, by entry point
    ]
    code = (
        "import importlib, sys, threading, os\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "assert threading.active_count() == 1, threading.enumerate()\n"
        "assert 'spacy' not in sys.modules\n"
        "assert os.listdir('.') == [], os.listdir('.')\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("needle", ["get_chat", "get_user_profile_photos", "request_contact"])
def test_telegram_is_never_asked_who_somebody_is(needle: str) -> None:
    asking = [p for p in (ROOT / "bot").rglob("*.py") if needle in p.read_text()]
    assert asking == []


def test_handlers_hold_no_bare_tasks_and_no_clock() -> None:
    """`create_task` belongs to a TaskGroup, and the wall clock to app/clock.py."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            assert called != "asyncio.create_task", path
            if called in ("datetime.now", "time.time", "datetime.datetime.now"):
                assert path in CLOCKS, path


def test_migrations_stand_in_one_line() -> None:
    """Two of one number, or two after the same, stop every new desk."""
    files = sorted((ROOT / "storage" / "migrations" / "versions").glob("0*.py"))
    told = [
        dict(re.findall(r'^(\w*revision) = "(\w+)"', p.read_text(), re.MULTILINE)) for p in files
    ]
    numbers = [names["revision"] for names in told]
    assert numbers == [path.name[:4] for path in files]
    assert [names.get("down_revision") for names in told] == [None, *numbers[:-1]]
