"""A bar chart as a picture: counts only, drawn with Pillow and the font that comes with it."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

_WIDTH = 900
_ROW = 44
_TOP = 70
_LEFT = 250
_RIGHT = 110
_BACK, _INK, _BAR, _FAINT = "#ffffff", "#17202a", "#1f5fa8", "#d5dbe3"
_SIZE = 24


def bars(title: str, rows: Sequence[tuple[str, int, str]]) -> bytes:
    """Bars under one another, as PNG bytes.

    Args:
        title: what stands above them.
        rows: for each bar its name, its length, and what stands at its end.
    """
    height = _TOP + _ROW * max(1, len(rows)) + 20
    image = Image.new("RGB", (_WIDTH, height), _BACK)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(_SIZE)
    draw.text((24, 20), title, fill=_INK, font=ImageFont.load_default(_SIZE + 4))
    longest = max((length for _, length, _ in rows), default=0) or 1
    room = _WIDTH - _LEFT - _RIGHT
    for at, (name, length, said) in enumerate(rows):
        y = _TOP + at * _ROW
        draw.text((24, y + 4), _fitted(draw, name, font), fill=_INK, font=font)
        draw.rectangle((_LEFT, y + 4, _LEFT + room, y + _ROW - 12), fill=_FAINT)
        end = _LEFT + round(room * length / longest)
        if length:
            draw.rectangle((_LEFT, y + 4, max(end, _LEFT + 3), y + _ROW - 12), fill=_BAR)
        draw.text((_LEFT + room + 12, y + 4), said, fill=_INK, font=font)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _fitted(
    draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont
) -> str:
    """A text as far as it fits beside the bars."""
    while text and draw.textlength(text, font=font) > _LEFT - 40:
        text = text[:-1]
    return text
