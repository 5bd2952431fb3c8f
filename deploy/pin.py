"""Pin every package, transitive ones too, in pyproject.toml: `uv run python deploy/pin.py`.

uv.lock names the hosts that packages came from, so it is not kept; the versions it found
are written as constraints instead. With --check nothing is written, and the exit code tells
whether every package of the environment is pinned.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ROOT / "pyproject.toml"
_PINS = re.compile(r"^constraint-dependencies = \[[^]]*\]$", re.MULTILINE)


def locked() -> dict[str, str]:
    """Version by name of every package that uv chose, the project itself left out."""
    content = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    versions: dict[str, str] = {}
    for package in content["package"]:
        if "registry" not in package["source"]:
            continue
        if package["name"] in versions:
            sys.exit(f"{package['name']} has two versions; narrow it in pyproject.toml.")
        versions[package["name"]] = package["version"]
    return versions


def main() -> None:
    """Write the pins, or check them."""
    before = PROJECT.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        pinned = set(tomllib.loads(before)["tool"]["uv"]["constraint-dependencies"])
        subprocess.run(["uv", "lock", "--quiet"], cwd=ROOT, check=True)
        missing = sorted({f"{n}=={v}" for n, v in locked().items()} - pinned)
        sys.exit(f"not pinned: {', '.join(missing)}" if missing else 0)
    PROJECT.write_text(_PINS.sub("constraint-dependencies = []", before), encoding="utf-8")
    subprocess.run(["uv", "lock", "--quiet", "--upgrade"], cwd=ROOT, check=True)
    pins = "".join(f'    "{name}=={version}",\n' for name, version in sorted(locked().items()))
    after = _PINS.sub(f"constraint-dependencies = [\n{pins}]", before)
    PROJECT.write_text(after, encoding="utf-8")
    print(f"{len(locked())} packages pinned.")


if __name__ == "__main__":
    main()
