"""No library that runs beside a tip reports to anybody."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

CLIENTS = (b"Microsoft12Applications6Events", b"events.data.microsoft.com")
"""Names inside Microsoft's telemetry client, which onnxruntime carries from 1.29 on."""


@pytest.mark.parametrize("package", ["onnxruntime", "thinc", "spacy"])
def test_no_library_of_the_analysis_carries_a_client_that_reports(package: str) -> None:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    libraries = list(Path(spec.origin).parent.rglob("*.so*"))
    assert libraries
    carriers = [
        library.name
        for library in libraries
        if any(client in library.read_bytes() for client in CLIENTS)
    ]
    assert carriers == []
