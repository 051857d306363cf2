"""What every dialect that speaks in words and pictures is made with."""

from __future__ import annotations

from dataclasses import dataclass, field

from guiagent.dialects.coordinates import Convention, Frame
from guiagent.dialects.images import Fit, SentImage
from guiagent.dialects.screens import Screens, size_of
from guiagent.screen import Screen


@dataclass(frozen=True)
class Setting:
    """How places are written, how large and how many screenshots are sent, and what is offered.

    `kinds` are the actions that the computer can do, None offers them all; `secrets` are names, never values.
    """

    convention: Convention
    image: SentImage = field(default_factory=Fit)
    screens: Screens = field(default_factory=Screens)
    kinds: frozenset[str] | None = None
    secrets: tuple[str, ...] = ()

    def frame(self, screen: Screen) -> Frame:
        """The convention on one screenshot, as it is sent."""
        return Frame(self.convention, self.image.size(*size_of(screen)), size_of(screen))

    def offers(self, kind: str) -> bool:
        return self.kinds is None or kind in self.kinds or kind in ("finish", "give_up")
