"""The entries of the published formats, as their files have them.

ScreenSpot (Cheng et al. 2024, SeeClick's repository), ScreenSpot-v2 (Wu et al. 2024, OS-Atlas), its conversion in
GUI-Actor's repository (Wu et al. 2025), ScreenSpot-Pro (Li et al. 2025) and OSWorld-G (Xie et al. 2025, Jedi).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from guiagent.bench.grounding.items import Absent, Box, Item, Polygon, Target

Reading = Literal["xywh", "xyxy"]
Size = tuple[int, int]
Four = tuple[float, float, float, float]
Text = Annotated[str, Field(min_length=1)]


class Entry(BaseModel):
    """An entry; fields that are not read are let be. `reading` is how its boxes are to be read."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    reading: ClassVar[Reading] = "xywh"

    @property
    def picture(self) -> str:
        """The picture's name."""
        raise NotImplementedError

    @property
    def size(self) -> Size | None:
        """Width and height that the file says the picture has."""
        return None

    @property
    def box(self) -> Four | None:
        """The four numbers of its box; None where it has none."""
        raise NotImplementedError

    def item(self, place: str, platform: str) -> Item:
        """The item. `place` stands in for an id, `platform` is what the file's name says."""
        raise NotImplementedError


class ScreenSpotEntry(Entry):
    """ScreenSpot and ScreenSpot-v2: bbox is left, top, width, height."""

    img_filename: Text
    bbox: Four
    instruction: Text
    data_type: Literal["text", "icon"]
    data_source: str = ""

    @property
    def picture(self) -> str:
        return self.img_filename

    @property
    def box(self) -> Four | None:
        return self.bbox

    def item(self, place: str, platform: str) -> Item:
        return Item(
            id=place,
            image=self.img_filename,
            instruction=self.instruction,
            target=boxed(self.bbox, self.reading),
            type=self.data_type,
            platform=platform,
            source=self.data_source,
        )


class ConvertedEntry(Entry):
    """GUI-Actor's ScreenSpot-v2: bbox is left, top, right, bottom."""

    reading: ClassVar[Reading] = "xyxy"
    img_filename: Text
    bbox: Four
    img_size: Size
    instruction: Text
    ui_type: Literal["text", "icon"]
    platform: str = ""
    group: str = ""
    application: str = ""
    id: str = ""

    @property
    def picture(self) -> str:
        return self.img_filename

    @property
    def size(self) -> Size | None:
        return self.img_size

    @property
    def box(self) -> Four | None:
        return self.bbox

    def item(self, place: str, platform: str) -> Item:
        return Item(
            id=self.id or place,
            image=self.img_filename,
            instruction=self.instruction,
            target=boxed(self.bbox, self.reading),
            type=self.ui_type,
            platform=self.platform or platform,
            group=self.group,
            source=self.application,
        )


class ProEntry(ConvertedEntry):
    """ScreenSpot-Pro: a file an application; bbox is left, top, right, bottom."""

    application: Text
    platform: str
    group: str


class OSWorldEntry(Entry):
    """OSWorld-G: bbox is left, top, width, height; a polygon is x, y, x, y …; a refusal has nothing to be found."""

    id: Text
    image_path: Text
    image_size: Size
    instruction: Text
    box_type: Literal["bbox", "polygon", "refusal"]
    box_coordinates: tuple[float, ...] = ()
    GUI_types: tuple[str, ...] = ()

    @property
    def picture(self) -> str:
        return self.image_path

    @property
    def size(self) -> Size | None:
        return self.image_size

    @property
    def box(self) -> Four | None:
        return _four(self.box_coordinates) if self.box_type == "bbox" else None

    def item(self, place: str, platform: str) -> Item:
        return Item(
            id=self.id,
            image=self.image_path,
            instruction=self.instruction,
            target=self._target(),
            gui_types=self.GUI_types,
        )

    def _target(self) -> Target:
        match self.box_type:
            case "bbox":
                return boxed(_four(self.box_coordinates), self.reading)
            case "polygon":
                return Polygon(corners=_corners(self.box_coordinates))
            case "refusal":
                return Absent()


def boxed(numbers: Four, reading: Reading) -> Box:
    """A box of four numbers."""
    x, y, third, fourth = numbers
    right, bottom = (x + third, y + fourth) if reading == "xywh" else (third, fourth)
    return Box(left=x, top=y, right=right, bottom=bottom)


def _four(numbers: Sequence[float]) -> Four:
    if len(numbers) != 4:
        raise ValueError(f"box_coordinates of a bbox are 4 numbers, not {len(numbers)}")
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _corners(numbers: Sequence[float]) -> tuple[tuple[float, float], ...]:
    if len(numbers) % 2 or len(numbers) < 6:
        raise ValueError(f"box_coordinates of a polygon are pairs, 3 or more, not {len(numbers)} numbers")
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))
