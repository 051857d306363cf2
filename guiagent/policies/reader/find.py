"""Where a target is on a scene: things to press by their words, their look, their scope and their rank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from guiagent.actions import Point
from guiagent.policies.reader.kinds import of_kind
from guiagent.policies.reader.looks import described, looking
from guiagent.policies.reader.match import Phrase, alike, enough, likeness, phrases
from guiagent.policies.reader.targets import Target
from guiagent.sight.shapes import Box, Scene, Widget

CLOSE = 2.5
"""Scores nearer than this are not told apart."""


@dataclass(frozen=True)
class Hit:
    """A place that a target may mean. `score`: how alike its words are (0 to 100), plus what its look says."""

    score: float
    box: Box
    words: str
    widget: Widget | None = None

    @property
    def point(self) -> Point:
        return self.box.centre

    def __str__(self) -> str:
        return f"{self.words!r} at {self.point}"


def pressable(scene: Scene, target: Target) -> list[Hit]:
    """The places that a target may mean, the best first; scores are comparable."""
    if not target.name:
        return _ranked(_nameless(scene, target), target)
    hits = [*_hits(scene, target)]
    looks = None if target.quoted or (hits and hits[0].score >= 95) else described(target.whole or target.name)
    if looks:
        shown = [Hit(score, thing.box, target.whole or target.name) for score, thing in looking(scene, looks)]
        hits = shown or hits
    if target.whole and target.whole != target.name:
        whole = [hit for hit in _hits(scene, Target(target.whole, target.sort)) if hit.score >= 97]
        if whole:
            return whole
    if target.exact:
        hits = [hit for hit in hits if alike(target.name, hit.words) >= 97]
    if target.scope:
        hits = scoped(scene, hits, target)
    return _ranked(hits, target)


def _ranked(hits: list[Hit], target: Target) -> list[Hit]:
    if not target.ordinal:
        return hits
    best = hits[0].score if hits else 0.0
    rows = sorted((hit for hit in hits if hit.score >= best - 9), key=lambda hit: (hit.box.centre.y, hit.box.x0))
    at = target.ordinal - 1 if target.ordinal > 0 else len(rows) + target.ordinal
    return [rows[at]] if 0 <= at < len(rows) else []


def _hits(scene: Scene, target: Target) -> list[Hit]:
    found: list[Hit] = []
    for phrase in phrases(scene, target.name):
        score = likeness(target.name, phrase)
        if phrase.part and target.sort == "button" and ticker(scene, phrase.texts[0].box):
            continue  # a word of a checkbox's label is no button
        if score >= enough(target.name):
            found.append(_seen_as(scene, phrase, score, target))
    for widget in scene.widgets:
        if widget.words and alike(target.name, widget.words) >= 97 and widget.box.height <= 5 * scene.unit:
            found.append(
                Hit(alike(target.name, widget.words) + _look(scene, widget, target), widget.box, widget.words, widget)
            )
    return distinct(sorted(found, key=lambda hit: -hit.score), scene.unit)


def _seen_as(scene: Scene, phrase: Phrase, score: float, target: Target) -> Hit:
    """A phrase as a thing to press: the button it fills, the checkbox it labels, or itself."""
    text = phrase.texts[0]
    link = text.coloured or text.underlined
    if phrase.part:
        around = scene.around(phrase.box.centre)
        within_button = around is not None and around.is_button(scene.unit)
        score = min(score, 90.0) - (0 if link else 7) - (6 if within_button else 0)
    beside = ticker(scene, phrase.box)
    if beside:
        return Hit(
            score + (5 if target.sort in {"check", "radio", "item", ""} else 0), beside.box, phrase.words, beside
        )
    around = scene.around(phrase.box.centre)
    if around is not None and around.kind == "box" and around.box.height <= 5 * scene.unit and not phrase.part:
        if len(around.words) <= len(phrase.words) + 2:
            return Hit(score + _look(scene, around, target), around.box, phrase.words, around)
        if around.is_field(scene.unit) and not around.filled and not around.centred:
            score -= 3
    if link:
        score += 6 if target.sort == "link" else 4
    if phrase.box.height > 1.5 * scene.unit and not link and len(phrase.texts) == 1:
        score -= 5
    return Hit(score, phrase.box, phrase.words, around)


def _look(scene: Scene, widget: Widget, target: Target) -> float:
    """What a box's look adds to the likeness of its words."""
    if widget.is_button(scene.unit):
        bonus = 7.0 if widget.filled else 5.0
        return bonus + (4 if target.sort == "button" else -4 if target.sort == "link" else 0)
    if widget.is_field(scene.unit):
        return 6.0 if target.sort in {"field", "area", "dropdown"} else 1.0 if widget.caret else -3.0
    return 0.0


def ticker(scene: Scene, label: Box) -> Widget | None:
    """The checkbox or radio button that a label stands just right of."""
    near = [
        widget
        for widget in scene.widgets
        if widget.kind in {"check", "radio"}
        and widget.box.beside(label) >= 0.5
        and -4 <= label.x0 - widget.box.x1 <= 1.3 * scene.unit
    ]
    return max(near, key=lambda widget: widget.box.x1, default=None)


def distinct(hits: Iterable[Hit], unit: int) -> list[Hit]:
    """The hits without those that lie on a better one."""
    kept: list[Hit] = []
    for hit in hits:
        if not any(other.box.grown(2).has(hit.point) or hit.box.grown(2).has(other.point) for other in kept):
            kept.append(hit)
    return kept


def _nameless(scene: Scene, target: Target) -> list[Hit]:
    """Things of a sort, for targets as "the first checkbox" or "the slider"."""
    if target.sort in {"link", "item"}:
        hits = [Hit(80, text.box, text.words) for text in scene.texts if text.coloured or text.underlined]
    else:
        hits = [Hit(80, w.box, w.words or target.sort, w) for w in of_kind(scene, target.sort)]
    return scoped(scene, hits, target) if target.scope else hits


def scoped(scene: Scene, hits: Sequence[Hit], target: Target) -> list[Hit]:
    """The hits that belong to the scope's words, the nearest first, scored by how near they are."""
    anchors = sorted(
        (
            (likeness(scope, p) - (6 if p.part else 0), p)
            for scope in scopes(target.scope)
            for p in phrases(scene, scope)
        ),
        key=lambda pair: -pair[0],
    )
    good = [(score, p) for score, p in anchors if score >= enough(target.scope) and score >= anchors[0][0] - 4]
    if target.where == "in" and not good:
        return list(hits)  # "in the dialog": a kind of place, which need not be written on it
    found = []
    for hit in hits:
        costs = [_apart(scene, hit, phrase.box, target, hits) for _, phrase in good if phrase.box != hit.box]
        if costs and min(costs) < 30:
            found.append(replace(hit, score=hit.score - min(costs)))
    return sorted(found, key=lambda hit: -hit.score)


def scopes(scope: str) -> list[str]:
    """The names that a scope may go by: "order #1044" also stands as "#1044", "Berlin office" as "Berlin"."""
    words = scope.split()
    coded = [word for word in words if any(sign.isdigit() for sign in word)]
    if len(coded) == 1 and coded[0] != scope:
        return [scope, coded[0]]
    named = len(words) > 1 and words[-1].islower() and all(word[0].isupper() for word in words[:-1])
    return [scope, " ".join(words[:-1])] if named else [scope]


def _apart(scene: Scene, hit: Hit, anchor: Box, target: Target, hits: Sequence[Hit]) -> float:
    """How far a hit is from its scope: 0 is in the same row or card."""
    unit, box = scene.unit, hit.box
    dy = box.centre.y - anchor.centre.y
    if (target.where == "below" and dy <= 0) or (target.where == "above" and dy >= 0):
        return 100.0
    if any(card.holds(box) and card.holds(anchor) and _alone(card, hit, hits) for card in scene.cards):
        return 0.0
    if _card_of(scene, anchor, box) and _card_of(scene, box, anchor):
        return 100.0
    across = max(0, box.x0 - anchor.x1, anchor.x0 - box.x1) / unit
    if box.beside(anchor) >= 0.5 and target.where not in {"below", "above"}:
        return 0.15 * across + 1.5 * abs(dy) / unit
    down = abs(dy) / unit
    return 3.0 + (1.6 if dy > 0 else 6.0) * down + 2.5 * across


def _card_of(scene: Scene, inner: Box, other: Box) -> bool:
    """Whether a card holds the one and not the other."""
    return any(card.holds(inner) and not card.overlap(other) for card in scene.cards)


def _alone(card: Box, hit: Hit, hits: Sequence[Hit]) -> bool:
    return sum(card.has(other.point) for other in hits) == 1


NONE = re.compile(r"\b(?:no|0|zero|results? for|not found|nothing|search)\b", re.IGNORECASE)


def seen(scene: Scene, name: str) -> bool:
    """Whether a thing stands on the screen, not only in a field or in a line that says what was searched for."""
    for scope in scopes(name):
        for phrase in phrases(scene, scope):
            around = scene.around(phrase.box.centre)
            typed = around is not None and around.is_field(scene.unit) and not around.is_button(scene.unit)
            if likeness(scope, phrase) >= 90 and not typed and not NONE.search(phrase.texts[0].words):
                return True
    return False


def tied(hits: Sequence[Hit]) -> bool:
    """Whether the two best hits cannot be told apart."""
    return len(hits) > 1 and hits[0].score - hits[1].score < CLOSE


def nearest(scene: Scene, name: str, count: int = 4) -> str:
    """The texts most like a name, for a person to read."""
    ranked = sorted({text.words for text in scene.texts}, key=lambda words: -alike(name, words))
    return ", ".join(repr(words) for words in ranked[:count]) or "no text at all"
