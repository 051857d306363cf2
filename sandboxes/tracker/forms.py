"""What the tracker accepts in its forms, and what it says where it does not. Errors are by field, in words to show."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from guiagent.sandboxes.tracker.look import Words
from guiagent.sandboxes.tracker.state import PRIORITIES, STATUSES

Fields = Mapping[str, str]
Errors = dict[str, str]


def trimmed(fields: Fields) -> dict[str, str]:
    """The fields without blanks around them; line ends as `\\n`."""
    return {name: value.strip().replace("\r\n", "\n") for name, value in fields.items()}


def labels_in(fields: Fields, known: Collection[str]) -> list[str] | None:
    """The labels that were ticked; None where the form has none to tick."""
    return [name for name in known if f"label:{name}" in fields] if "labels" in fields else None


def issue_fields(
    fields: Fields, words: Words, people: Collection[str], milestones: Collection[str]
) -> tuple[dict[str, Any], Errors]:
    """The fields of an issue that a form sent, as values, and what is wrong with them."""
    sent = {name: fields[name] for name in ("title", "description", "status", "priority") if name in fields}
    values: dict[str, Any] = dict(sent)
    errors: Errors = {}
    if not 3 <= len(values.get("title", "any")) <= 120:
        errors["title"] = "Enter a title of 3 to 120 characters."
    if values.get("status", "todo") not in STATUSES:
        errors["status"] = "Choose a status."
    if values.get("priority", "low") not in PRIORITIES:
        errors["priority"] = "Choose a priority."
    for name, known, noun in (("assignee", people, "member"), ("milestone", milestones, words.milestone.lower())):
        if name in fields:
            values[name] = fields[name]
            if fields[name] and fields[name] not in known:
                errors[name] = f"There is no {noun} of this name in the project."
    _read_numbers(fields, values, errors)
    return values, errors


def _read_numbers(fields: Fields, values: dict[str, Any], errors: Errors) -> None:
    if "due" in fields:
        values["due"] = date(fields["due"])
        if fields["due"] and not values["due"]:
            errors["due"] = "Enter a date as year-month-day, such as 2024-12-31."
    if "estimate" in fields:
        text = fields["estimate"] or "0"
        if text.isascii() and text.isdigit() and len(text) < 4:
            values["estimate"] = int(text)
        else:
            errors["estimate"] = "Enter whole hours, up to 999."


def date(text: str) -> datetime.date | None:
    """The day that a field tells."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def name_error(name: str, taken: Collection[str]) -> str:
    """What is wrong with the name of a label or a milestone; empty where nothing is."""
    if not 1 <= len(name) <= 40:
        return "Enter a name of up to 40 characters."
    if name.lower() in {other.lower() for other in taken}:
        return f"There is one called {name} already."
    return ""
