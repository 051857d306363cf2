"""A shared folder's world: which files lie where and what they say. A seed decides all of it."""

from __future__ import annotations

import datetime
import tomllib
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath
from random import Random

from guiagent.actions import Value
from guiagent.sandboxes.copyparty.state import File, FilesState, Folder

_BEGAN = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


class Share(Value):
    """A shared folder. `initial` is the state that it opens with."""

    seed: int
    initial: FilesState

    @property
    def folders(self) -> tuple[str, ...]:
        """The names of its folders."""
        return tuple(folder.path for folder in self.initial.folders)

    @property
    def dates(self) -> dict[str, datetime.datetime]:
        """When each file and folder was changed last, a day of its own for each: a seed's screens never change."""
        paths = (*self.folders, *(file.path for file in self.initial.files))
        return {path: _BEGAN + datetime.timedelta(days=day) for day, path in enumerate(paths)}

    def inside(self, folder: str) -> tuple[File, ...]:
        """The files of one folder; "" is the outermost."""
        return tuple(file for file in self.initial.files if PurePosixPath(file.path).parent == PurePosixPath(folder))


@cache
def words() -> dict[str, list[str]]:
    """What shared folders are made of."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=32)
def world(seed: int) -> Share:
    """The shared folder with this seed: always the same."""
    rng = Random(f"{seed}:copyparty")
    folders = sorted(rng.sample(words()["folders"], 4))
    topics = iter(rng.sample(words()["topics"], 16))
    files = [
        File(path=f"{folder}/{name}" if folder else name, text=_text(rng, name))
        for folder in ("", *folders)
        for name in (f"{next(topics)}-{rng.choice(words()['kinds'])}.txt" for _ in range(3))
    ]
    return Share(
        seed=seed,
        initial=FilesState(
            files=tuple(sorted(files, key=lambda file: PurePosixPath(file.path))),
            folders=tuple(Folder(path=folder) for folder in folders),
        ),
    )


def _text(rng: Random, name: str) -> str:
    """A text of its own length, with somebody to call in it."""
    lines = rng.sample(words()["sentences"], rng.randrange(2, 8))
    contact = f"Contact: {rng.choice(words()['people'])}, telephone {rng.randrange(1000, 9999)}."
    return "\n".join((name.removesuffix(".txt").replace("-", " ").capitalize(), "", *lines, contact, ""))
