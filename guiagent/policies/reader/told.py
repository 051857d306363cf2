"""The task's own words where a screen shows them: an instruction is to be read, and nothing to be worked on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from guiagent.policies.reader.match import folded
from guiagent.sight.shapes import Box, Scene, Text

LINES = 16
"""How many pieces of text an instruction is looked for in."""


def without_task(scene: Scene, task: str) -> Scene:
    """The scene without the place where the task itself is written."""
    run = _told(scene, folded(task))
    if not run:
        return scene
    hull = run[0].box
    for text in run[1:]:
        hull = hull.joined(text.box)
    hull = hull.grown(4)
    sheet = min((c for c in scene.cards if c.holds(hull) and _only(scene, c, run)), key=lambda c: c.area, default=hull)
    return replace(
        scene,
        texts=tuple(text for text in scene.texts if text not in run),
        widgets=tuple(w for w in scene.widgets if not sheet.has(w.box.centre) and not _holds(w.box, run)),
        figures=tuple(figure for figure in scene.figures if not sheet.has(figure.box.centre)),
        cards=tuple(card for card in scene.cards if not _holds(card, run) or card.height > 2 * sheet.height),
    )


def _told(scene: Scene, task: str) -> Sequence[Text]:
    """The texts, one after another, that together say the task; none where it is not written there."""
    texts = [text for text in in_order(scene) if folded(text.words)]
    best: tuple[float, Sequence[Text]] = (0.0, ())
    for start in range(len(texts)):
        for run in _runs(texts[start : start + LINES]):
            said = "".join(folded(text.words) for text in run)
            if len(said) > 1.4 * len(task) + 8:
                break
            best = max(best, (fuzz.ratio(said, task), run), key=lambda each: each[0])
    score, run = best
    if score < 76 or any(text.underlined for text in run) or (len(run) == 1 and _pressed(scene, run[0])):
        return ()
    return run if len(task) >= 16 or run[0] is texts[0] else ()


def _runs(texts: Sequence[Text]) -> Iterator[Sequence[Text]]:
    for end in range(1, len(texts) + 1):
        yield texts[:end]


def _pressed(scene: Scene, text: Text) -> bool:
    """Whether a text is a button's own."""
    around = scene.around(text.box.centre)
    return around is not None and around.is_button(scene.unit) and around.box.width < 0.4 * scene.box.width


def _holds(box: Box, run: Sequence[Text]) -> bool:
    return all(box.has(text.box.centre) for text in run)


def _only(scene: Scene, card: Box, run: Sequence[Text]) -> bool:
    return all(text in run for text in scene.texts if card.has(text.box.centre))


def in_order(scene: Scene) -> list[Text]:
    """The texts line by line, each from the left."""
    lines: list[list[Text]] = []
    for text in sorted(scene.texts, key=lambda text: text.box.centre.y):
        line = next((line for line in reversed(lines[-2:]) if line[0].box.beside(text.box) > 0.6), None)
        if line is None:
            lines.append([text])
        else:
            line.append(text)
    return [text for line in lines for text in sorted(line, key=lambda text: text.box.x0)]
