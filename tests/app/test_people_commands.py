"""How a desk gets its people from the command line, as they would do it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pyotp
import pytest

LEAD = "crane velvet orbit thirteen"
ADMINISTRATOR = "gravel otter plinth mango"
ANALYST = "lantern thistle copper wharf"


def start(folder: Path, *args: str) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TIPLINE_")}
    environment |= {"TIPLINE_DATA_DIR": str(folder / "data"), "NO_COLOR": "1", "COLUMNS": "100"}
    return subprocess.Popen(
        [sys.executable, "-c", "from app.cli import main; main()", *args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def tipline(folder: Path, *args: str, given: str = "") -> tuple[int, str]:
    with start(folder, *args) as process:
        said, wrong = process.communicate(given, timeout=120)
        return process.returncode, said + wrong


def with_authenticator(folder: Path, *args: str, given: str) -> tuple[int, str]:
    """Run a command that shows a secret, and type the code that an authenticator makes of it."""
    with start(folder, *args) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(given)
        process.stdin.flush()
        seen, secret = "", None
        for line in process.stdout:
            seen += line
            secret = re.search(r"secret=([A-Z2-7]{32})", line)
            if secret:
                break
        code = pyotp.TOTP(secret[1]).at(int(time.time())) if secret else ""
        said, wrong = process.communicate(f"{code}\n", timeout=120)
        return process.returncode, seen + said + wrong


def found(pattern: str, said: str) -> str:
    match = re.search(pattern, said)
    assert match, said
    return match[1]


def join(folder: Path, code: str, passphrase: str) -> str:
    done, said = with_authenticator(folder, "people", "join", given=f"{code}\n{passphrase}\n")
    assert done == 0, said
    return said


def test_two_people_let_a_third_read(tmp_path: Path) -> None:
    _, made = tipline(tmp_path, "init", "--account", "ada", given=f"{LEAD}\n")
    assert "people codes" in made
    done, said = with_authenticator(tmp_path, "people", "codes", given=f"{LEAD}\n")
    assert (done, "ada signs in with these codes" in said) == (0, True)

    role = ("--role", "administrator")
    _, invited = tipline(tmp_path, "people", "add", "bo", *role, given=f"{LEAD}\n")
    assert "bo is made" in join(tmp_path, found(r"    ([A-Z2-7-]{32})\n", invited), ADMINISTRATOR)

    sam = ("people", "add", "sam", "--role", "analyst", "--as")
    done, refused = tipline(tmp_path, *sam, "ada", given=f"{LEAD}\n")
    assert (done, "right to people" in refused) == (2, True)
    _, invited = tipline(tmp_path, *sam, "bo", given=f"{ADMINISTRATOR}\n")
    code = found(r"    ([A-Z2-7-]{32})\n", invited)
    joined = join(tmp_path, code, ANALYST)
    assert tipline(tmp_path, "people", "join", given=f"{code}\n{ANALYST}\n")[0] == 2
    done, waits = tipline(tmp_path, "queue", "--as", "sam", given=f"{ANALYST}\n")
    assert (done, "people admit" in waits) == (2, True)
    assert "waits for a lead" in tipline(tmp_path, "people", "list")[1]

    fingerprint = found(r"    ([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})\n", joined)
    given = f"{LEAD}\n{fingerprint}\n"
    done, said = tipline(tmp_path, "people", "admit", "sam", "--as", "ada", given=given)
    assert (done, "sam reads from now on" in said) == (0, True)
    done, said = tipline(tmp_path, "queue", "--as", "sam", given=f"{ANALYST}\n")
    assert (done, "empty" in said) == (0, True)

    asking = ("--as", "bo")
    chat = ("people", "chat", "ada", *asking)
    assert "/start " in tipline(tmp_path, *chat, given=f"{ADMINISTRATOR}\n")[1]
    done, said = tipline(tmp_path, *chat, "--untie", given=f"{ADMINISTRATOR}\n")
    assert (done, "ada has no chat." in said) == (0, True)
    change = ("people", "role", "sam", "auditor", *asking)
    assert tipline(tmp_path, *change, given=f"{ADMINISTRATOR}\n")[0] == 0
    done, said = tipline(tmp_path, "queue", "--as", "sam", given=f"{ANALYST}\n")
    assert (done, "right to read" in said) == (2, True)
    assert tipline(tmp_path, "people", "remove", "sam", *asking, given=f"{ADMINISTRATOR}\n")[0] == 0
    listed = tipline(tmp_path, "people", "list")[1]
    assert [line.split()[:2] for line in listed.splitlines()] == [
        ["ada", "lead"],
        ["bo", "administrator"],
    ]
    disk = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    secrets = [LEAD, ADMINISTRATOR, ANALYST, code, code.replace("-", "")]
    assert [secret for secret in secrets if secret.encode() in disk] == []


def test_a_weak_passphrase_is_refused_before_the_authenticator(tmp_path: Path) -> None:
    tipline(tmp_path, "init", given=f"{LEAD}\n")
    role = ("--role", "administrator")
    _, invited = tipline(tmp_path, "people", "add", "bo", *role, given=f"{LEAD}\n")
    code = found(r"    ([A-Z2-7-]{32})\n", invited)
    done, said = tipline(tmp_path, "people", "join", given=f"{code}\npassword1234\n")
    assert (done, "too weak" in said, "otpauth" in said) == (2, True, False)


def test_a_passphrase_is_changed_by_whoever_knows_it(tmp_path: Path) -> None:
    tipline(tmp_path, "init", given=f"{LEAD}\n")
    change = ("people", "passphrase")
    done, said = tipline(tmp_path, *change, given=f"{ANALYST}\n{ANALYST}\n")
    assert (done, "passphrase is wrong" in said) == (2, True)
    assert tipline(tmp_path, *change, given=f"{LEAD}\npassword1234\n")[0] == 2
    assert tipline(tmp_path, *change, given=f"{LEAD}\n{ANALYST}\n")[0] == 0
    assert tipline(tmp_path, "queue", given=f"{LEAD}\n")[0] == 2
    assert tipline(tmp_path, "queue", given=f"{ANALYST}\n")[0] == 0


def test_the_practice_account_keeps_its_passphrase(tmp_path: Path) -> None:
    tipline(tmp_path, "init", "--practice")
    done, said = tipline(tmp_path, "people", "passphrase")
    assert (done, "everybody knows" in said) == (2, True)
    assert tipline(tmp_path, "queue")[0] == 0


def test_people_without_a_desk_is_one_sentence(tmp_path: Path) -> None:
    done, said = tipline(tmp_path, "people", "list")
    assert (done, said) == (2, "tipline: There is no desk yet. Run `tipline init`.\n")


@pytest.mark.parametrize(
    "command", ["add", "join", "admit", "list", "role", "remove", "codes", "passphrase"]
)
def test_each_command_has_help(tmp_path: Path, command: str) -> None:
    done, said = tipline(tmp_path, "people", command, "--help")
    assert (done, len(said) > 200) == (0, True)
