"""Pursuing the goals that look: find a text, verify it, read the value that belongs to a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guiagent.policies.reader import cells, goals
from guiagent.policies.reader.find import pressable, seen
from guiagent.policies.reader.hunt import further
from guiagent.policies.reader.match import alike, content, enough, folded, likeness, phrases, plain
from guiagent.policies.reader.place import Done, Look, Lost, Place, Turn
from guiagent.policies.reader.refusals import fresh
from guiagent.policies.reader.targets import Target
from guiagent.policies.reader.values import fitting, shape_of
from guiagent.sight.shapes import Scene, Text


def find(goal: goals.Find, look: Look, place: Place) -> Turn:
    """Scroll until the words are seen."""
    seen = any(
        likeness(goal.target.name, phrase) >= enough(goal.target.name)
        for phrase in phrases(look.scene, goal.target.name)
    )
    if seen:
        return Done()
    return further(look, place, str(goal.target), goal.target.name)


def read(goal: goals.Read, look: Look, place: Place) -> Turn:
    """Read the value that belongs to a name."""
    owned = not goal.what.scope or seen(look.scene, goal.what.scope)
    value = counted(look.scene, goal.what) if goal.many and owned else value_of(look.scene, goal.what)
    if value is None and goal.told:
        value = told(look)
    if value is None and (shape_of(goal.what.name) or shape_of(goal.what.whole)):
        value = loosely(look.scene, goal.what, goal.many, least=0.65)
    if value is not None:
        return Done(value=value)
    turn = further(look, place, f"a value for {goal.what}", goal.what.name)
    if isinstance(turn, Lost):
        value = loosely(look.scene, goal.what, goal.many)
        return turn if value is None else Done(value=value)
    return turn


def told(look: Look) -> str | None:
    """What the page says since the last action: its new words, without those that only moved or were typed."""
    typed = {
        folded(action.text) for action in (look.last.decision.actions if look.last else ()) if action.kind == "type"
    }
    lines = [text for text in fresh(look) if folded(text.words) not in typed and re.search(r"\w", text.words)]
    return " ".join(text.words for text in lines[:12]) or None


def loosely(scene: Scene, what: Target, many: bool = False, least: float = 0.49) -> str | None:
    """The value in the line that shares most of a question's words, where one line clearly shares the most of them."""
    asked = content(what.whole or f"{what.name} {what.scope}")
    kind = shape_of(what.name) or shape_of(what.whole) or (r"\d[\d.,]*" if many else "")
    if not asked:
        return None
    ranked = []
    for text in scene.texts:
        shared = len(asked & content(text.words)) / len(asked)
        own = fitting(text.words, kind) if kind else text.words
        beside = (
            next(
                (
                    v
                    for _, t in sorted(_neighbours(scene, text), key=lambda pair: pair[0])
                    if (v := fitting(t.words, kind))
                ),
                "",
            )
            if kind
            else ""
        )
        value = own or beside
        if value and shared >= (least if own and kind else 0.6) and (kind or not content(text.words) <= asked):
            ranked.append((shared, bool(own), value if own or beside else text.words))
    ranked.sort(key=lambda each: each[:2], reverse=True)
    if not ranked and kind:
        whole = {text.words for text in scene.texts if asked <= content(text.words)}
        return whole.pop() if len(whole) == 1 and len(asked) > 1 else None
    if not ranked or (len(ranked) > 1 and ranked[0][:2] == ranked[1][:2] and ranked[0][2] != ranked[1][2]):
        return None
    return ranked[0][2]


def value_of(scene: Scene, what: Target) -> str | None:
    """The value that stands with a name: in its own line, beside it, below it, or in its row's and column's cell."""
    if not what.name:
        return None
    if what.scope:
        whole = _first(scene, Target(what.whole)) if what.whole else None
        return cells.cell(scene, what) or whole or _near_scope(scene, what) or _of_page(scene, what)
    return _first(scene, what)


def _of_page(scene: Scene, what: Target) -> str | None:
    """The value of a name that stands only once on the page of the thing that it belongs to."""
    named = [text for text in scene.texts if alike(what.name, _bare(text.words.partition(":")[0])) >= 86]
    return _first(scene, Target(what.name)) if seen(scene, what.scope) and len(named) == 1 else None


def _first(scene: Scene, what: Target) -> str | None:
    best: tuple[float, str] | None = None
    for text in scene.texts:
        for score, value in _readings(scene, what, text):
            if best is None or score > best[0]:
                best = (score, value)
    return best[1] if best else None


def _readings(scene: Scene, what: Target, text: Text) -> Iterator[tuple[float, str]]:
    """The values that one text may give for a name, each with how good it is."""
    shape = shape_of(what.name)
    inline = _after(what.name, text.words) or _after_colon(what.name, text.words)
    if inline is not None:
        fits = fitting(inline, shape)
        if fits:
            yield 100.0 + (5 if shape else 0), fits
        return
    close = alike(what.name, _bare(text.words))
    if close < max(86.0, enough(what.name)) or len(folded(text.words)) > 1.7 * len(folded(what.name)) + 3:
        return
    for cost, other in _neighbours(scene, text):
        fits = fitting(other.words, shape)
        if fits and (shape or cost < 12):
            yield close - 3 - cost, fits
    if not shape and what.sort == "item":
        yield close - 20, text.words


def _bare(words: str) -> str:
    return re.sub(r"[\s:#*.=-]+$", "", words)


def _after(name: str, words: str) -> str | None:
    """What follows a name in its own line, "Order number: A-1042" or "Order #1042"; None where it does not begin it."""
    wanted = plain(name).split()
    for skipped in range(0, 2):
        used = wanted[: len(wanted) - skipped] if skipped and wanted[-1] in {"number", "no", "id", "code"} else wanted
        if skipped and used == wanted:
            break
        loose = r"[\s:#-]*".join(re.escape(word) for word in used)
        rest = re.search(
            rf"(?<!\w){loose}(?!\w)\s*(?:\b(?:number|no\.?|id|code|is|was|of|nr\.?)\b)?[\s:#=.\-\u2013]*(?P<value>.*\w.*)$",
            words,
            re.IGNORECASE,
        )
        if rest and rest["value"].strip():
            return rest["value"].strip()
    return None


def _after_colon(name: str, words: str) -> str | None:
    """What follows a colon after words that are the name but for a letter misread."""
    label, colon, value = words.partition(":")
    return value.strip() if colon and value.strip() and alike(name, label) >= enough(name) else None


def _neighbours(scene: Scene, text: Text) -> Iterator[tuple[float, Text]]:
    """The texts right of a label and below it, nearest first, each with its cost in line heights."""
    for other in scene.texts:
        if other is text:
            continue
        right, below = other.box.x0 - text.box.x1, other.box.y0 - text.box.y1
        if text.box.beside(other.box) >= 0.5 and right >= -3:
            yield 0.15 * right / scene.unit, other
        elif (other.box.stacked(text.box) > 0.3) and -0.4 * scene.unit <= below <= 2.5 * scene.unit:
            yield 2.0 + 2.0 * max(0, below) / scene.unit, other


def _near_scope(scene: Scene, what: Target) -> str | None:
    """The nearest value of the name's shape in the card of the scope's words."""
    shape = shape_of(what.name)
    anchors = pressable(scene, Target(what.scope))
    if not shape or not anchors:
        return None
    anchor = anchors[0].box
    near = [
        (t.box.distance(anchor) + (0 if t.box.y0 >= anchor.y0 else scene.unit), fitting(t.words, shape))
        for t in scene.texts
    ]
    good = sorted((far, value) for far, value in near if value and far < 12 * scene.unit)
    return good[0][1] if good else None


def counted(scene: Scene, what: Target) -> str | None:
    """A number that stands before or after a name: "12 results", "Results: 12"."""
    singular = re.escape(re.sub(r"s$", "", plain(what.name)))
    for text in scene.texts:
        words = text.words
        before = re.search(rf"(?P<n>\d[\d.,]*)\s+(?:\w+\s+){{0,2}}?{singular}", words, re.IGNORECASE)
        after = re.search(rf"{singular}(?:s|es)?(?:\s+\w+)?\s*[:(=]\s*(?P<n>\d[\d.,]*)", words, re.IGNORECASE)
        if before or after:
            return (before or after)["n"].rstrip(".,")  # type: ignore[index]
    return None
