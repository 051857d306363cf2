"""What calibrations have found, kept in one file a user, so that a run can refuse a model that failed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

from filelock import FileLock
from pydantic import ValidationError

from guiagent.actions import Value
from guiagent.calibration.verdict import Verdict
from guiagent.errors import RunFolderError


class Kept(Value):
    """A verdict on a model at an address in a way of speaking, with its date and the seed of the pictures."""

    model: str
    base_url: str
    speech: str
    when: datetime
    seed: int
    verdict: Verdict


class _File(Value):
    version: int = 1
    results: tuple[Kept, ...] = ()


@dataclass(frozen=True)
class Calibrations:
    """The last verdict of each (model, base URL, speech). Its methods raise RunFolderError where the file is broken."""

    path: Path

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Calibrations:
        """The user's own: in the folder GUIAGENT_STATE, else as XDG has it."""
        state = environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
        return cls(Path(environ.get("GUIAGENT_STATE") or Path(state) / "guiagent") / "calibration.json")

    def last(self, model: str, base_url: str, speech: str) -> Kept | None:
        """What was found the last time; None where it was never looked at."""
        wanted = (model, shown(base_url), speech)
        return next((each for each in self._read() if _key(each) == wanted), None)

    def blind(self, model: str) -> Kept | None:
        """The last verdict on a model, wherever and however it was asked, if that is that it sees no pictures."""
        mine = max((each for each in self._read() if each.model == model), key=lambda each: each.when, default=None)
        return mine if mine and mine.verdict.finding == "blind" else None

    def keep(self, found: Kept) -> None:
        """Write it down in the place of an earlier one: all of it or, where that fails, nothing."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path.with_suffix(".lock"), timeout=10):
                found = found.model_copy(update={"base_url": shown(found.base_url)})
                others = [each for each in self._read() if _key(each) != _key(found)]
                self._write(_File(results=(*others, found)))
        except OSError as error:
            raise RunFolderError(f"cannot write {self.path}: {error.strerror or error}") from error

    def _read(self) -> tuple[Kept, ...]:
        try:
            return _File.model_validate_json(self.path.read_bytes()).results
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise RunFolderError(f"cannot read {self.path}: {error.strerror or error}") from error
        except ValidationError as error:
            raise RunFolderError(f"{self.path} is no file of calibrations; move it away to begin anew") from error

    def _write(self, file: _File) -> None:
        with NamedTemporaryFile(
            "w", dir=self.path.parent, prefix=".calibration-", delete=False, encoding="utf-8"
        ) as out:
            try:
                out.write(file.model_dump_json(indent=1))
                out.flush()
                os.fsync(out.fileno())
                Path(out.name).replace(self.path)
            except BaseException:
                Path(out.name).unlink(missing_ok=True)
                raise


def shown(base_url: str) -> str:
    """A base URL without what may be secret in it: user, password and query; a place that is no URL as it is."""
    if "://" not in base_url:
        return base_url
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}".rstrip("/")


def _key(kept: Kept) -> tuple[str, str, str]:
    return kept.model, kept.base_url, kept.speech
