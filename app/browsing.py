"""Whether a browser can be opened for whoever sits here, and how."""

from __future__ import annotations

import webbrowser
from collections.abc import Mapping

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")


def has_screen(environment: Mapping[str, str], platform: str) -> bool:
    """Whether a browser would have a screen; without one a text browser would take the terminal.

    Args:
        environment: of the process.
        platform: as `sys.platform` calls it.
    """
    return not platform.startswith(("linux", "freebsd")) or any(
        environment.get(name) for name in _SCREENS
    )


def open_browser(address: str) -> bool:
    """Open an address in the browser of this machine; whether there is one."""
    try:
        return webbrowser.open(address)
    except webbrowser.Error:
        return False
