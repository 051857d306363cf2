"""Reads a grounding set from a folder in its published layout, and asserts that it is what it seems to be."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from guiagent.bench.grounding.conventions import SLACK, Boxed, agreed
from guiagent.bench.grounding.entries import Entry, Size
from guiagent.bench.grounding.formats import Format, format_named, format_of, platform_of
from guiagent.bench.grounding.items import GroundingSet, Item, Polygon
from guiagent.bench.grounding.pictures import size_of
from guiagent.errors import UsageError

FILES = ("screenspot*.json", "OSWorld-G*.json", "annotations/*.json")
"""How the published sets call the files of their items; in a folder that has none of these, every .json is one."""
IMAGES = ("", "images", "screenspotv2_image", "screenspot_imgs", "screenspot_images")
"""Where they keep their pictures, beside those files or a folder further up."""
TOLD = 3


@dataclass(frozen=True)
class Read:
    """One entry of a file: where it stands in words for a person, and the id that it has where it names none."""

    file: Path
    number: int
    entry: Entry

    @property
    def place(self) -> str:
        return f"{self.file}: item {self.number}"

    @property
    def item(self) -> Item:
        try:
            return self.entry.item(f"{self.file.stem}#{self.number}", platform_of(self.file))
        except ValueError as error:
            raise UsageError(f"{self.place}: {_why(error)}") from error


def read_set(place: Path, form: str = "", images: Path | None = None) -> GroundingSet:
    """The set in a folder, or of one file. `form` is the format's name, empty where its fields tell it.

    Raises UsageError, naming the file and the item, for what is missing, cannot be read, or contradicts itself.
    """
    files = _files(place)
    loaded = [(file, _entries(file)) for file in files]
    formats = [(file, format_named(form) if form else format_of(file, first)) for file, (first, *_) in loaded]
    _alike(formats)
    found = formats[0][1]
    reads = [each for file, entries in loaded for each in _checked(file, entries, found)]
    pictures = _pictures(reads, images, files)
    sizes = {name: size_of(path, f"the picture of {at}") for name, (path, at) in pictures.items()}
    remarks = _agreeing(reads, sizes, found)
    items = tuple(each.item for each in reads)
    _distinct(items, reads)
    return GroundingSet(
        name=place.resolve().name,
        format=found.name,
        items=items,
        images={name: path for name, (path, _) in pictures.items()},
        remarks=remarks,
    )


def _files(place: Path) -> list[Path]:
    """The files of a set. Raises UsageError where there are none, or two versions of the same items."""
    if place.is_file():
        return [place]
    if not place.is_dir():
        raise UsageError(f"there is no folder or file {str(place)!r}")
    named = sorted(file for pattern in FILES for file in place.glob(pattern))
    files = named or sorted(place.glob("*.json"))
    if not files:
        raise UsageError(f"{str(place)!r} holds no .json file of a grounding set: {', '.join(FILES)}")
    refined = [file for file in files if file.stem.lower().endswith("_refined")]
    if refined and len(refined) < len(files):
        raise UsageError(
            f"{str(place)!r} holds two versions of the same items, {files[0].name} and {refined[0].name}: name one"
        )
    return files


def _entries(file: Path) -> list[Mapping[str, Any]]:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror or error}") from error
    except ValueError as error:
        raise UsageError(f"{file} is not JSON: {error}") from error
    if not isinstance(told, list) or not told:
        raise UsageError(f"{file} holds no list of items")
    for number, entry in enumerate(told, 1):
        if not isinstance(entry, dict):
            raise UsageError(f"{file}: item {number} is no object with fields")
    return told


def _alike(formats: Sequence[tuple[Path, Format]]) -> None:
    (one, form), *others = formats
    for other, another in others:
        if another != form:
            raise UsageError(f"{one} is in the format {form.name}, and {other} in {another.name}: name one of them")


def _checked(file: Path, entries: Iterable[Mapping[str, Any]], form: Format) -> Iterator[Read]:
    for number, told in enumerate(entries, 1):
        try:
            yield Read(file, number, form.entry.model_validate(told))
        except ValidationError as error:
            raise UsageError(f"{file}: item {number} is no item of {form.name}: {_why(error)}") from error


def _why(error: ValueError) -> str:
    """What is wrong, without what pydantic says of itself."""
    if not isinstance(error, ValidationError):
        return str(error)
    wrong = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in islice(error.errors(), TOLD)]
    return "; ".join(wrong)


def _pictures(reads: Sequence[Read], images: Path | None, files: Sequence[Path]) -> dict[str, tuple[Path, str]]:
    """The file of each picture and an item that needs it. Raises UsageError where any is missing."""
    if images is not None and not images.is_dir():
        raise UsageError(f"--images {str(images)!r} is no folder")
    above = dict.fromkeys(folder for file in files for folder in (file.parent, file.parent.parent))
    folders = [images] if images else [folder / name for folder in above for name in IMAGES]
    found: dict[str, tuple[Path, str]] = {}
    for each in reads:
        name = each.entry.picture
        if name in found:
            continue
        path = next((path for folder in folders if (path := folder / name).is_file()), None)
        if path is None:
            searched = ", ".join(sorted({str(folder) for folder in folders if folder.is_dir()}))
            raise UsageError(f"{each.place}: its picture {name!r} is not in {searched}; --images FOLDER says where")
        found[name] = path, each.place
    return found


def _agreeing(reads: Sequence[Read], sizes: Mapping[str, Size], form: Format) -> tuple[str, ...]:
    """Remarks. Raises UsageError where sizes or boxes contradict the pictures; each file is looked at by itself."""
    boxes: dict[Path, list[Boxed]] = {}
    for each in reads:
        size = sizes[each.entry.picture]
        if each.entry.size not in (None, size):
            said = "{}x{}".format(*(each.entry.size or ()))
            raise UsageError(f"{each.place}: its picture has {size[0]}x{size[1]} pixels, and the file says {said}")
        boxes.setdefault(each.file, []).extend(_boxes(each, size))
    remarks = (agreed(those, form.entry.reading, form.name) for those in boxes.values())
    return tuple(filter(None, remarks))


def _boxes(each: Read, size: Size) -> Iterator[Boxed]:
    try:
        box = each.entry.box
    except ValueError as error:
        raise UsageError(f"{each.place}: {_why(error)}") from error
    if box is not None:
        yield Boxed(each.place, box, size)
    elif isinstance(outline := each.item.target, Polygon):
        left, top, right, bottom = outline.around
        if min(left, top) < -SLACK or right > size[0] + SLACK or bottom > size[1] + SLACK:
            raise UsageError(f"{each.place}: the polygon reaches out of its picture of {size[0]}x{size[1]}")


def _distinct(items: Sequence[Item], reads: Sequence[Read]) -> None:
    seen: dict[str, str] = {}
    for item, each in zip(items, reads, strict=True):
        if item.id in seen:
            raise UsageError(f"{each.place} has the id {item.id!r} of {seen[item.id]}")
        seen[item.id] = each.place
