"""Looking closer: a grounder asked again on an enlarged part of the screen around its first answer."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass

from PIL import Image

from guiagent.actions import Box, Point
from guiagent.errors import UnreadableReply
from guiagent.perception import Grounder
from guiagent.records import Located
from guiagent.screen import Screen
from guiagent.usage import Usage


@dataclass(frozen=True)
class Window:
    """A part of a screen, shown `times` as large; its pixels are mapped by whole numbers, so that none is lost."""

    box: Box
    times: int

    @classmethod
    def around(cls, point: Point, screen: tuple[int, int], share: int, least: int, times: int) -> Window:
        """A `share`th of the screen's width and height, each at least `least` pixels, moved to lie on the screen."""
        sides = [min(length, max(least, length // share)) for length in screen]
        left, top = (
            min(max(0, at - side // 2), length - side) for at, side, length in zip(point, sides, screen, strict=True)
        )
        return cls(Box(left, top, left + sides[0], top + sides[1]), times)

    def outside(self, shown: Point) -> Point:
        """The pixel of the screen that a pixel of the enlarged part shows."""
        return Point(self.box.left + shown.x // self.times, self.box.top + shown.y // self.times)

    def inside(self, point: Point) -> Point:
        """A pixel of the enlarged part that shows a pixel of the screen: the middle one of its square."""
        return Point(
            *((at - edge) * self.times + self.times // 2 for at, edge in zip(point, self.box[:2], strict=True))
        )

    def shows(self, shown: Point) -> bool:
        return 0 <= shown.x < self.box.width * self.times and 0 <= shown.y < self.box.height * self.times

    def of(self, screen: Screen) -> Screen:
        """The enlarged part; blocks for some tens of milliseconds."""
        with Image.open(io.BytesIO(screen.png)) as image:
            part = image.convert("RGB").crop(self.box)
        size = (self.box.width * self.times, self.box.height * self.times)
        out = io.BytesIO()
        part.resize(size, Image.Resampling.BICUBIC).save(out, format="PNG", compress_level=3)
        return Screen.of(out.getvalue())


@dataclass(frozen=True)
class Zoomed:
    """A `Grounder`: another one, asked twice, the second time on the window around its first answer.

    Where the second answer is none, or lies outside the window, the first stands. What both cost is added up.
    """

    grounder: Grounder
    times: int = 3
    share: int = 3
    least: int = 400

    async def locate(self, screen: Screen, description: str) -> Located:
        """Raises as the grounder does when it is asked first; what it cannot say the second time changes nothing."""
        first = await self.grounder.locate(screen, description)
        if first.point is None:
            return first
        window = Window.around(first.point, (screen.width, screen.height), self.share, self.least, self.times)
        closer = await asyncio.to_thread(window.of, screen)
        second = await self._again(closer, description)
        sure = second.point is not None and window.shows(second.point)
        point = window.outside(second.point) if sure and second.point is not None else first.point
        return Located(point=point, said=second.said if sure else first.said, usage=first.usage + second.usage)

    async def _again(self, closer: Screen, description: str) -> Located:
        try:
            return await self.grounder.locate(closer, description)
        except UnreadableReply as error:
            return Located(point=None, said=str(error), usage=error.usage or Usage())
