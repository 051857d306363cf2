"""Which field a label belongs to: above it, left of it, inside it, or right of a checkbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from guiagent.policies.reader import kinds
from guiagent.policies.reader.find import Hit, distinct, pressable, scoped
from guiagent.policies.reader.match import Phrase, alike, content, enough, likeness, phrases, plain
from guiagent.policies.reader.targets import Target
from guiagent.policies.reader.words import VERBS
from guiagent.sight.shapes import Scene, Text, Widget


def fields(scene: Scene, target: Target) -> list[Hit]:
    """The fields, dropdowns and sliders that a name may mean, the best first."""
    wanted = [widget for widget in scene.widgets if _enterable(scene, widget, target)]
    if not target.name or target.ordinal:
        return pressable(scene, replace(target, sort=target.sort or "field"))
    if target.sort == "slider":
        wanted = [*kinds.rails(scene)]
    names = [target.name] + ([target.whole] if target.whole and target.whole != target.name else [])
    found = [hit for name in names for hit in _labelled(scene, name, wanted)]
    found = [hit for hit in found if not _label_cell(hit, found)]
    if target.scope and target.where == "row":
        found = scoped(scene, found, target) or _only_of(scene, target) or found[:1] * (target.scope in target.whole)
    return distinct(sorted(found, key=lambda hit: -hit.score), scene.unit)


def _only_of(scene: Scene, target: Target) -> list[Hit]:
    """The only field in the row or the card of what it belongs to, which has no label of its own."""
    near = pressable(scene, Target("", "field", target.scope, "row")) or pressable(
        scene, Target("", "dropdown", target.scope, "row")
    )
    near = [hit for hit in near if hit.widget and (hit.widget.caret or not hit.widget.is_button(scene.unit))]
    return near[:1] if len(near) == 1 or (near and near[0].score - near[1].score > 3) else []


def _label_cell(hit: Hit, others: list[Hit]) -> bool:
    """Whether a box only holds the name itself, and an empty field stands right of it: a table's cell."""
    return (
        hit.widget is not None
        and plain(hit.widget.words) == plain(hit.words)
        and any(
            o.box.x0 >= hit.box.x1 and o.box.beside(hit.box) > 0.5 for o in others if o.widget and not o.widget.words
        )
    )


def ticks(scene: Scene, target: Target) -> list[Hit]:
    """The checkboxes, radio buttons and switches that a name may mean, the best first."""
    kinds = {"check", "radio", "switch"}
    if not target.name or target.ordinal:
        sort = target.sort if target.sort in kinds else "check"
        return pressable(scene, replace(target, sort=sort))
    wanted = [widget for widget in scene.widgets if widget.kind in kinds]
    hits = [hit for hit in _labelled(scene, target.whole, wanted) if hit.score > 88] if " and " in target.whole else []
    hits = hits or _labelled(scene, target.name, wanted) or _in_row(scene, target.name, wanted)
    hits = hits or _by_content(scene, target.name, wanted)
    if target.scope and target.where in {"near", "row"}:
        hits += _labelled(scene, target.scope, wanted)
    return distinct(sorted(hits, key=lambda hit: -hit.score), scene.unit)


def _in_row(scene: Scene, name: str, wanted: list[Widget]) -> list[Hit]:
    """The only box in the row that a name stands in, however far it is."""
    found = []
    for phrase in phrases(scene, name):
        score = likeness(name, phrase) - (4 if phrase.part else 0)
        row = [widget for widget in wanted if widget.box.beside(phrase.box) >= 0.5]
        if score >= enough(name) and len(row) == 1:
            found.append(Hit(score - 5, row[0].box, phrase.words, row[0]))
    return found


def _by_content(scene: Scene, name: str, wanted: list[Widget]) -> list[Hit]:
    """The only box whose label shares words with what it is for: "the box to get a copy"."""
    asked, found = content(name), []
    for widget in wanted:
        beside = [
            t for t in scene.texts if t.box.beside(widget.box) > 0.5 and 0 <= t.box.x0 - widget.box.x1 < 2 * scene.unit
        ]
        shared = asked & content(" ".join(text.words for text in beside))
        if 2 * len(shared) >= len(asked) > 0:
            found.append(Hit(70 + len(shared), widget.box, beside[0].words, widget))
    ranked = sorted(found, key=lambda hit: -hit.score)
    return ranked[:1] if len(ranked) == 1 or (ranked and ranked[0].score > ranked[1].score) else []


def label(scene: Scene, target: Target) -> Hit | None:
    """A label's own text, to click where no field was made out: a page focuses the field it belongs to."""
    best = max(
        ((alike(target.name, text.words), text) for text in scene.texts), key=lambda pair: pair[0], default=(0.0, None)
    )
    if best[1] is None or best[0] < max(88, enough(target.name)):
        return None
    return Hit(best[0], best[1].box, best[1].words)


def value_beside(scene: Scene, named: Hit) -> Hit | None:
    """The only text in the row of a label, further right: a value whose field has no border that is seen."""
    row = [t for t in scene.texts if t.box.beside(named.box) > 0.5 and t.box.x0 > named.box.x1 + scene.unit]
    return Hit(70, row[0].box, row[0].words) if len(row) == 1 and len(row[0].words) < 30 else None


def _enterable(scene: Scene, widget: Widget, target: Target) -> bool:
    if target.sort == "slider":
        return widget.kind == "slider"
    if target.sort in {"check", "switch", "radio"}:
        return widget.kind == target.sort
    if widget.kind == "slider":
        return True
    first = plain(widget.words).split()[:1]
    if widget.filled and widget.centred and not widget.caret and first and first[0] in VERBS:
        return False  # a button that says what it does
    return widget.is_field(scene.unit)


def _labelled(scene: Scene, name: str, wanted: list[Widget]) -> list[Hit]:
    found = []
    for phrase in phrases(scene, name):
        score = likeness(name, phrase) - (4 if phrase.part else 0)
        if score < (97 if len(plain(name)) <= 3 else enough(name)):
            continue  # "to" and "no" stand in many lines
        for widget in wanted:
            pushed = widget.is_button(scene.unit) and widget.words and not widget.caret
            other = 4.0 if pushed and not widget.box.has(phrase.box.centre) else 0.0  # below a label stands a field
            costs = [cost + other for cost in _relations(scene, phrase, widget) if cost < 40]
            if costs:
                found.append(Hit(score - min(costs), widget.box, phrase.words, widget))
    return found


def _relations(scene: Scene, phrase: Phrase, widget: Widget) -> Iterator[float]:
    """What it costs to take a phrase for a widget's label, a number for each way in which it may be one."""
    unit, box = scene.unit, widget.box
    words = phrase.texts[0].box if phrase.part else phrase.box
    little = widget.kind in {"check", "radio", "switch"}
    if widget.box.has(words.centre) and not little:
        crowded = len(widget.words) > 2 * len(phrase.texts[0].words) + 8
        yield 14.0 if widget.is_button(unit) and widget.filled and not widget.caret else 12.0 if crowded else 1.0
        return
    gap_right, gap_left, gap_down = words.x0 - box.x1, box.x0 - words.x1, box.y0 - words.y1
    if words.beside(box) >= 0.5:
        if little and -4 <= gap_right <= 3 * unit and not _between(scene, phrase, widget):
            yield 1.5 * max(0, gap_right) / unit
        if gap_left >= -4 and not _between(scene, phrase, widget):
            yield (6.0 if little and widget.kind != "switch" else 1.0) + 0.25 * max(0, gap_left) / unit
        if not little and -4 <= gap_right <= 2 * unit and not _between(scene, phrase, widget):
            yield 9.0 + gap_right / unit
    column = words.stacked(box) > 0.3 or abs(words.x0 - box.x0) < 1.5 * unit
    if column and -0.4 * unit <= gap_down <= 2.6 * unit and not _crossed(scene, phrase, widget):
        yield 1.0 + 3.0 * max(0, gap_down) / unit + 0.3 * abs(words.x0 - box.x0) / unit + (6.0 if little else 0.0)


def _between(scene: Scene, phrase: Phrase, widget: Widget) -> bool:
    """Whether another widget stands between a phrase and a widget of the same row."""
    left, right = sorted((phrase.box, widget.box), key=lambda box: box.x0)
    return any(
        other.box.beside(widget.box) > 0.5 and left.x1 - 3 <= other.box.x0 and other.box.x1 <= right.x0 + 3
        for other in scene.widgets
        if other is not widget and not other.box.has(phrase.box.centre)
    )


def _crossed(scene: Scene, phrase: Phrase, widget: Widget) -> bool:
    """Whether another text or widget stands between a phrase and a widget below it."""
    top, bottom = phrase.box.y1, widget.box.y0

    def crosses(other: Text | Widget) -> bool:
        middle = other.box.centre.y
        return top < middle < bottom and other.box.stacked(widget.box) > 0.3

    return any(crosses(text) for text in scene.texts if text not in phrase.texts) or any(
        crosses(other) for other in scene.widgets if other is not widget
    )
