"""Kosmos-2: a place is two cells of a grid of 32x32, the upper left and the lower right one of a box.

The phrase and its tokens are those of transformers' Kosmos2Processor. A cell of a 1280x800 screen is 40x25 pixels, so
that small things are missed even where the model is right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from guiagent.actions import Point
from guiagent.dialects.coordinates import Convention, Frame
from guiagent.dialects.pointers.locations import phrase
from guiagent.dialects.pointing import Question
from guiagent.errors import UnreadableReply

SIDE = 32
GRID = Convention("grid", span=SIDE, whole=False, stated=True)


@dataclass(frozen=True)
class Kosmos:
    """A `Pointing`: phrase grounding; of several boxes the first is taken."""

    converses = False
    _box = re.compile(r"<patch_index_(\d{4})>\s*<patch_index_(\d{4})>")

    def question(self, description: str, frame: Frame) -> Question:
        # The blank belongs to the words as the tokenizer knows them.
        return Question(after=f"<grounding><phrase> {phrase(description)}</phrase>")

    def written(self, point: Point, frame: Frame) -> str:
        x, y = frame.within(GRID).pair(point)
        cell = f"<patch_index_{int(y) * SIDE + int(x):04}>"
        return f"<object>{cell}{cell}</object>"

    def read(self, text: str, frame: Frame) -> Point | None:
        if (box := self._box.search(text)) is None:
            raise UnreadableReply("there are no two cells in the reply: <patch_index_0000> to <patch_index_1023>")
        (top, left), (bottom, right) = (divmod(int(cell), SIDE) for cell in box.groups())
        if bottom >= SIDE or top > bottom or left > right:
            raise UnreadableReply(f"{box[0]} are no upper left and lower right cell of a grid of {SIDE}x{SIDE}")
        # Whether the processor takes cells whole or from their middles, the middle of the box is this.
        return frame.within(GRID).point(((left + right + 1) / 2, (top + bottom + 1) / 2))
