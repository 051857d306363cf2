"""Places as tokens of their own: PaliGemma's `<loc0123>` and Florence-2's `<loc_123>`, four of them a box.

The model's text must reach these with such tokens still in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from guiagent.actions import Point
from guiagent.dialects.coordinates import Convention, Frame
from guiagent.dialects.pointing import Question
from guiagent.errors import UnreadableReply

PALIGEMMA = Convention("1024", span=1024, last=1023, order="yx", stated=True)
"""Top, left, bottom, right, in 1024ths: big_vision's PaliGemma README."""
BINS = Convention("bins", span=1000, whole=False, stated=True)
"""Left, top, right, bottom, each one of 1000 bins, whose middle is meant: transformers' Florence2Processor."""
_TAGS = re.compile(r"[<>]")


def phrase(description: str, apart: str = "") -> str:
    """A description without what the family would take for its own tokens or, in `apart`, for the next thing."""
    text = _TAGS.sub(" ", description)
    for sign in apart:
        text = text.replace(sign, ",")
    return " ".join(text.split())


@dataclass(frozen=True)
class PaliGemma:
    """A `Pointing`: `detect X` for PaliGemma 1 and 2 (mix and fine-tuned for detection), which answer nothing for none.

    Several boxes, parted by `;`, are several things that the words fit: the first is the surest.
    """

    converses = False
    _box = re.compile(r"<loc(\d{4})>" * 4)

    def question(self, description: str, frame: Frame) -> Question:
        return Question(after=f"detect {phrase(description, apart=';')}")

    def written(self, point: Point, frame: Frame) -> str:
        y, x = frame.within(PALIGEMMA).pair(point)
        corner = f"<loc{y:04}><loc{x:04}>"
        return corner + corner

    def read(self, text: str, frame: Frame) -> Point | None:
        if not text.strip():
            return None
        if (box := self._box.search(text)) is None:
            raise UnreadableReply("there are no four location tokens in the reply: <loc0000> to <loc1023>")
        top, left, bottom, right = map(int, box.groups())
        return frame.within(PALIGEMMA).point(((top + bottom) / 2, (left + right) / 2))


@dataclass(frozen=True)
class Florence:
    """A `Pointing`: Florence-2's open-vocabulary detection, which answers a box or a polygon after the words."""

    converses = False
    _run = re.compile(r"(?:(<poly>)\s*)?((?:<loc_\d{1,3}>)+)")

    def question(self, description: str, frame: Frame) -> Question:
        return Question(after=f"<OPEN_VOCABULARY_DETECTION>{phrase(description)}")

    def written(self, point: Point, frame: Frame) -> str:
        x, y = frame.within(BINS).pair(point)
        corner = f"<loc_{int(x)}><loc_{int(y)}>"
        return corner + corner

    def read(self, text: str, frame: Frame) -> Point | None:
        if not text.strip():
            return None
        run = self._run.search(text)
        bins = [int(number) for number in re.findall(r"\d+", run[2])] if run else []
        if run is None or len(bins) < 4 or (run[1] and len(bins) % 2):
            raise UnreadableReply("there is no box of four location tokens in the reply: <loc_0> to <loc_999>")
        across, down = (bins[0::2], bins[1::2]) if run[1] else (bins[0:4:2], bins[1:4:2])
        middle = [(min(side) + max(side) + 1) / 2 for side in (across, down)]
        return frame.within(BINS).point(middle)
