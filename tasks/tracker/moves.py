"""The moves that solutions share: finding an issue, changing its fields, going to a project's pages."""

from __future__ import annotations

import datetime

from guiagent.actions import Press, Type
from guiagent.policies.scripted import Move, click, type_into
from guiagent.sandboxes.tracker.projects import Project
from guiagent.sandboxes.tracker.state import Priority, Status
from guiagent.sandboxes.tracker.world import World

Moves = tuple[Move, ...]


def select(name: str, value: str) -> Move:
    """Choose from a list by the keyboard, which works where its popup is not drawn on the page as well."""
    return Move(role="combobox", name=name, then=(Type(text=value), Press(keys=("Enter",))))


def opened(world: World, key: str) -> Moves:
    """An issue's page."""
    words = world.look.words
    return type_into("searchbox", words.search, key), click("button", words.go)


def in_project(project: Project, page: str) -> Moves:
    """A page of a project, from home."""
    return click("link", project.name), click("link", page)


def saved(world: World, key: str, *fields: Move) -> Moves:
    """An issue with other fields, wherever this tracker has them."""
    return *opened(world, key), *to_fields(world), *fields, click("button", world.look.words.save)


def to_fields(world: World) -> Moves:
    """Where an issue's fields can be changed, from its page."""
    return (click("link", "Edit"),) if world.look.editing == "page" else ()


def status(world: World, value: Status) -> Move:
    """Another status."""
    return select("Status", world.look.words.status(value))


def priority(world: World, value: Priority) -> Move:
    """Another priority."""
    return select("Priority", world.look.words.priority(value))


def assigned(world: World, name: str) -> Move:
    """Somebody else's."""
    return select(world.look.words.assignee, name)


def planned(world: World, milestone: str) -> Move:
    """In another milestone."""
    return select(world.look.words.milestone, milestone)


def due(world: World, day: datetime.date) -> Move:
    """Due on another day; in a date field typing begins at its first part, wherever it was clicked."""
    if world.look.dates == "text":
        return type_into("textbox", world.look.words.due, day.isoformat())
    to_first = (Press(keys=("ArrowLeft",)),) * 2
    return Move(role="textbox", name=world.look.words.due, then=(*to_first, Type(text=f"{day:%m%d%Y}")))


def how_to_edit(world: World) -> str:
    """How an instruction says where the fields of an issue are, once it is open."""
    return "click Edit, " if world.look.editing == "page" else ""
