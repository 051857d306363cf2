"""Looking further where something is not on the screen: wait once, scroll down to the end, then up, then give up."""

from __future__ import annotations

from guiagent.actions import Point, Scroll, Wait
from guiagent.policies.reader.find import nearest
from guiagent.policies.reader.place import Act, Look, Lost, Place, Turn

FURTHEST = 40
"""How many screens are scrolled through in all."""


def further(look: Look, place: Place, what: str, name: str) -> Turn:
    """The next look for something that is not on the screen."""
    fresh = look.last is not None and not place.waited and place.scrolls == 0
    if fresh and any(action.kind in {"click", "press", "navigate", "back"} for action in look.last.decision.actions):  # type: ignore[union-attr]
        thought = f"I do not see {what} yet; it may still be coming."
        return Act((Wait(seconds=0.7),), thought, f"{what} appears", place.but(waited=True))
    stuck = place.stage == "scrolled" and not look.changed
    if (stuck and place.turned) or place.scrolls >= FURTHEST:
        return Lost(
            f"I looked for {what} on the whole page and did not find it; the nearest I saw: {nearest(look.scene, name)}"
        )
    turned = place.turned or stuck
    pages = -0.8 if turned else 0.8
    at = Point(look.now.width // 2, look.now.height // 2)
    moved = place.but(stage="scrolled", scrolls=place.scrolls + 1, turned=turned)
    thought = f"I do not see {what}; I scroll {'up' if turned else 'down'} to look further."
    return Act(
        (Scroll(point=at, dy=int(pages * look.now.height)),), thought, f"another part of the page, with {what}", moved
    )
