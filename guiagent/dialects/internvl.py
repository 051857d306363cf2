"""InternVL 3 and 3.5: the plain JSON dialect, and its own `<ref>…</ref><box>[[x1, y1, x2, y2]]</box>`, 0 to 1000.

The family was trained to name places in that form (OpenGVLab/InternVL, grounding), and in no form of actions. A reply
that is a click in words with one box, or one box and nothing else but what it refers to, is read as a click on its
middle.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from guiagent.dialects.naming import ByCoordinates, Fields

_BOX = re.compile(r"<box>\s*(\[[^<]*\])\s*</box>")
_REF = re.compile(r"<ref>([^<]*)</ref>")
_VERB = re.compile(r"\W*(?:I (?:will )?)?(?:click|tap|press|select)(?: on)?(?: the)?\W*", re.IGNORECASE)


@dataclass(frozen=True)
class ByBox(ByCoordinates):
    """A `Naming`: pairs of numbers in JSON, and a box by itself."""

    def loosely(self, text: str) -> Fields | None:
        boxes = _BOX.findall(text)
        words = _REF.sub(" ", _BOX.sub(" ", text)).strip()
        if len(boxes) != 1 or not (words in ("", ".") or _VERB.fullmatch(words)):
            return None
        target = _REF.search(text)
        return {"kind": "click", "target": target[1].strip() if target else "", "point": boxes[0]}
