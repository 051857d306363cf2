"""What the steps so far say of the page at hand."""

from __future__ import annotations

from collections.abc import Sequence

from guiagent.policies.reader.match import folded
from guiagent.policies.reader.place import Look
from guiagent.policies.reader.told import without_task
from guiagent.records import Observation, Step
from guiagent.sight.see import Eyes

GIVEN = frozenset({"typed", "chosen", "ticked", "slid", "bumped"})
"""Stages that leave a value in a form."""
SENT = frozenset({"pressed", "once", ""})
"""Stages after which what was in a form is sent, or left."""
BACKWARD = 5
"""How many of the last screens of a page are remembered."""


def look_at(eyes: Eyes, now: Observation, history: Sequence[Step], task: str = "") -> Look:
    """The screen now, with what came before it; without the words of the task, where the page itself shows them."""
    last = history[-1] if history else None
    deed = next(
        (s for s in reversed(history) if any(a.kind not in {"wait", "scroll"} for a in s.decision.actions)), None
    )
    before = without_task(eyes.see(deed.before.screen), task) if deed else None
    url = deed.before.url.split("#")[0] if deed else ""
    scene = without_task(eyes.see(now.screen), task)
    return Look(now, scene, last, before, url, written(now, history), known(eyes, now, history))


def written(now: Observation, history: Sequence[Step]) -> bool:
    """Whether values were given to this page's fields that nothing has sent yet."""
    for step in reversed(history):
        if step.after.url.split("#")[0] != now.url.split("#")[0]:
            return False
        actions = step.decision.actions
        if any(action.kind == "press" and action.keys == ("Enter",) for action in actions):
            return False
        if all(action.kind in {"wait", "scroll"} for action in actions):
            continue
        stage = _stage(step)
        if stage in GIVEN:
            return True
        if stage in SENT:
            return False
    return False


def _stage(step: Step) -> str:
    reply = step.decision.reply
    place = reply.get("reader", {}) if isinstance(reply, dict) else {}
    return str(place.get("stage", "")) if isinstance(place, dict) else ""


def known(eyes: Eyes, now: Observation, history: Sequence[Step]) -> frozenset[str]:
    """The folded words of this page's last screens, before the last step."""
    screens = dict.fromkeys(
        step.before.screen for step in reversed(history) if step.before.url.split("#")[0] == now.url.split("#")[0]
    )
    return frozenset(folded(text.words) for screen in [*screens][:BACKWARD] for text in eyes.see(screen).texts)
