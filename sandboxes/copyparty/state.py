"""What is judged in a folder that copyparty serves: its files, its folders, and what was asked for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from guiagent.actions import Value
from guiagent.errors import SandboxError
from guiagent.sandboxes._tables import Tables

LARGEST = 100_000
"""Bytes of a file whose text is kept; of a larger one, and of one that is no text, its SHA-256."""


class File(Value):
    """A file: its path below the served folder, with slashes, and its text."""

    path: str
    text: str


class Folder(Value):
    """A folder below the served one."""

    path: str


class Visit(Value):
    """A request: "GET /Photos/?ls"."""

    id: int
    path: str


class FilesState(Value):
    """The served folder at one moment."""

    files: tuple[File, ...] = ()
    folders: tuple[Folder, ...] = ()
    visits: tuple[Visit, ...] = ()


TABLES: Tables[FilesState] = Tables(
    world="copyparty",
    schema=Path(__file__),
    state=FilesState,
    rows={"files": File, "folders": Folder, "visits": Visit},
)
"""How two states are compared; what is in the folder is read by `read`."""

_REQUEST = re.compile(r"\] (GET|POST|PUT)\s+(/\S*)")
_COLOUR = re.compile(r"\x1b\[[\d;]*m")


def read(served: Path, log: Path) -> FilesState:
    """The folder as it is, and the requests in copyparty's log. Raises SandboxError."""
    try:
        found = sorted(each for each in served.rglob("*") if ".hist" not in each.relative_to(served).parts)
        files = tuple(File(path=_name(each, served), text=_text(each)) for each in found if each.is_file())
        folders = tuple(Folder(path=_name(each, served)) for each in found if each.is_dir())
    except OSError as error:
        raise SandboxError(f"cannot read the folder {served}: {error}") from error
    return FilesState(files=files, folders=folders, visits=tuple(_visits(log)))


def _name(path: Path, served: Path) -> str:
    return path.relative_to(served).as_posix()


def _text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode() if len(data) <= LARGEST else _digest(data)
    except UnicodeDecodeError:
        return _digest(data)


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _visits(log: Path) -> Iterator[Visit]:
    lines = _COLOUR.sub("", log.read_text(encoding="utf-8", errors="replace")) if log.exists() else ""
    for index, (method, path) in enumerate(_REQUEST.findall(lines), 1):
        yield Visit(id=index, path=f"{method} {path}")
