"""A day in a calendar that a date field opens: month by month to the right one, then the day's own cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from guiagent.actions import Click, Point
from guiagent.policies.reader import dates, fills, goals, kinds
from guiagent.policies.reader.hunt import further
from guiagent.policies.reader.notes import PickDay
from guiagent.policies.reader.place import Act, Done, Look, Lost, Place, Turn
from guiagent.policies.reader.told import in_order
from guiagent.sight.shapes import Box, Scene, Text

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december")  # fmt: skip
NAMES = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS)
HEAD = re.compile(rf"\b(?P<month>{NAMES})\w*\s*(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
MOST = 14
"""How many months are turned at once."""


@dataclass(frozen=True)
class Calendar:
    """A month on the screen: its name's place, and the numbers of its days."""

    head: Box
    month: int
    days: dict[int, Box]


def pick(goal: PickDay, look: Look, place: Place) -> Turn:
    """Open the calendar, turn its pages, click the day."""
    if place.stage == "picked":
        return Lost(f"I could not {goal}: {look.trouble}") if look.trouble else Done()
    if place.stage in {"typed", "left"}:
        return fills.fill(goals.Fill(goal.target, goal.text), look, place)
    shown = calendar(look.scene)
    if shown is None:
        return _opened(goal, look, place)
    apart = goal.day.year * 12 + goal.day.month - 1 - shown.month
    if apart:
        return _turned(look.scene, shown, apart, place)
    point = _cell(shown, goal.day)
    if point is None:
        return Lost(f"I see the month of {goal.day.isoformat()} and cannot make out its days")
    return Act((Click(point=point, target=str(goal.day.day)),), f"Day {goal.day.day} is at {point}.", "it is chosen",
               place.but(stage="picked"))  # fmt: skip


def _opened(goal: PickDay, look: Look, place: Place) -> Turn:
    """Click the date's field, once; type into it where no calendar came."""
    wide = [w for w in kinds.inputs(look.scene) if w.box.width > 3 * look.scene.unit]
    dated = any(dates.is_dated(widget.words) for widget in wide)
    if not wide:
        return further(look, place, "a field for a date", "date")
    if place.stage == "opened" or dated:
        return fills.fill(goals.Fill(goal.target, goal.text), look, place.but(stage=""))
    point = wide[0].box.centre
    after = place.but(stage="opened", at=wide[0].box)
    return Act((Click(point=point, target="date"),), f"The date's field is at {point}.", "a calendar", after)


def _turned(scene: Scene, shown: Calendar, apart: int, place: Place) -> Turn:
    """Turn towards the month that is wanted, by what stands left or right of the month's name."""
    head, unit = shown.head, scene.unit
    marks = [*(t.box for t in scene.texts), *(w.box for w in scene.widgets), *(f.box for f in scene.figures)]
    span = Box(*(min(b[i] for b in shown.days.values()) if i < 2 else max(b[i] for b in shown.days.values())
                 for i in range(4)))  # fmt: skip
    row = [box for box in marks if box.beside(head) > 0.5 and box.width < 4 * unit and not box.overlap(head)]
    row = [box for box in row if span.x0 - 2 * unit <= box.centre.x <= span.x1 + 2 * unit]
    side = [b for b in row if b.x0 >= head.x1] if apart > 0 else [b for b in row if b.x1 <= head.x0]
    edge = Point(span.x1 - unit // 2 if apart > 0 else span.x0 + unit // 2, head.centre.y)
    point = min(side, key=lambda b: abs(b.centre.x - edge.x)).centre if side else edge
    way = "next" if apart > 0 else "previous"
    clicks = (Click(point=point, target=f"{way} month"),) * min(MOST, abs(apart))
    return Act(clicks, f"The {way} month is behind {point}; {abs(apart)} to go.", "another month", place)


def calendar(scene: Scene) -> Calendar | None:
    """The month that a calendar on the screen shows; None where there is none."""
    for head, month in _heads(in_order(scene)):
        days: dict[int, Box] = {}
        for text in scene.texts:
            if text.box.y0 > head.y1 - 4 and text.words.isdigit() and 1 <= int(text.words) <= 31:
                days.setdefault(int(text.words), text.box)
        if len(days) >= 10:
            return Calendar(head, month, days)
    return None


def _heads(texts: Sequence[Text]) -> Sequence[tuple[Box, int]]:
    pairs = [(text.words, text.box) for text in texts]
    pairs += [(f"{a.words} {b.words}", a.box.joined(b.box)) for a, b in pairwise(texts)]
    found = [(HEAD.search(words), box) for words, box in pairs]
    return [(box, int(at["year"]) * 12 + _number(at["month"])) for at, box in found if at]


def _number(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS) if month.startswith(name[:3].lower()))


def _cell(shown: Calendar, day: date) -> Point | None:
    """Where a day stands: its own number, else where its weekday's column meets its week's row."""
    if day.day in shown.days:
        return shown.days[day.day].centre
    first = date(day.year, day.month, 1).weekday()
    column = [box.centre.x for n, box in shown.days.items() if (n - day.day) % 7 == 0]
    row = [box.centre.y for n, box in shown.days.items() if (first + 1 + n - 1) // 7 == (first + 1 + day.day - 1) // 7]
    return Point(sorted(column)[len(column) // 2], sorted(row)[len(row) // 2]) if column and row else None
