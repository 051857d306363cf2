"""Vectors by name, kept in one file beside the runs, so that no screen is looked at twice."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


def file_of(folder: Path, embedder: str) -> Path:
    """The file of an embedder's vectors: those of one mean nothing to another."""
    return folder / f"recall-{re.sub(r'[^A-Za-z0-9._-]', '-', embedder)}.npz"


def read(path: Path) -> dict[str, Vector]:
    """What is kept there; nothing where there is no such file. Raises ValueError where it is damaged."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            names, rows = kept["names"], kept["vectors"]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"{path} is damaged") from error
    if rows.ndim != 2 or rows.dtype != np.float32 or len(names) != len(rows) or not np.isfinite(rows).all():
        raise ValueError(f"{path} is damaged")
    return dict(zip(names.tolist(), rows, strict=True))


def write(path: Path, vectors: Mapping[str, Vector]) -> None:
    """Put the whole file in its place at once, readable for its owner alone, as runs are. Raises OSError."""
    content = io.BytesIO()
    np.savez(content, names=np.array(list(vectors)), vectors=stacked(vectors.values()))
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content.getvalue())
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def stacked(vectors: Iterable[Sequence[float] | Vector]) -> NDArray[np.float32]:
    """Vectors as the rows of one array."""
    return np.asarray(list(vectors), np.float32)
