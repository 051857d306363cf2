"""Looking further where something is not on the screen: wait once, scroll down to the end, then up, then give up."""

from __future__ import annotations

from guiagent.actions import Point, Scroll, Wait
from guiagent.policies.reader.find import nearest
from guiagent.policies.reader.place import Act, Look, Lost, Place, Turn
from guiagent.sight.shapes import Box

FURTHEST = 40
"""How many screens are scrolled through in all."""


PANELLED = 16
"""How often a page whose panels scroll inside themselves is scrolled in all."""


def _panels(look: Look) -> list[Box]:
    """Larger boxes that may scroll inside themselves, the largest first; not the whole screen."""
    unit, whole = look.scene.unit, look.scene.box.area
    boxes = [*look.scene.cards, *(widget.box for widget in look.scene.widgets if widget.box.height > 4 * unit)]
    tall = [box for box in boxes if box.height > 4 * unit and box.width > 4 * unit and box.area < 0.85 * whole]
    kept: list[Box] = []
    for box in sorted(tall, key=lambda box: -box.area):
        if not any(other.overlap(box) > 0.8 * min(box.area, other.area) for other in kept):
            kept.append(box)
    return kept[:3]


def further(look: Look, place: Place, what: str, name: str) -> Turn:
    """The next look for something that is not on the screen."""
    fresh = look.last is not None and not place.waited and place.scrolls == 0
    if fresh and any(action.kind in {"click", "press", "navigate", "back"} for action in look.last.decision.actions):  # type: ignore[union-attr]
        thought = f"I do not see {what} yet; it may still be coming."
        return Act((Wait(seconds=0.7),), thought, f"{what} appears", place.but(waited=True))
    stuck = place.stage == "scrolled" and not look.changed
    here = look.now.url.split("#")[0]
    if place.over or (place.ways and here in place.trail) or (place.ways and stuck and place.scrolls == 1):
        return _nowhere(look, what, name)  # a page that was looked through before, or one that is all on the screen
    panels = _panels(look)
    if place.panel or (stuck and place.turned and place.scrolls == 2 and panels):
        number = place.panel + 1 if stuck or not place.panel else place.panel
        if number <= len(panels) and place.scrolls < PANELLED:
            panel = panels[number - 1]
            thought = f"I do not see {what}; I scroll the panel at {panel.centre}."
            moved = place.but(stage="scrolled", scrolls=place.scrolls + 1, panel=number)
            scroll = Scroll(point=panel.centre, dy=int(0.6 * panel.height))
            return Act((scroll,), thought, f"another part of the panel, with {what}", moved)
    if (stuck and place.turned) or place.panel or place.scrolls >= FURTHEST:
        return _nowhere(look, what, name)
    turned = place.turned or stuck
    pages = -0.8 if turned else 0.8
    at = Point(look.now.width // 2, look.now.height // 2)
    moved = place.but(stage="scrolled", scrolls=place.scrolls + 1, turned=turned)
    thought = f"I do not see {what}; I scroll {'up' if turned else 'down'} to look further."
    return Act(
        (Scroll(point=at, dy=int(pages * look.now.height)),), thought, f"another part of the page, with {what}", moved
    )


def _nowhere(look: Look, what: str, name: str) -> Lost:
    seen = nearest(look.scene, name)
    reason = f"I looked for {what} on the whole page and did not find it; the nearest I saw: {seen}"
    return Lost(reason, missing=True)
