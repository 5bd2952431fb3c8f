"""How Leaflet's files come into console/static: `uv run python deploy/vendor_leaflet.py`.

The npm client fetches the package of the version below; what it holds must have the digest below
(as the registry states it). To renew Leaflet change both, run this, and read its changelog.
"""

from __future__ import annotations

import base64
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VERSION = "1.9.4"
SHA512 = "nxS1ynzJOmOlHp+iL3FyWqK89GtNL8U8rvlMOsQdTTssxZwCXh8N2NB3GDQOL+YR3XnWyZAxwQixURb+FA74PA=="
FILES = {
    "package/dist/leaflet.js": "leaflet.js",
    "package/dist/leaflet.css": "leaflet.css",
    "package/LICENSE": "LICENSE",
}
TARGET = Path(__file__).parents[1] / "console" / "static" / "leaflet"
_NOTE = b"\n//# sourceMappingURL=leaflet.js.map"


def main() -> int:
    """Fetch, check and unpack."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", f"leaflet@{VERSION}", "--pack-destination", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # fixed words
        content = next(Path(folder).glob("*.tgz")).read_bytes()
    found = base64.b64encode(hashlib.sha512(content).digest()).decode()
    if found != SHA512:
        sys.stderr.write(f"leaflet {VERSION} has another digest: {found}\n")
        return 1
    TARGET.mkdir(exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(content)) as package:
        for inside, name in FILES.items():
            member = package.extractfile(inside)
            if member is None:
                sys.stderr.write(f"leaflet {VERSION} has no {inside}\n")
                return 1
            # The map of its source is not shipped; a browser would ask for it.
            (TARGET / name).write_bytes(member.read().replace(_NOTE, b""))
    (TARGET / "VERSION").write_text(f"leaflet {VERSION}, npm, sha512-{SHA512}\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
