"""The same answers, read as if the model spoke otherwise: which reading puts the clicks on their targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from guiagent.actions import Point
from guiagent.calibration.pictures import Picture
from guiagent.calibration.shots import Shot, hit, off
from guiagent.catalogue import LARGEST, SMALLEST, Profile
from guiagent.dialects.coordinates import SPACES, Frame
from guiagent.dialects.images import Fit, SmartResize
from guiagent.errors import UnreadableReply
from guiagent.messages import Reply
from guiagent.policies.grounding import clicked
from guiagent.protocols import Dialect
from guiagent.records import Observation
from guiagent.screen import Screen

FACTORS = (28, 32)
"""What the sides of an image are multiples of, after the processors of Qwen2.5-VL and of Qwen3-VL."""
BEYOND = 8
"""How many times larger than its picture a server may have made an image."""


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

    JSON is read again as it was written; of a provider's own tool, the numbers in its call are.
    """
    own = (SPACES[profile.space].span, "xy" if profile.tool else profile.order, profile.image)
    others = [each for each in _others(profile) if (SPACES[each.space].span, each.order, each.image) != own]
    return [_read(profile, other, shots) for other in others]


def in_pixels(profile: Profile, shots: Sequence[Shot]) -> Reading:
    """The numbers as pixels of the image as it was sent, whatever was asked for, and also those far outside of it."""
    if profile.tool:
        return Reading(profile, tuple(shots), tuple(_stretched(profile, shot, shot.numbers) for shot in shots))
    pixels = _spoken(profile, space="pixels", order="xy")
    unbounded = _spoken(pixels, image=Fit(side=10**6, area=10**12)).speaker()
    return Reading(pixels, tuple(shots), tuple(_beyond(unbounded, profile, shot) for shot in shots))


def _beyond(unbounded: Dialect[Any], profile: Profile, shot: Shot) -> Point | None:
    """A click as it was written, on a screen so large that it cannot be outside."""
    screen = shot.picture.screen
    size = screen.width, screen.height
    vast = Screen(sha="", width=size[0] * BEYOND, height=size[1] * BEYOND)
    return _stretched(profile, shot, _again(unbounded, shot.text, vast))


def _stretched(profile: Profile, shot: Shot, numbers: tuple[float, float] | None) -> Point | None:
    """Numbers that are pixels of the image as it was sent, in pixels of the picture."""
    if numbers is None:
        return None
    size = shot.picture.screen.width, shot.picture.screen.height
    as_sent = profile.image.size(*size)
    return Point(*(round(number * mine / theirs) for number, mine, theirs in zip(numbers, size, as_sent, strict=True)))


def _others(profile: Profile) -> list[Profile]:
    thousandths = "1000" if profile.space == "999" else "999"  # one reading of the two will do
    spaces = [name for name in SPACES if name != thousandths]
    found = [_spoken(profile, space=space, order=order) for space in spaces for order in ("xy", "yx")]
    images = [SmartResize(factor=factor, least=SMALLEST, most=LARGEST) for factor in FACTORS]
    return found + [_spoken(profile, space="pixels", order="xy", image=image) for image in images]


def _spoken(profile: Profile, **said: object) -> Profile:
    return profile.model_copy(update={"tool": "", **said})


def _read(asked: Profile, other: Profile, shots: Sequence[Shot]) -> Reading:
    if asked.tool:
        return Reading(other, tuple(shots), tuple(_heard(other, shot) for shot in shots))
    dialect = other.speaker()
    return Reading(other, tuple(shots), tuple(_again(dialect, shot.text, shot.picture.screen) for shot in shots))


def _again(dialect: Dialect[Any], text: str, screen: Screen) -> Point | None:
    """What the model wrote, read in another dialect than it was asked in."""
    try:
        return clicked(dialect.read(Reply(text=text), Observation(screen=screen), ()).actions)
    except UnreadableReply:
        return None


def _heard(other: Profile, shot: Shot) -> Point | None:
    """The numbers that were given to a provider's tool, read in another space than the tool's."""
    size = (shot.picture.screen.width, shot.picture.screen.height)
    frame = Frame(SPACES[other.space].ordered(other.order), other.image.size(*size), size)
    try:
        return None if shot.numbers is None else frame.point(shot.numbers)
    except UnreadableReply:
        return None
