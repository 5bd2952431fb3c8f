"""Draws a chat as an SVG picture for the docs: bubbles of both sides, and buttons."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from textwrap import wrap

from bench.botapi import Seen

WIDTH, LINE, PAD, GAP, COLUMNS = 560, 20, 12, 10, 52
_STYLE = (
    "text{font:14px system-ui,sans-serif;fill:#17202a}.mine{fill:#d9f2d0}.ours{fill:#fff;"
    "stroke:#c9d3dd}.page{fill:#e9eff5}.button{fill:#dbe7f4}"
)


def draw(chat: Sequence[Seen], title: str) -> str:
    """A chat as SVG text."""
    y = GAP
    shapes: list[str] = []
    for seen in chat:
        lines = [piece for row in seen.text.split("\n") for piece in wrap(row, COLUMNS) or [""]]
        width = min(WIDTH - 80, 2 * PAD + int(7.6 * max(len(line) for line in lines)))
        height = 2 * PAD + LINE * len(lines) - 6
        x = WIDTH - width - GAP if seen.is_mine else GAP
        side = "mine" if seen.is_mine else "ours"
        shapes.append(
            f'<rect class="{side}" x="{x}" y="{y}" width="{width}" height="{height}" rx="10"/>'
        )
        shapes += [
            f'<text x="{x + PAD}" y="{y + PAD + 10 + LINE * at}">{escape(line)}</text>'
            for at, line in enumerate(lines)
        ]
        y += height + 4
        for label in seen.labels:
            shapes.append(
                f'<rect class="button" x="{GAP}" y="{y}" width="{width}" height="28" rx="8"/>'
                f'<text x="{GAP + width // 2}" y="{y + 19}" text-anchor="middle">'
                f"{escape(label)}</text>"
            )
            y += 32
        y += GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" role="img">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>"
        f'<rect class="page" width="{WIDTH}" height="{y}"/>' + "".join(shapes) + "</svg>\n"
    )
