"""Files that are never found half written: lines appended whole, and whole files put in place at once."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pydantic import BaseModel

from guiagent.errors import RunFolderError

_REMEDIES = {
    errno.ENOSPC: "make room",
    errno.EDQUOT: "make room",
    errno.EFBIG: "raise the limit on file sizes",
    errno.EROFS: "choose another folder with --out",
    errno.EACCES: "make it writable, or choose another folder with --out",
}


def json_of(value: BaseModel, indent: int | None = None) -> bytes:
    """JSON in UTF-8, on one line unless it is indented."""
    fields, separators = value.model_dump(mode="json"), None if indent else (",", ":")
    try:
        return json.dumps(fields, ensure_ascii=False, indent=indent, separators=separators).encode()
    except UnicodeEncodeError:  # half of a surrogate pair, as a reply that was cut off may hold
        return json.dumps(fields, indent=indent, separators=separators).encode()


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Says, where the system refuses a write, which file it was and what a person can do."""
    try:
        yield
    except OSError as error:
        remedy = _REMEDIES.get(error.errno or 0)
        advice = f"; {remedy}" if remedy else ""
        raise RunFolderError(f"cannot write {path}: {error.strerror or error}{advice}") from error


def put(path: Path, content: bytes, durable: bool = False) -> None:
    """Write a whole file beside its place, then move it there; `durable` waits until it would outlast a power cut."""
    draft = path.with_name(f".{path.name}.draft")
    with writing(path):
        try:
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                if durable:
                    os.fsync(file.fileno())
            draft.replace(path)
        except BaseException:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            raise


def remove_drafts(folder: Path) -> None:
    """Remove what a process that was killed in `put` has left."""
    for draft in folder.glob(".*.draft"):
        with writing(draft):
            draft.unlink(missing_ok=True)


class Lines:
    """An append-only file. Each line is handed to the system before `append` returns, so it outlives the process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with writing(path):
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            self._size = os.fstat(self._file).st_size
        self._torn = False

    def append(self, line: bytes) -> None:
        """Append a line, or nothing: what was written of it is taken back. Raises RunFolderError."""
        if self._torn:
            raise RunFolderError(f"cannot write {self.path}: an earlier line could not be taken back")
        with writing(self.path):
            try:
                rest = memoryview(line)
                while rest:
                    rest = rest[os.write(self._file, rest) :]
            except BaseException:
                self._take_back()
                raise
        self._size += len(line)

    def cut(self, size: int) -> None:
        """Drop everything after the first `size` bytes."""
        with writing(self.path):
            os.ftruncate(self._file, size)
        self._size = size

    def sync(self) -> None:
        """Wait until the lines would outlast a power cut."""
        with writing(self.path):
            os.fsync(self._file)

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _take_back(self) -> None:
        try:
            os.ftruncate(self._file, self._size)
        except OSError:
            self._torn = True  # only the end of the file may be torn, so nothing may follow
