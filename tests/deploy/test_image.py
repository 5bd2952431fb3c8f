"""Does the image hold what it needs, start quickly, and take nothing in that has to stay out?"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
RECIPE = (ROOT / "deploy" / "Containerfile").read_text()
LET_IN = (ROOT / "deploy" / "Containerfile.dockerignore").read_text().splitlines()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_only_what_is_built_from_goes_to_the_builder() -> None:
    rules = [line for line in LET_IN if line and not line.startswith("#")]
    assert rules[0] == "*"
    needed = {
        "pyproject.toml",
        PROJECT["project"]["readme"],
        *PROJECT["project"]["license-files"],
        *PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"],
    }
    assert {rule[1:] for rule in rules if rule.startswith("!")} == needed


def test_everything_is_compiled_as_nothing_can_be_written_later() -> None:
    building, final = RECIPE.split("\nFROM ")[1:]
    assert "--compile-bytecode" in building
    assert "__pycache__" not in RECIPE
    assert "python -m compileall" in final


def test_user_and_group_are_those_that_the_processes_run_as() -> None:
    uid, gid = re.findall(r"^USER (\d+):(\d+)$", RECIPE, re.MULTILINE)[-1]
    assert f"groupadd --gid {gid} " in RECIPE
    assert f"useradd --uid {uid} --gid {gid} " in RECIPE
    assert f"-o {uid} -g {gid} -m 0700 /var/lib/tipline" in RECIPE
