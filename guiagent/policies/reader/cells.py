"""Cells of tables: the value where the column of a name meets the row of a thing."""

from __future__ import annotations

from collections.abc import Sequence

from guiagent.policies.reader.find import scopes
from guiagent.policies.reader.match import Phrase, alike, enough, likeness, phrases
from guiagent.policies.reader.targets import Target
from guiagent.policies.reader.values import fitting, shape_of
from guiagent.sight.shapes import Scene, Text


def cell(scene: Scene, what: Target) -> str | None:
    """The cell in the column that the name heads and the row that the scope's words stand in."""
    names = scopes(what.scope)
    rows = [p for name in names for p in phrases(scene, name) if likeness(name, p) >= enough(name)]
    heads = _heads(scene, what.name)
    for row in sorted(rows, key=lambda phrase: -max(alike(name, phrase.words) for name in names)):
        for head in heads:
            value = _below(scene, head, row)
            if value:
                return value
        line = [t for t in scene.texts if t.box.beside(row.box) >= 0.5 and t not in row.texts]
        shape = shape_of(what.name)
        found = [value for t in line if (value := fitting(t.words, shape))] if shape else []
        if found:
            return found[0]
    return None


def _heads(scene: Scene, name: str) -> list[Text]:
    """The texts that may head the column of a name: the name, else its first words ("phone" of "phone number")."""
    named = [t for t in scene.texts if alike(name, t.words.rstrip(" :#*.=-")) >= max(86.0, enough(name))]
    first = " ".join(name.split()[:-1])
    return named or [t for t in scene.texts if first and alike(first, t.words) >= 97]


def _below(scene: Scene, head: Text, row: Phrase) -> str | None:
    """What stands below a head in a row."""
    if head.box.y0 >= row.box.y0:
        return None
    line = [t for t in scene.texts if t.box.beside(row.box) >= 0.5 and t not in row.texts]
    column = [t for t in line if t.box.stacked(head.box) > 0.2]
    if column:
        return min(column, key=lambda t: abs(t.box.centre.x - head.box.centre.x)).words
    heads = sorted((t for t in scene.texts if t.box.beside(head.box) > 0.6), key=lambda t: t.box.x0)
    if not row.part:
        return None
    shape = shape_of(head.words)
    rest = row.texts[0].words.partition(row.words)[2]
    return (fitting(rest, shape) if shape else "") or _cut(row.texts[0], head, heads)


def _cut(line: Text, head: Text, heads: Sequence[Text]) -> str | None:
    """The words of a line that was read in one, between where one column begins and the next does."""
    width = line.box.width / max(1, len(line.words))
    after = [other.box.x0 for other in heads if other.box.x0 > head.box.x1]
    left, right = head.box.x0 - 1.5 * width, (min(after) if after else line.box.x1 + 1) - 1.5 * width
    words, at = [], 0
    for word in line.words.split(" "):
        if left <= line.box.x0 + at * width < right:
            words.append(word)
        at += len(word) + 1
    return " ".join(words) or None
