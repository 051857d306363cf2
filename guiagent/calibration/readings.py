"""The same answers, read as if the model spoke otherwise: which reading puts the clicks on their targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any

from guiagent.actions import Point
from guiagent.calibration.pictures import Picture
from guiagent.calibration.shots import Shot, hit, off
from guiagent.catalogue import LARGEST, SMALLEST, Profile
from guiagent.dialects.coordinates import SPACES, Frame
from guiagent.dialects.images import SmartResize
from guiagent.errors import UnreadableReply
from guiagent.policies.grounding import clicked
from guiagent.protocols import Dialect, Reply
from guiagent.records import Observation

FACTORS = (28, 32)
"""What the sides of an image are multiples of, after the processors of Qwen2.5-VL and of Qwen3-VL."""


@dataclass(frozen=True)
class Reading:
    """Where the clicks of some shots are in a profile's way of speaking; None where its numbers make no sense there."""

    profile: Profile
    shots: tuple[Shot, ...]
    points: tuple[Point | None, ...]

    @property
    def clicks(self) -> list[tuple[Picture, Point]]:
        """Those that there are."""
        return [(shot.picture, point) for shot, point in zip(self.shots, self.points, strict=True) if point is not None]

    @property
    def hits(self) -> int:
        return sum(hit(picture, point) for picture, point in self.clicks)

    @property
    def off(self) -> float:
        """The median distance from the middles of the targets, as a share of the picture's width; 1 without clicks."""
        return median([off(picture, point) / picture.screen.width for picture, point in self.clicks] or [1.0])


def as_asked(profile: Profile, shots: Sequence[Shot]) -> Reading:
    """The clicks as they were read when the model was asked."""
    return Reading(profile, tuple(shots), tuple(shot.point for shot in shots))


def otherwise(profile: Profile, shots: Sequence[Shot]) -> list[Reading]:
    """Every other reading: all spaces in both orders, and pixels of an image that a server's processor has resized.

    JSON is read again as it was written; of a provider's own tool, its numbers are had back from the clicks.
    """
    own = (SPACES[profile.space].span, "xy" if profile.tool else profile.order, profile.image)
    others = [each for each in _others(profile) if (SPACES[each.space].span, each.order, each.image) != own]
    return [_read(profile, other, shots) for other in others]


def in_pixels(profile: Profile, shots: Sequence[Shot]) -> Reading:
    """The numbers as pixels of the image as it was sent, whatever the model was asked for."""
    if profile.space == "pixels" and (profile.tool or profile.order == "xy"):
        return as_asked(profile, shots)
    return _read(profile, _spoken(profile, space="pixels", order="xy"), shots)


def _others(profile: Profile) -> list[Profile]:
    thousandths = "1000" if profile.space == "999" else "999"  # one reading of the two will do
    spaces = [name for name in SPACES if name != thousandths]
    found = [_spoken(profile, space=space, order=order) for space in spaces for order in ("xy", "yx")]
    images = [SmartResize(factor=factor, least=SMALLEST, most=LARGEST) for factor in FACTORS]
    return found + [_spoken(profile, space="pixels", order="xy", image=image) for image in images]


def _spoken(profile: Profile, **said: object) -> Profile:
    return profile.model_copy(update={"tool": "", **said})


def _read(asked: Profile, other: Profile, shots: Sequence[Shot]) -> Reading:
    point = partial(_turned, asked, other) if asked.tool else partial(_again, other.speaker())
    return Reading(other, tuple(shots), tuple(map(point, shots)))


def _again(dialect: Dialect[Any], shot: Shot) -> Point | None:
    """What the model wrote, read in another dialect than it was asked in."""
    try:
        return clicked(dialect.read(Reply(text=shot.text), Observation(screen=shot.picture.screen), ()).actions)
    except UnreadableReply:
        return None


def _turned(asked: Profile, other: Profile, shot: Shot) -> Point | None:
    """The numbers that a provider's tool must have been given for this click, read in another space."""
    if shot.point is None:
        return None
    size = (shot.picture.screen.width, shot.picture.screen.height)
    mine = Frame(SPACES[asked.space], asked.image.size(*size), size)
    theirs = Frame(SPACES[other.space].ordered(other.order), other.image.size(*size), size)
    try:
        return theirs.point(mine.pair(shot.point))
    except UnreadableReply:
        return None
