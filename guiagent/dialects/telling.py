"""What a model is told in words beside a screenshot, the same in every dialect and the same from step to step."""

from __future__ import annotations

from guiagent.actions import Finish, GiveUp
from guiagent.records import Done, Observation, Outcome, Step
from guiagent.words import plain, quoted

ADDRESS, NOTICE, EXAMPLE = 300, 1500, 1000
"""Characters of an address, a notice and an example that are told; a page can make them as long as it likes."""


def told(now: Observation, since: Observation | None = None) -> list[str]:
    """Lines on what a screenshot of a page cannot show: its address, the tabs, what has happened.

    `since` is what was told of before it: an address and tabs that are the same are not told again.
    """
    lines = [f"Address: {plain(now.url, ADDRESS)}"] if now.url and (since is None or since.url != now.url) else []
    if len(now.tabs) > 1 and (since is None or (since.tabs, since.tab) != (now.tabs, now.tab)):
        tabs = ", ".join(f"{index} {quoted(tab.title or tab.url)}" for index, tab in enumerate(now.tabs))
        lines.append(f"Tabs: {tabs}; tab {now.tab} is in front")
    lines += [f"From an earlier run, on a screen like this one: {plain(each, EXAMPLE)}" for each in now.examples]
    lines += [f"Notice: {plain(notice, NOTICE)}" for notice in now.notices]
    if not now.settled:
        lines.append("The screen was still moving when it was taken.")
    return lines


def came_of(step: Step) -> list[str]:
    """Lines on what came of a step: every action's outcome, and the reflection."""
    lines = []
    for action, outcome in zip(step.decision.actions, step.outcomes, strict=False):
        if not isinstance(action, Finish | GiveUp):
            lines.append(f"- {action.kind}: {outcome_words(outcome)}")
    if skipped := len(step.decision.actions) - len(step.outcomes):
        lines.append(f"- {skipped} more not begun")
    return lines + reflected(step)


def reflected(step: Step) -> list[str]:
    """Lines on what the reflection says of a step."""
    lines = [plain(step.reflection.note, NOTICE)] if step.reflection.note else []
    if step.reflection.progress is False:
        lines.append("This step brought no progress.")
    return lines


def all_done(step: Step) -> bool:
    """Whether every action of a step was carried out."""
    return len(step.outcomes) == len(step.decision.actions) and all(isinstance(each, Done) for each in step.outcomes)


def outcome_words(outcome: Outcome) -> str:
    """`done`, or what went wrong: `failed: there is no tab 2`."""
    return "done" if isinstance(outcome, Done) else f"{outcome.kind}: {plain(outcome.reason, NOTICE)}"


def secrecy(names: tuple[str, ...]) -> str:
    """What to do about secrets, by their names: the values are never told."""
    if not names:
        return "You know no passwords or other secrets; where one is needed and the task does not give it, give up."
    listed = ", ".join(f"<secret:{name}>" for name in names)
    return (
        f"You may type these secrets: {listed}. Type the name exactly so, with its brackets; the value is put in "
        "for you, and a plain box covers it on the screenshot. Never ask for a value or guess it."
    )
