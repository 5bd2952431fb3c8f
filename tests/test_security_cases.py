"""Is every case of docs/security-cases.md shown by tests that exist?"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "security-cases.md"
CASES = 54
_ROW = re.compile(r"\| (\d+) \| (.+?) \| (.+?) \| (.+) \|")
_ID = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)(?:\[([\w.]+)\])?`")


def rows() -> list[tuple[int, str, str]]:
    """Number, what happens, and what shows it."""
    found = (_ROW.fullmatch(line) for line in PAGE.read_text().splitlines())
    return [(int(row[1]), row[3], row[4]) for row in found if row]


@cache
def functions(file: str) -> frozenset[str]:
    """Names of the functions of a test file."""
    tree = ast.parse((ROOT / file).read_text())
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, kinds))


def test_all_cases_stand_there_in_order() -> None:
    assert [number for number, _, _ in rows()] == list(range(1, CASES + 1))


@pytest.mark.parametrize(("number", "what", "shown"), rows(), ids=lambda value: str(value)[:3])
def test_a_case_is_shown_by_tests_that_exist(number: int, what: str, shown: str) -> None:
    tests = _ID.findall(shown)
    assert tests, number
    assert len(tests) == shown.count("::"), number
    assert len(what.split()) > 3, number
    for file, function, case in tests:
        assert (ROOT / file).is_file(), file
        assert function in functions(file), f"{file}::{function}"
        if case:
            assert (ROOT / "tests" / "dialogues" / f"{case}.txt").is_file(), case


def test_what_is_missing_is_found() -> None:
    assert "test_that_nobody_wrote" not in functions("tests/test_security_cases.py")
    assert "test_what_is_missing_is_found" in functions("tests/test_security_cases.py")


def calls(folder: str) -> list[tuple[Path, ast.Call]]:
    return [
        (path, node)
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
    ]


def built_statements(folder: str) -> list[str]:
    """Calls that give SQL put together with `f` or `+` or `%` or `format` to `text`."""
    return [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, call in calls(folder)
        if ast.unparse(call.func).split(".")[-1] == "text" and call.args
        if isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
        or (isinstance(call.args[0], ast.Call) and "format" in ast.unparse(call.args[0].func))
    ]


@pytest.mark.parametrize("folder", ["storage", "app", "core", "console"])
def test_no_statement_is_put_together_from_values(folder: str) -> None:
    assert [one for one in built_statements(folder) if "/migrations/" not in one] == []


def test_no_file_is_fetched_from_telegram() -> None:
    asking = ("GetFile", "get_file", "download_file", "download(")
    found = [
        (path, word)
        for path in (ROOT / "bot").rglob("*.py")
        for word in asking
        if word in path.read_text()
    ]
    assert found == []
