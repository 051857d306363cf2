"""Running text on a screen: its lines, and the words of a paragraph in their order."""

from __future__ import annotations

from guiagent.policies.reader.told import in_order
from guiagent.sight.shapes import Box, Scene, Text


def lines(scene: Scene) -> list[str]:
    """What stands on each line, from the top; texts of one line are joined."""
    rows: list[list[Text]] = []
    for text in in_order(scene):
        if rows and rows[-1][-1].box.beside(text.box) > 0.6 and text.box.x0 >= rows[-1][-1].box.x1 - scene.unit:
            rows[-1].append(text)
        else:
            rows.append([text])
    return [" ".join(text.words for text in row) for row in rows]


def within(scene: Scene, box: Box) -> str:
    """The words in a box, line by line; single signs, as the arrows of a scroll bar, are left out."""
    held = [text for text in in_order(scene) if box.has(text.box.centre)]
    return " ".join(text.words for text in held if len(text.words) > 1 or text.words.isalnum())


def paragraph(scene: Scene) -> str:
    """The longest running text that stands in no widget: lines that follow one another from the same left edge."""
    free = [text for text in in_order(scene) if not _held(scene, text)]
    runs: list[list[Text]] = []
    for text in free:
        last = runs[-1][-1] if runs else None
        joined = last and (
            last.box.beside(text.box) > 0.6 or -0.6 * scene.unit < text.box.y0 - last.box.y1 < 0.8 * scene.unit
        )
        if joined:
            runs[-1].append(text)
        else:
            runs.append([text])
    longest = max(runs, key=lambda run: sum(len(text.words) for text in run), default=[])
    return " ".join(text.words for text in longest)


def _held(scene: Scene, text: Text) -> bool:
    around = scene.around(text.box.centre)
    return around is not None and around.box.height < 3 * scene.unit
