"""What a grounding set is made of: pictures, what is to be found on each, and where that is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from guiagent.actions import Point, Value

Type = Literal["text", "icon", ""]
"""What ScreenSpot tells apart; empty where a set does not say."""


class Box(Value):
    """A rectangle in pixels of the picture; its edges belong to it."""

    kind: Literal["box"] = "box"
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, point: Point) -> bool:
        """Whether a pixel lies in it or on its edge."""
        return self.left <= point.x <= self.right and self.top <= point.y <= self.bottom

    @property
    def around(self) -> tuple[float, float, float, float]:
        """left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom


class Polygon(Value):
    """An outline in pixels of the picture; it belongs to what it encloses."""

    kind: Literal["polygon"] = "polygon"
    corners: Annotated[tuple[tuple[float, float], ...], Field(min_length=3)]

    def holds(self, point: Point) -> bool:
        """Whether a pixel lies inside, by the even-odd rule, or on the outline."""
        import cv2
        import numpy

        outline = numpy.array(self.corners, dtype=numpy.float32)
        return cv2.pointPolygonTest(outline, (float(point.x), float(point.y)), False) >= 0

    @property
    def around(self) -> tuple[float, float, float, float]:
        """The smallest box that holds it: left, top, right, bottom."""
        across, down = ([corner[axis] for corner in self.corners] for axis in (0, 1))
        return min(across), min(down), max(across), max(down)


class Absent(Value):
    """Nothing: what is asked for is not on the picture, and the right answer says so."""

    kind: Literal["refusal"] = "refusal"

    def holds(self, point: Point) -> bool:
        """No pixel is right."""
        return False


Target = Annotated[Box | Polygon | Absent, Field(discriminator="kind")]


class Item(Value):
    """One question. `image` is the picture's name as the set has it.

    `platform`, `group`, `source` and `gui_types` are what the set says of it: desktop, mobile or web; a field of work;
    the application or website; OSWorld-G's kinds of widget.
    """

    id: str
    image: str
    instruction: str
    target: Target
    type: Type = ""
    platform: str = ""
    group: str = ""
    source: str = ""
    gui_types: tuple[str, ...] = ()


@dataclass(frozen=True)
class GroundingSet:
    """A set as it was read: its items in order, and where the pictures lie. `remarks` are what a person should know."""

    name: str
    format: str
    items: tuple[Item, ...]
    images: Mapping[str, Path]
    remarks: tuple[str, ...] = ()

    @cached_property
    def digest(self) -> str:
        """Tells it from all others by its items and by the names and sizes in bytes of its pictures: 12 hex digits."""
        sizes = {name: path.stat().st_size for name, path in sorted(self.images.items())}
        told = [[item.model_dump(mode="json") for item in self.items], sizes]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]
