"""Which of the published formats a file is in: told by its entries' fields, or by who asks, and never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guiagent.bench.grounding.entries import ConvertedEntry, Entry, OSWorldEntry, ProEntry, ScreenSpotEntry
from guiagent.errors import UsageError


@dataclass(frozen=True)
class Format:
    """A published format. `fields` are those that tell it from the others, `without` one that it never has."""

    name: str
    entry: type[Entry]
    fields: frozenset[str]
    without: str = ""

    def fits(self, entry: Mapping[str, Any]) -> bool:
        """Whether an entry has the fields of this format."""
        return self.fields <= entry.keys() and self.without not in entry


_CONVERTED = frozenset({"img_filename", "bbox", "img_size", "ui_type"})
_FIRST = frozenset({"img_filename", "bbox", "data_type"})

FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format("screenspot", ScreenSpotEntry, _FIRST, without="img_size"),
        Format("screenspot-v2", ScreenSpotEntry, _FIRST, without="img_size"),
        Format("screenspot-v2-xyxy", ConvertedEntry, _CONVERTED, without="application"),
        Format("screenspot-pro", ProEntry, _CONVERTED | {"application"}),
        Format("osworld-g", OSWorldEntry, frozenset({"image_path", "box_type", "box_coordinates"})),
    )
}

_NAMED = re.compile(r"screenspot_(desktop|mobile|web)(_v2)?", re.IGNORECASE)


def format_named(name: str) -> Format:
    """The format of this name. Raises UsageError that lists what there is."""
    if name not in FORMATS:
        raise UsageError(f"--format {name!r} is none of {', '.join(FORMATS)}")
    return FORMATS[name]


def format_of(file: Path, first: Mapping[str, Any]) -> Format:
    """The format whose fields a file's first entry has. Raises UsageError where it is none of them."""
    fitting = [form for form in FORMATS.values() if form.fits(first)]
    if not fitting:
        known = "; ".join(f"{form.name} has {', '.join(sorted(form.fields))}" for form in FORMATS.values())
        raise UsageError(f"{file}: item 1 has the fields {', '.join(sorted(first)) or '(none)'}: no format of {known}")
    second = len(fitting) > 1 and "_v2" in file.stem.lower()  # ScreenSpot and its second version differ in names alone
    return fitting[1] if second else fitting[0]


def platform_of(file: Path) -> str:
    """What a file's name says of the platform, as ScreenSpot's do: desktop, mobile or web; empty where it does not."""
    found = _NAMED.match(file.stem)
    return found[1].lower() if found else ""
