"""The command line as a person meets it: help that teaches, and one sentence for what is wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = [
    *("demo", "chat", "analyse", "explain", "evaluate", "queue", "show", "answer"),
    *("console", "init", "people", "audit", "export", "migrate", "doctor", "bot", "janitor"),
    *("staff", "bench"),
]


def tipline(
    folder: Path, *args: str, given: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TIPLINE_")}
    environment |= {"TIPLINE_DATA_DIR": str(folder / "data"), "NO_COLOR": "1", "COLUMNS": "100"}
    return subprocess.run(
        [sys.executable, "-c", "from app.cli import main; main()", *args],
        input=given,
        capture_output=True,
        text=True,
        env=environment | settings,
        timeout=120,
        check=False,
    )


def test_help_names_every_command(tmp_path: Path) -> None:
    said = tipline(tmp_path, "--help").stdout
    assert [name for name in COMMANDS if name not in said] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(tmp_path: Path, command: str) -> None:
    run = tipline(tmp_path, command, "--help")
    assert run.returncode == 0
    assert len(run.stdout) > 200


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_or_changelog_names_each_command(command: str) -> None:
    root = Path(__file__).parents[2]
    told = (root / "README.md").read_text() + (root / "CHANGELOG.md").read_text()
    assert command in told


def test_the_readme_lists_every_setting() -> None:
    from app.settings import Settings

    told = (Path(__file__).parents[2] / "README.md").read_text()
    names = [f"TIPLINE_{name.upper()}" for name in Settings.model_fields]
    assert [name for name in names if name not in told] == []


BROKEN = '{"id": "a", "text": "x"}\nnot json\n'


@pytest.mark.parametrize(
    ("args", "given", "settings", "names"),
    [
        pytest.param(("analyse", "nowhere.jsonl"), "", {}, "nowhere.jsonl", id="missing file"),
        pytest.param(("analyse", "."), "", {}, "folder", id="a folder"),
        pytest.param(("analyse", "broken.jsonl"), "", {}, "Line 2", id="broken line"),
        pytest.param(("analyse", "--now", "yesterdayish", "-"), "x", {}, "--now", id="bad date"),
        pytest.param(("analyse", "--now", "2026-02-31", "-"), "x", {}, "--now", id="no such day"),
        pytest.param(("analyse", "--nonsense"), "", {}, "--nonsense", id="unknown option"),
        pytest.param(("nonsense",), "", {}, "nonsense", id="unknown command"),
        pytest.param(("evaluate", "nowhere"), "", {}, "nowhere", id="no gold"),
        pytest.param(("evaluate", "broken.jsonl"), "", {}, "Line 1", id="gold without labels"),
        pytest.param(
            ("queue",), "", {"TIPLINE_DATABASE_URL": "nonsense"}, "DATABASE_URL", id="bad URL"
        ),
        pytest.param(("bot",), "", {"TIPLINE_BOT_TOKEN": "short"}, "BOT_TOKEN", id="bad token"),
        pytest.param(("bot",), "", {}, "BOT_TOKEN", id="no token"),
        pytest.param(("chat",), "", {"TIPLINE_FORCE": "mordor"}, "TIPLINE_FORCE", id="no force"),
        pytest.param(
            ("analyse", "-"), "x", {"TIPLINE_SPACY_MODEL": "no_model"}, "no_model", id="no model"
        ),
        pytest.param(("init",), "short\n", {}, "passphrase", id="weak passphrase"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    args: tuple[str, ...],
    given: str,
    settings: dict[str, str],
    names: str,
) -> None:
    (tmp_path / "broken.jsonl").write_text(BROKEN)
    root = str(Path(__file__).parents[2])
    monkeypatch.setenv("PYTHONPATH", root)
    monkeypatch.chdir(tmp_path)
    run = tipline(tmp_path, *args, given=given, **settings)
    said = run.stdout + run.stderr
    assert run.returncode == 2, said
    assert names in said
    assert "Traceback" not in said


def test_analyse_answers_line_by_line(tmp_path: Path) -> None:
    text = "weed sold at 9 Hill Road Leeds every night\n\nhello\n"
    run = tipline(tmp_path, "analyse", "--rules-only", "-", given=text)
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["1", "3"]
    assert rows[0]["degraded"] is True


def test_a_real_desk_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    passphrase = "crane velvet orbit thirteen\n"
    made = tipline(tmp_path, "init", "--account", "ada", given=passphrase)
    assert "RECOVERY SHEET" in made.stdout
    assert passphrase.strip() not in made.stdout + made.stderr
    opened = tipline(tmp_path, "queue", given=passphrase)
    assert (opened.returncode, "empty" in opened.stdout) == (0, True)
    refused = tipline(tmp_path, "queue", given="crane velvet orbit fourteen\n")
    assert (refused.returncode, "passphrase is wrong" in refused.stderr) == (2, True)
    again = tipline(tmp_path, "init", given=passphrase)
    assert (again.returncode, "has a desk already" in again.stderr) == (2, True)


def test_the_bot_refuses_a_practice_desk(tmp_path: Path) -> None:
    token = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
    assert tipline(tmp_path, "init", "--practice").returncode == 0
    run = tipline(tmp_path, "bot", TIPLINE_BOT_TOKEN=token)
    assert (run.returncode, "practice desk" in run.stderr) == (2, True)


def test_queue_without_a_desk_makes_a_practice_desk_and_says_so(tmp_path: Path) -> None:
    run = tipline(tmp_path, "queue")
    assert (run.returncode, "practice desk" in run.stderr) == (0, True)


def test_a_tip_of_nowhere_is_one_sentence(tmp_path: Path) -> None:
    run = tipline(tmp_path, "show", "not-an-id")
    assert (run.returncode, "no tip with this id" in run.stderr) == (2, True)


def test_answer_lists_what_may_be_asked(tmp_path: Path) -> None:
    run = tipline(tmp_path, "answer", "any")
    assert (run.returncode, "vehicle" in run.stdout) == (0, True)


def test_migrate_can_be_run_again(tmp_path: Path) -> None:
    tipline(tmp_path, "init", "--practice")
    assert tipline(tmp_path, "migrate").returncode == 0


def test_the_janitor_runs_on_an_empty_desk(tmp_path: Path) -> None:
    tipline(tmp_path, "init", "--practice")
    run = tipline(tmp_path, "janitor")
    assert (run.returncode, '"tips": 0' in run.stderr) == (0, True)
