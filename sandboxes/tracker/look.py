"""How a tracker looks and what it calls things: drawn from the seed, so that nothing about a page can be memorised."""

from __future__ import annotations

from random import Random
from typing import Literal

from guiagent.actions import Value
from guiagent.sandboxes.tracker.state import PRIORITIES, STATUSES, Priority, Status

_ACCENTS = ("#2457a7", "#1f6f50", "#6b3f8f", "#8a4b08", "#0f6b78", "#9c3540", "#37474f", "#3f51a3")
_GROUNDS = ("#f5f6f8", "#ffffff", "#f7f5f1", "#f2f6f5")
_FONTS = (
    'Arial, "Liberation Sans", sans-serif',
    'Verdana, "DejaVu Sans", sans-serif',
    'Helvetica, "Nimbus Sans", Arial, sans-serif',
    '"Noto Sans", "Liberation Sans", Arial, sans-serif',
)
_WORDS: dict[str, tuple[str, ...]] = {
    "issue": ("Issue", "Ticket", "Task"),
    "milestone": ("Milestone", "Sprint", "Release"),
    "label": ("Label", "Tag"),
    "assignee": ("Assignee", "Assigned to", "Owner"),
    "estimate": ("Estimate (hours)", "Hours estimated", "Effort in hours"),
    "due": ("Due date", "Due on", "Deadline"),
    "search": ("Search everything", "Find by key or words", "Search"),
    "go": ("Search", "Find", "Go"),
    "filter": ("Apply filters", "Show", "Update list"),
    "save": ("Save changes", "Save", "Update"),
    "comment": ("Add comment", "Post comment", "Comment"),
    "nobody": ("Nobody", "Unassigned", "No one"),
}
_STATUSES = (
    ("To do", "In progress", "In review", "Done"),
    ("Open", "Doing", "Checking", "Closed"),
    ("Planned", "Started", "Testing", "Finished"),
    ("Backlog", "Active", "Review", "Resolved"),
)
_PRIORITIES = (
    ("Low", "Medium", "High", "Urgent"),
    ("Minor", "Normal", "Major", "Critical"),
    ("Trivial", "Moderate", "Important", "Blocker"),
)


class Words(Value):
    """What the tracker calls things; `statuses` and `priorities` in the order of `state`."""

    issue: str
    milestone: str
    label: str
    assignee: str
    estimate: str
    due: str
    search: str
    go: str
    filter: str
    save: str
    comment: str
    nobody: str
    statuses: tuple[str, ...]
    priorities: tuple[str, ...]

    def status(self, status: Status) -> str:
        """A status as pages write it."""
        return self.statuses[STATUSES.index(status)]

    def priority(self, priority: Priority) -> str:
        """A priority as pages write it."""
        return self.priorities[PRIORITIES.index(priority)]


class Look(Value):
    """Colours, type and the places of things; `editing` says whether an issue's fields stand on its own page."""

    accent: str
    ground: str
    font: str
    radius: int
    nav: Literal["top", "side"]
    panel: Literal["left", "right"]
    labels: Literal["above", "beside"]
    editing: Literal["inline", "page"]
    dates: Literal["native", "text"]
    order: Literal["newest", "oldest"]
    per_page: Literal[8, 10, 12]
    words: Words


def look(seed: int) -> Look:
    """The look of the tracker with this seed."""
    rng = Random(f"{seed}:look")
    return Look(
        accent=rng.choice(_ACCENTS),
        ground=rng.choice(_GROUNDS),
        font=rng.choice(_FONTS),
        radius=rng.choice((0, 4, 8, 12)),
        nav=rng.choice(("top", "side")),
        panel=rng.choice(("left", "right")),
        labels=rng.choice(("above", "beside")),
        editing=rng.choice(("inline", "page")),
        dates=rng.choice(("native", "text")),
        order=rng.choice(("newest", "oldest")),
        per_page=rng.choice((8, 10, 12)),
        words=Words(
            **{name: rng.choice(spellings) for name, spellings in _WORDS.items()},
            statuses=rng.choice(_STATUSES),
            priorities=rng.choice(_PRIORITIES),
        ),
    )
