"""Tasks in copyparty: looking into files, and making, renaming, moving and deleting them."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from random import Random

from guiagent.actions import Press, Type
from guiagent.policies.scripted import Move, click, finish, give_up, type_into
from guiagent.sandboxes.copyparty.state import File, Folder
from guiagent.sandboxes.copyparty.world import Share, words
from guiagent.tasks._planned import Plan

_OK = Move(then=(Press(keys=("Enter",)),))
"""The answer to the question that copyparty asks before it does something."""


def read_contact(world: Share) -> Plan:
    """A number in a file's text."""
    files = world.inside("")
    place = _chance(world, "read-contact").randrange(len(files))
    numbers = [_contact(file)[1] for file in files]
    answer = numbers.pop(place)
    return Plan(
        instruction=f"Open the file '{files[place].path}' and report the telephone number that it names.",
        moves=(click("link", "-txt-", place), finish(answer)),
        expected=world.initial,
        answers=(answer,),
        decoys=tuple(number for number in numbers if number != answer),
    )


def make_folder(world: Share) -> Plan:
    """A new folder in another one."""
    chance = _chance(world, "make-folder")
    folder = chance.choice(world.folders)
    name = chance.choice([each for each in words()["folders"] if each not in world.folders])
    made = Folder(path=f"{folder}/{name}")
    return Plan(
        instruction=f"Make a new folder '{name}' in the folder '{folder}'.",
        moves=(
            *_entered(folder),
            click("link", "📂"),
            type_into("textbox", "awesome mix vol.1", name),
            click("button", "make directory"),
            finish(),
        ),
        expected=world.initial.model_copy(update={"folders": (*world.initial.folders, made)}),
    )


def rename_file(world: Share) -> Plan:
    """A file gets another name."""
    chance = _chance(world, "rename-file")
    folder, file = _one(world, chance)
    name = f"{_unused(world, chance)}.txt"
    return Plan(
        instruction=f"Rename the file '{_short(file)}' in the folder '{folder}' to '{name}'.",
        moves=(
            *_chosen(world, folder, file),
            click("link", "✎ name"),
            Move(then=(Press(keys=("Control", "a")), Type(text=name))),
            click("button", "✅ APPLY RENAME"),
            finish(),
        ),
        expected=_with(world, file, File(path=f"{folder}/{name}", text=file.text)),
    )


def move_file(world: Share) -> Plan:
    """A file goes from one folder to another."""
    chance = _chance(world, "move-file")
    folder, file = _one(world, chance)
    other = chance.choice([each for each in world.folders if each != folder])
    return Plan(
        instruction=f"Move the file '{_short(file)}' from the folder '{folder}' to the folder '{other}'.",
        moves=_moved(world, folder, file, other),
        expected=_with(world, file, File(path=f"{other}/{_short(file)}", text=file.text)),
    )


def delete_file(world: Share) -> Plan:
    """A file is deleted."""
    folder, file = _one(world, _chance(world, "delete-file"))
    return Plan(
        instruction=f"Delete the file '{_short(file)}' in the folder '{folder}'.",
        moves=_deleted(world, folder, file),
        expected=_with(world, file),
    )


def delete_what_is_not_there(world: Share) -> Plan:
    """A file that is nowhere."""
    chance = _chance(world, "delete-what-is-not-there")
    folder, name = chance.choice(world.folders), f"{_unused(world, chance)}.txt"
    return Plan(
        instruction=f"Delete the file '{name}' in the folder '{folder}'. Give up if it is not there.",
        moves=(*_entered(folder), Move(role="columnheader", name="Size"), give_up("it is not there")),
        expected=world.initial,
        impossible=True,
        looked=(f"GET /{folder}/",),
    )


def delete_largest(world: Share) -> Plan:
    """The largest file of a folder is deleted, known by its size."""
    chance = _chance(world, "delete-largest")
    folder = chance.choice([each for each in world.folders if _has_largest(world, each)] or world.folders)
    file = max(world.inside(folder), key=_size)
    return Plan(
        instruction=f"Delete the largest file in the folder '{folder}', and no other.",
        moves=_deleted(world, folder, file),
        expected=_with(world, file),
    )


def move_by_contact(world: Share) -> Plan:
    """A file is moved that only its text tells from the others."""
    chance = _chance(world, "move-by-contact")
    folder, file = _one(world, chance)
    other = chance.choice([each for each in world.folders if each != folder])
    return Plan(
        instruction=(
            f"One file in the folder '{folder}' says to call the telephone number {_contact(file)[1]}. Move this file "
            f"to the folder '{other}'."
        ),
        moves=_moved(world, folder, file, other),
        expected=_with(world, file, File(path=f"{other}/{_short(file)}", text=file.text)),
    )


def _chance(world: Share, task: str) -> Random:
    return Random(f"{world.seed}:copyparty:{task}")


def _one(world: Share, chance: Random) -> tuple[str, File]:
    """A folder, and a file in it."""
    folder = chance.choice(world.folders)
    return folder, chance.choice(world.inside(folder))


def _unused(world: Share, chance: Random) -> str:
    """A name that no file begins with."""
    used = " ".join(file.path for file in world.initial.files)
    return (
        f"{chance.choice([each for each in words()['topics'] if each not in used])}-{chance.choice(words()['kinds'])}"
    )


def _contact(file: File) -> tuple[str, str]:
    """Whom a file names, and the number."""
    found = re.search(r"Contact: (\w+), telephone (\d+)", file.text)
    assert found is not None
    return found[1], found[2]


def _short(file: File) -> str:
    return PurePosixPath(file.path).name


def _size(file: File) -> int:
    return len(file.text.encode())


def _has_largest(world: Share, folder: str) -> bool:
    sizes = sorted(map(_size, world.inside(folder)))
    return sizes[-1] > sizes[-2]


def _entered(folder: str) -> tuple[Move, ...]:
    return (click("link", f"{folder}/"),)


def _chosen(world: Share, folder: str, file: File) -> tuple[Move, ...]:
    """A file's line, selected by a click on its date."""
    return *_entered(folder), click("cell", f"{world.dates[file.path]:%Y-%m-%d %H:%M:%S}")


def _deleted(world: Share, folder: str, file: File) -> tuple[Move, ...]:
    return *_chosen(world, folder, file), click("link", "⌫ del."), _OK, _OK, finish()


def _moved(world: Share, folder: str, file: File, other: str) -> tuple[Move, ...]:
    return (
        *_chosen(world, folder, file),
        click("link", "✂ cut"),
        click("link", other),
        Move(role="columnheader", name="Size"),
        click("link", "📋 paste"),
        _OK,
        finish(),
    )


def _with(world: Share, gone: File, *added: File) -> object:
    """The folder without one file, and with another."""
    files = (*(file for file in world.initial.files if file != gone), *added)
    return world.initial.model_copy(update={"files": files})
