"""Draws a dialog upon a screenshot, with Pillow's own font, and knows what lies where."""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

from guiagent.actions import Point
from guiagent.screen import Screen

Part = Literal["ok", "cancel", "field"]
Box = tuple[int, int, int, int]
"""left, top, right, bottom in pixels of the screenshot."""

TITLES = {
    "alert": "The page says",
    "confirm": "The page asks",
    "prompt": "The page asks for text",
    "beforeunload": "Leave page?",
}
LABELS = {"beforeunload": ("Leave", "Stay")}
WIDE_FONTS = ("NotoSansCJK-Regular.ttc", "DejaVuSans.ttf", "arial.ttf", "Arial Unicode.ttf")
LEAVING = "Changes that you made may not be saved."


@dataclass(frozen=True)
class Drawn:
    """The picture of a dialog, and the boxes of its parts."""

    screen: Screen
    parts: dict[Part, Box]

    def at(self, point: Point) -> Part | None:
        """The part under a point of the picture, or None."""
        for part, (left, top, right, bottom) in self.parts.items():
            if left <= point.x < right and top <= point.y < bottom:
                return part
        return None


def draw(behind: Screen, kind: str, message: str, typed: str = "", selected: bool = False) -> Drawn:
    """The screenshot dimmed, with the dialog in its upper middle."""
    image = Image.open(io.BytesIO(behind.png)).convert("RGB")
    image = Image.blend(image, Image.new("RGB", image.size), 0.5)
    parts = _Sheet(image, kind, message or (LEAVING if kind == "beforeunload" else ""), typed, selected).draw()
    png = io.BytesIO()
    image.save(png, "PNG", compress_level=1)
    return Drawn(Screen.of(png.getvalue()), parts)


class _Sheet:
    """The dialog's white sheet, laid out from top to bottom for the size of the screenshot."""

    def __init__(self, image: Image.Image, kind: str, message: str, typed: str, selected: bool) -> None:
        self._kind, self._typed, self._selected = kind, typed, selected
        self._pen = ImageDraw.Draw(image)
        width, height = image.size
        self._unit = max(12.0, min(width / 60, height / 30, 60.0))
        self._font = _font(self._unit, message + typed)
        self._pad = round(self._unit)
        self._row = round(self._unit * 1.45)
        self._wide = min(width - self._pad, round(self._unit * 32))
        self._left = (width - self._wide) // 2
        rest = 2 * self._row + (2 * self._row + self._pad if kind == "prompt" else 0) + 4 * self._pad + 2 * self._row
        fitting = max(1, (height - rest) // self._row)
        self._lines = self._wrapped(message, fitting)
        self._high = rest + len(self._lines) * self._row - self._row
        self._top = max(0, min(round(height * 0.12), height - self._high))

    def draw(self) -> dict[Part, Box]:
        """Draw the sheet; the boxes of what can be clicked."""
        left, top, pad = self._left, self._top, self._pad
        right, bottom = left + self._wide, top + self._high
        radius = self._unit * 0.6
        self._pen.rounded_rectangle((left, top, right - 1, bottom - 1), radius, "white", "#5f6368")
        self._text(left + pad, top + pad, TITLES.get(self._kind, self._kind), "#5f6368")
        at = top + pad + self._row
        for line in self._lines:
            self._text(left + pad, at, line, "#202124")
            at += self._row
        parts: dict[Part, Box] = {}
        if self._kind == "prompt":
            parts["field"] = self._field((left + pad, at + pad // 2, right - pad, at + pad // 2 + 2 * self._row))
        return parts | self._buttons(right - pad, bottom - pad)

    def _field(self, box: Box) -> Box:
        self._pen.rounded_rectangle((box[0], box[1], box[2] - 1, box[3] - 1), self._unit / 4, "white", "#1a73e8", 2)
        shown = self._typed
        room = box[2] - box[0] - 2 * self._pad
        while shown and self._font.getlength(shown) > room:
            shown = shown[1:]
        x, y = box[0] + self._pad // 2, box[1] + self._row // 2
        end = x + round(self._font.getlength(shown))
        if self._selected and shown:
            self._pen.rectangle((x, y - 1, end, y + self._row - 2), "#aecbfa")
        self._text(x, y, shown, "#202124")
        if not self._selected or not shown:
            self._pen.line((end + 2, y - 1, end + 2, y + self._row - 2), "#202124", max(1, round(self._unit / 12)))
        return box

    def _buttons(self, right: int, bottom: int) -> dict[Part, Box]:
        accept, refuse = LABELS.get(self._kind, ("OK", "Cancel"))
        wide = min(round(self._unit * 6), (self._wide - 3 * self._pad) // 2)
        top = bottom - 2 * self._row
        ok = (right - wide, top, right, bottom)
        if self._kind == "alert":
            return {"ok": self._button(ok, accept, "#1a73e8", "white")}
        cancel = (ok[0] - self._pad - wide, top, ok[0] - self._pad, bottom)
        return {
            "ok": self._button(ok, accept, "#1a73e8", "white"),
            "cancel": self._button(cancel, refuse, "white", "#1a73e8"),
        }

    def _button(self, box: Box, label: str, fill: str, ink: str) -> Box:
        self._pen.rounded_rectangle((box[0], box[1], box[2] - 1, box[3] - 1), self._unit * 0.8, fill, "#1a73e8")
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        self._pen.text(middle, label, ink, self._font, anchor="mm")
        return box

    def _text(self, x: int, y: int, text: str, ink: str) -> None:
        self._pen.text((x, y), text, ink, self._font)

    def _wrapped(self, message: str, most: int) -> list[str]:
        """The message in lines that fit the sheet; the last of `most` ends in an ellipsis where there is more."""
        room = self._wide - 2 * self._pad
        lines = [line for paragraph in message[:5000].splitlines() for line in self._broken(paragraph, room)]
        if len(lines) <= most:
            return lines
        last = lines[most - 1]
        while last and self._font.getlength(last + "…") > room:
            last = last[:-1]
        return [*lines[: most - 1], last + "…"]

    def _broken(self, paragraph: str, room: int) -> list[str]:
        lines: list[str] = []
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            while self._font.getlength(longer) > room:
                if line:
                    lines, longer, line = [*lines, line], word, ""
                    continue
                cut = max(1, sum(1 for end in range(1, len(longer)) if self._font.getlength(longer[:end]) <= room))
                lines, longer = [*lines, longer[:cut]], longer[cut:]
            line = longer
        return [*lines, line]


def _font(size: float, text: str) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own font, the same everywhere; for text that it lacks letters for, one of the system's if there is."""
    for name in () if text.isascii() else WIDE_FONTS:
        with suppress(OSError):
            return ImageFont.truetype(name, size * 0.95)
    return ImageFont.load_default(size)
