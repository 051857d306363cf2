"""A model is shown a picture and asked for one click: where it went, and the replies it was read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import dist
from typing import Any

from guiagent.actions import Point
from guiagent.calibration.pictures import Picture
from guiagent.dialects.places import number
from guiagent.errors import UnreadableReply
from guiagent.policies.grounding import PolicyGrounder
from guiagent.usage import Usage

Pair = tuple[float, float]


@dataclass(frozen=True)
class Shot:
    """A click on a picture, None where none could be read, and why not.

    `text` is the first reply that the click was wanted in, before the model was told of any mistake: what it writes by
    itself. `numbers` are the place in that reply where it is a provider's message with a tool's call: as they came,
    also where they lie outside. `corrected`: a later reply was read. `point` is in pixels of the picture.
    """

    picture: Picture
    point: Point | None
    text: str
    numbers: Pair | None = None
    said: str = ""
    corrected: bool = False
    usage: Usage = field(default_factory=Usage)


async def shoot(grounder: PolicyGrounder, picture: Picture) -> Shot:
    """Ask for the picture's target. Raises ModelError; a reply that cannot be read is a shot without a click."""
    try:
        pointed = await grounder.point_at(picture.screen, picture.target)
    except UnreadableReply as error:
        reply = error.rejected[0].reply if error.rejected else ""
        return Shot(picture, None, written(reply), named(reply), str(error), usage=error.usage or Usage())
    last = pointed.decisions[-1]
    reply = last.rejected[0].reply if last.rejected else last.reply
    corrected = bool(last.rejected)
    return Shot(picture, pointed.point, written(reply), named(reply), pointed.said, corrected, pointed.usage)


def off(picture: Picture, point: Point) -> float:
    """Pixels from the middle of the target."""
    return dist(point, picture.middle)


def hit(picture: Picture, point: Point | None) -> bool:
    """Whether a click is in the target's box."""
    return point is not None and picture.box.near(point, 0)


def written(reply: Any) -> str:
    """The text of a reply as a decision keeps it: itself, or the texts within a provider's message, in order."""
    return reply if isinstance(reply, str) else "\n".join(_texts(reply))


def named(reply: Any) -> Pair | None:
    """The first place within a provider's message: its `coordinate`, or an `x` beside a `y`; None in mere text."""
    if isinstance(reply, Mapping):
        pair = reply.get("coordinate", (reply.get("x"), reply.get("y")))
        return _pair(pair) or next(filter(None, map(named, reply.values())), None)
    if isinstance(reply, Sequence) and not isinstance(reply, str | bytes):
        return next(filter(None, map(named, reply)), None)
    return None


def _pair(value: Any) -> Pair | None:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 2:
        return None
    x, y = map(number, value)
    return None if x is None or y is None else (x, y)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name in ("text", "content", "parts", "output", "message"):
            if isinstance(found := value.get(name), str):
                yield found
            else:
                yield from _texts(found)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for part in value:
            yield from _texts(part)
