"""A model is shown a picture and asked for one click: where it went, and the replies it was read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import dist
from typing import Any

from guiagent.actions import Point
from guiagent.calibration.pictures import Picture
from guiagent.errors import UnreadableReply
from guiagent.policies.grounding import PolicyGrounder
from guiagent.records import Usage


@dataclass(frozen=True)
class Shot:
    """A click on a picture, None where none could be read, and why not.

    `text` is the first reply that the click was wanted in, before the model was told of any mistake: what it writes by
    itself. `corrected`: a later reply was read. Places are pixels of the picture.
    """

    picture: Picture
    point: Point | None
    text: str
    said: str = ""
    corrected: bool = False
    usage: Usage = field(default_factory=Usage)


async def shoot(grounder: PolicyGrounder, picture: Picture) -> Shot:
    """Ask for the picture's target. Raises ModelError; a reply that cannot be read is a shot without a click."""
    try:
        pointed = await grounder.point_at(picture.screen, picture.target)
    except UnreadableReply as error:
        text = written(error.rejected[0].reply) if error.rejected else ""
        return Shot(picture, None, text, str(error), usage=error.usage or Usage())
    last = pointed.decisions[-1]
    text = written(last.rejected[0].reply if last.rejected else last.reply)
    return Shot(picture, pointed.point, text, pointed.said, bool(last.rejected), pointed.usage)


def off(picture: Picture, point: Point) -> float:
    """Pixels from the middle of the target."""
    return dist(point, picture.middle)


def hit(picture: Picture, point: Point | None) -> bool:
    """Whether a click is in the target's box."""
    return point is not None and picture.box.near(point, 0)


def written(reply: Any) -> str:
    """The text of a reply as a decision keeps it: itself, or the texts within a provider's message, in order."""
    return reply if isinstance(reply, str) else "\n".join(_texts(reply))


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
