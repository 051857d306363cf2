"""A screenshot: its bytes in memory or in a file, known by their hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import PrivateAttr

from guiagent.actions import Value
from guiagent.errors import RunFolderError


class Screen(Value):
    """A screenshot, known by the hash of its PNG; the bytes stay in memory or, once recorded, in a file.

    `sha` is the first 16 hex digits of the PNG's SHA-256; `width` and `height` are in pixels.
    """

    sha: str
    width: int
    height: int
    _source: bytes | Path = PrivateAttr(default=b"")

    @classmethod
    def of(cls, png: bytes) -> Screen:
        """The screen in these PNG bytes; ValueError where they are not a PNG."""
        if png[:8] != b"\x89PNG\r\n\x1a\n" or len(png) < 24:
            raise ValueError(f"not a PNG: {png[:8]!r}")
        width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
        return cls(sha=hashlib.sha256(png).hexdigest()[:16], width=width, height=height).kept_in(png)

    def kept_in(self, source: bytes | Path) -> Screen:
        """The same screen with its bytes in `source`: the bytes themselves or the file that holds them."""
        screen = self.model_copy()
        screen._source = source
        return screen

    @property
    def png(self) -> bytes:
        """The PNG bytes; read anew at each call where they lie in a file. Raises RunFolderError where it is gone."""
        if not isinstance(self._source, Path):
            return self._source
        try:
            return self._source.read_bytes()
        except OSError as error:
            raise RunFolderError(f"cannot read {self._source}: {error.strerror or error}") from error

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Screen) and self.sha == other.sha

    def __hash__(self) -> int:
        return hash(self.sha)
