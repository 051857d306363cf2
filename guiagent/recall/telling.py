"""A past step in words, for a model that has the same before it."""

from __future__ import annotations

import re
from collections.abc import Callable

from guiagent.actions import Action, Finish, Look, Move, Point, points_of
from guiagent.records import Step
from guiagent.screen import Screen
from guiagent.words import action_words, plain, quoted

TASK, THOUGHT, NOTE, DEEDS, WHOLE = 240, 240, 160, 5, 900
"""Characters of a task, a thought, a note and all of it, and how many actions of a step are told."""
_ADDRESS = re.compile(r"(https?://)(?:[^\s/@]*@)?([^\s?#]*)(?:[?#]\S*)?")


def told(instruction: str, step: Step, hide: Callable[[str], str]) -> str:
    """What the task was, what was thought and done on the screen, and what came of it: one line, `WHOLE` at most.

    `hide` takes out secrets, before anything is cut short; an address loses its query, where tokens stand. Points are
    told as the part of the screen that they lie in: the screen now may have another size, and a model other numbers.
    """

    def clean(text: str) -> str:
        return _ADDRESS.sub(r"\1\2", hide(text))

    actions = [_cleaned(action, clean) for action in step.decision.actions]
    deeds = [_deed(action, step.before.screen) for action in actions[:DEEDS]]
    more = len(actions) - len(deeds)
    parts = [
        f"the task was {quoted(clean(instruction), TASK)}.",
        f"The thought: {quoted(clean(step.decision.thought), THOUGHT)}." if step.decision.thought else "",
        f"Done: {'; '.join(deeds)}{f'; and {more} more' if more else ''}.",
        _came_of(step, clean),
    ]
    return plain(" ".join(filter(None, parts)), WHOLE)


def _came_of(step: Step, clean: Callable[[str], str]) -> str:
    if step.after.title != step.before.title:
        return f"It led to {quoted(clean(step.after.title), NOTE)}."
    return f"What came of it: {quoted(clean(step.reflection.note), NOTE)}." if step.reflection.note else ""


def _cleaned(action: Action, clean: Callable[[str], str]) -> Action:
    texts = {name: clean(value) for name, value in action if isinstance(value, str) and name not in ("kind", "button")}
    return action.model_copy(update=texts)


def _deed(action: Action, screen: Screen) -> str:
    """An action in words, as `click "Search" at the top right`. An answer is not told: it may not hold now."""
    match action:
        case Finish() if action.answer:
            return "finish with an answer"
        case Look():
            return "look closer" if action.box else "look again"
        case Move():
            words = action_words(action).replace("move to", "hover over" if action.target else "hover", 1)
        case _:
            words = action_words(action)
    for point in points_of(action):
        where = _where(point, screen)
        words = words.replace(f"at {point}", where).replace(str(point), where)
    return words


def _where(point: Point, screen: Screen) -> str:
    row = ("at the top", "in the middle", "at the bottom")[min(2, max(0, 3 * point.y // screen.height))]
    column = (" left", "", " right")[min(2, max(0, 3 * point.x // screen.width))]
    return f"{row}{column}"
