"""Other places to look: the links, tabs and searches by which a thing that is not on this page may be reached.

Only what changes nothing is followed; a way that leads nowhere is gone back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from guiagent.actions import Action, Click, Navigate, Press, Type
from guiagent.policies.reader import fields, goals, sections
from guiagent.policies.reader.cases import Judge
from guiagent.policies.reader.find import Hit, distinct, pressable
from guiagent.policies.reader.loose import HARMFUL, SENDING
from guiagent.policies.reader.match import content, plain
from guiagent.policies.reader.place import Act, Look, Place
from guiagent.policies.reader.routes import links
from guiagent.policies.reader.targets import Target
from guiagent.policies.reader.words import VERBS
from guiagent.sight.shapes import Box, Scene

MOST = 8
"""How many ways are followed for one goal."""
DEEPEST = 4


@dataclass(frozen=True)
class Way:
    """A way to elsewhere, how promising it is (0 to 100), and what is done to go it."""

    score: float
    hit: Hit
    typed: str = ""

    def key(self, url: str) -> str:
        """What tells this way from others, also in a later look; a name that many ways bear counts with its place."""
        if self.typed:
            return f"search {self.typed}"
        if self.score >= 80 and self.hit.widget and len(plain(self.hit.words)) < 3:
            return f"{url} {plain(self.hit.words)} {self.hit.point}"
        common = sections.DETAILS.fullmatch(self.hit.words) or sections.MORE.fullmatch(self.hit.words)
        return f"{url} {plain(self.hit.words)} {self.hit.point}" if common else plain(self.hit.words)


def onward(goal: goals.Goal, look: Look, place: Place) -> Act | None:
    """The next way for a goal that is not on this page; None where none is left."""
    wanted = wants(goal)
    if not wanted:
        return None
    here = look.now.url.split("#")[0]
    if len(place.ways) < MOST and len(place.trail) < DEEPEST:
        ways = sorted(_ways(goal, wanted, look), key=lambda way: -way.score)
        way = next((way for way in ways if way.key(here) not in place.ways), None)
        if way is not None:
            act = _gone(way, here, place)
            same = (
                isinstance(goal, goals.Press) and goal.among
            )  # what is unfolded is a part of this page, to look through
            return replace(act, place=act.place.but(trail=(), waited=True)) if same else act
    if place.trail and place.trail[-1] != here:
        after = place.anew(trail=place.trail[:-1], over=True)
        return Act((Navigate(url=place.trail[-1]),), "That led nowhere; I go back.", "the page before", after)
    if len(place.trail) > 1:
        return onward(goal, look, place.but(trail=place.trail[:-1]))
    return None


def advanced(look: Look, place: Place) -> Act | None:
    """A step forward in a form of several pages that is to be finished, and whose last page this is not."""
    way = next(forward(look), None) if look.written and len(place.ways) < MOST else None
    return _gone(way, look.now.url.split("#")[0], place) if way else None


def _gone(way: Way, here: str, place: Place) -> Act:
    actions: tuple[Action, ...] = (Click(point=way.hit.point, target=way.hit.words),)
    if way.typed:
        actions = (*actions, Press(keys=("Control", "a")), Type(text=way.typed), Press(keys=("Enter",)))
    thought = f"It is not here; {way.hit.words!r} at {way.hit.point} may lead to it."
    if way.typed:
        thought = f"It is not here; I search for {way.typed!r} in the field at {way.hit.point}."
    trail = place.trail if place.trail and place.trail[-1] == here else (*place.trail, here)
    after = place.anew(ways=(*place.ways, way.key(here)), trail=trail, tried=(), waited=bool(trail))
    return Act(actions, thought, "a page that has it", after)


def wants(goal: goals.Goal) -> frozenset[str]:
    """The words of what a goal is about; none for a goal that is only ever meant for the screen at hand."""
    match goal:
        case goals.Press() if goal.optional:
            return frozenset()
        case goals.Press():
            named = content(goal.thing.name) if goal.thing and goal.thing.quoted else frozenset()
            return (content(f"{goal.target.name} {goal.target.scope}") - named) or content("result item")
        case goals.Fill() | goals.Tick() | goals.Bump():
            return content(f"{goal.target.name} {goal.target.scope}")
        case goals.Choose():
            return content(f"{goal.option.name} {goal.field.name if goal.field else ''} {goal.option.scope}")
        case goals.Read() if goal.what.name:
            return content(f"{goal.what.name} {goal.what.scope} {goal.what.whole}")
        case goals.Find():
            return content(goal.target.name) if not goal.verify else frozenset()
        case Judge():
            return content(f"{goal.subject.name} {goal.subject.scope}")
        case _:
            return frozenset()


def things(goal: goals.Goal) -> list[Target]:
    """What a goal names by its own name, to be found on a page of its own."""
    match goal:
        case goals.Press():
            scoped = Target(goal.target.scope, quoted=True) if goal.target.scope else None
            named = [each for each in (goal.thing, scoped) if each]
            return named or ([goal.target] if goal.target.name and goal.target.sort != "button" else [])
        case goals.Read():
            return [Target(goal.what.scope, quoted=True)] if goal.what.scope else []
        case goals.Fill() | goals.Tick() | goals.Bump() | goals.Find():
            return [Target(goal.target.scope)] if goal.target.scope else []
        case _:
            return []


def _ways(goal: goals.Goal, wanted: frozenset[str], look: Look) -> Iterator[Way]:
    scene = look.scene
    if isinstance(goal, goals.Press) and goal.among:
        yield from (Way(90 - at, hit) for at, hit in enumerate(behind(scene, goal.among)))
        return
    if look.written:
        yield from forward(look)
        yield from _tabs(goal, wanted, look)
        return
    for thing in things(goal):
        yield from _to_thing(thing, look)
    for hit in links(scene):
        score = _promise(goal, wanted, hit)
        if score:
            yield Way(score, hit)


def behind(scene: Scene, among: str) -> list[Hit]:
    """What opens one of several tabs or sections: things of one look in a row, or below one another."""
    heads = [Hit(0, w.box, w.words, w) for w in scene.widgets if w.kind == "box" and w.words and _line(w.box, scene)]
    heads += [
        Hit(0, t.box, t.words)
        for t in scene.texts
        if len(t.words) > 1 and len(t.words.split()) <= 2 and not t.underlined
    ]
    families = [[other for other in heads if _kin(hit, other, among)] for hit in heads]
    best = max(families, key=_likely, default=[])
    return distinct(sorted(best, key=lambda hit: (hit.box.y0, hit.box.x0)), scene.unit) if len(best) > 1 else []


def _likely(family: list[Hit]) -> tuple[int, int, int]:
    """Boxes before bare words, many before few, the upper ones first."""
    return len(family) > 1 and family[0].widget is not None, len(family), -family[0].box.y0


def _line(box: Box, scene: Scene) -> bool:
    return 0.7 * scene.unit <= box.height <= 2.4 * scene.unit


def _kin(one: Hit, other: Hit, among: str) -> bool:
    """Whether two things look alike and stand in one row (tabs) or one column (sections)."""
    if (one.widget is None) != (other.widget is None) or abs(one.box.height - other.box.height) > 8:
        return False
    if among == "tabs":
        return one.box.beside(other.box) > 0.8
    return abs(one.box.x0 - other.box.x0) <= 4 and abs(one.box.x1 - other.box.x1) <= 4


def forward(look: Look) -> Iterator[Way]:
    """What leads to the next page of a form."""
    for hit in links(look.scene):
        if sections.FORWARD.fullmatch(hit.words.strip()):
            yield Way(95, hit)


def _tabs(goal: goals.Goal, wanted: frozenset[str], look: Look) -> Iterator[Way]:
    """Parts of the same form: tabs, below the top of the page, where a site's own navigation stands."""
    for hit in links(look.scene):
        if hit.widget is None and hit.box.y0 > 3 * look.scene.unit and _promise(goal, wanted, hit) >= 20:
            yield Way(_promise(goal, wanted, hit), hit)


def _to_thing(thing: Target, look: Look) -> Iterator[Way]:
    """The thing's own link, the link in its row, and the search for it."""
    if not thing.name:
        for hit in pressable(look.scene, thing)[:1]:
            yield Way(100, hit)
        return
    for hit in pressable(look.scene, thing):
        if hit.score >= 92 and (hit.widget is None or not hit.widget.is_field(look.scene.unit)):
            yield Way(94 + min(5.0, hit.score - 92), hit)
    for verb in ("details", "view", "open", "show", "see more", "manage"):
        for hit in pressable(look.scene, Target(verb, "", thing.name, "row"))[:1]:
            if sections.DETAILS.match(hit.words):
                yield Way(93, hit)
    if thing.quoted or re.search(r"[A-Z]", thing.name):
        named = fields.fields(look.scene, Target("search", "field"))
        typable = [hit for hit in named if hit.widget and not hit.widget.caret and hit.box.width > 5 * look.scene.unit]
        for hit in typable[:1]:
            yield Way(88, hit, thing.name)


def _promise(goal: goals.Goal, wanted: frozenset[str], hit: Hit) -> float:
    """How likely a link leads to what is wanted; 0 for one that is not to be followed."""
    words, own = hit.words.strip(), content(hit.words)
    if HARMFUL.search(words) or len(words) > 48:
        return 0.0
    if sections.MORE.fullmatch(words):
        return 50.0 if things(goal) or _asks(goal) else 0.0
    if sections.MENU.fullmatch(words):
        return 30.0
    if sections.DETAILS.fullmatch(words):
        return 45.0 if things(goal) else 0.0
    first = plain(words).split()[:1]
    if first and ((hit.widget or len(words.split()) == 1) and first[0] in SENDING | VERBS):
        return 0.0  # it does something
    shared = len(own & wanted) / max(1, len(own))
    if shared:
        return 60.0 + 20.0 * shared
    if related := sections.related(wanted, words):
        return 52.0 + 2 * related
    blind = _asks(goal) or isinstance(goal, goals.Tick | goals.Fill | goals.Bump)
    return 20.0 if blind and (hit.widget is None or not hit.widget.filled) and own else 0.0


def _asks(goal: goals.Goal) -> bool:
    return isinstance(goal, goals.Read | Judge | goals.Find)
