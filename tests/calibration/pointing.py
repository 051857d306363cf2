"""Models on loopback that point at the targets of the calibration's pictures: rightly, or with one of the mistakes."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from typing import Literal

from guiagent.calibration.pictures import Picture, pictures
from guiagent.dialects.coordinates import SPACES, Size
from guiagent.dialects.images import Fit, SentImage
from guiagent.dialects.screens import sent
from tests.servers.openai_server import Request, Says

EACH = 3
AS_IT_IS = Fit()
Answer = Callable[[Request], Says]


@cache
def known(image: SentImage = AS_IT_IS) -> dict[str, Picture]:
    """The pictures that a calibration shows, by the hash of their bytes as they are sent."""
    return {_hash(sent(picture.screen, image)): picture for picture in pictures(0, EACH)}


def shown(png: bytes, image: SentImage = AS_IT_IS) -> Picture:
    """The picture that was sent as these bytes."""
    return known(image)[_hash(png)]


def _hash(png: bytes) -> str:
    return sha256(png).hexdigest()


def clicks(*numbers: float) -> Says:
    return Says(json.dumps({"thought": "there", "actions": [{"kind": "click", "point": list(numbers)}]}))


def pointing(space: str, order: Literal["xy", "yx"] = "xy", seen: Callable[[Size], Size] = lambda size: size) -> Answer:
    """A model that names the middle of each target in its own space and order.

    `seen` is the size at which its server shows it a picture of some size.
    """
    convention = SPACES[space].ordered(order)

    def answer(request: Request) -> Says:
        picture = shown(request.images[-1])
        size = picture.screen.width, picture.screen.height
        return clicks(*convention.pair(picture.middle, seen(size), size))

    return answer


def within(side: int) -> Callable[[Size], Size]:
    """A server that makes pictures no longer than `side`."""

    def seen(size: Size) -> Size:
        share = min(1.0, side / max(size))
        return round(size[0] * share), round(size[1] * share)

    return seen


def astray(by: Callable[[Picture], tuple[int, int]]) -> Answer:
    """A model in pixels whose clicks are beside the target's middle by so many pixels."""

    def answer(request: Request) -> Says:
        picture = shown(request.images[-1])
        x, y = by(picture)
        return clicks(
            min(max(picture.middle.x + x, 0), picture.screen.width - 1),
            min(max(picture.middle.y + y, 0), picture.screen.height - 1),
        )

    return answer


def anywhere(request: Request) -> Says:
    """A model that sees nothing, and answers something."""
    digest = sha256(request.images[-1]).digest()
    return clicks(digest[0] * 1000 // 256, digest[1] * 1000 // 256)
