"""What a run was asked to be: the options of `guiagent run`, as `run.json` keeps them for `resume` and `replay`."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from guiagent.actions import Value
from guiagent.errors import UsageError
from guiagent.limits import Limits
from guiagent.models.local import Loading
from guiagent.runs import RunInfo
from guiagent.suites import Suite

_PAGES = (".html", ".htm", ".xhtml", ".svg", ".pdf")
"""How files end that a person may want opened, and hosts do not."""

Confirm = Literal["never", "risky", "always"]
Provider = Literal["auto", "anthropic", "openai", "google", "openai-compatible", "transformers"]
Marks = Literal["auto", "pixels", "page", "none"]


class RunOptions(Value):
    """Everything that a run is wired from. Secrets are specs (`name=@ENV`), never values."""

    instruction: str
    url: str = ""
    sandbox: str = ""
    task: str = ""
    suites: Path | None = None
    seed: int = 0
    port: int = 0
    model: str = "auto"
    base_url: str = ""
    dialect: str = ""
    provider: Provider = "auto"
    reflector: str = "pixels"
    headed: bool = False
    cdp: str = ""
    viewport: tuple[int, int] = (1280, 800)
    scale: float = 1.0
    limits: Limits = Limits()
    allow_domains: tuple[str, ...] = ()
    confirm: Confirm = "never"
    secrets: tuple[str, ...] = ()
    uploads: tuple[Path, ...] = ()
    uncalibrated: bool = False
    marks: Marks = "auto"
    grounder: str = ""
    grounder_url: str = ""
    grounder_dialect: str = ""
    zoom: bool = False
    examples: Path | None = None
    embedder: str = ""
    loading: Loading = Loading()


def viewport_of(text: str) -> tuple[int, int]:
    """`1280x800` as (width, height) in CSS pixels; UsageError where it is no size a page can have."""
    found = re.fullmatch(r"\s*(\d{2,5})\s*[x,]\s*(\d{2,5})\s*", text)
    if not found or not all(50 <= int(side) <= 8000 for side in found.groups()):
        raise UsageError(f"--viewport {text!r} is not WIDTHxHEIGHT with sides of 50 to 8000 pixels, as in 1280x800")
    return int(found[1]), int(found[2])


def screen_of(viewport: str, scale: float | None, suite: Suite | None) -> tuple[tuple[int, int], float]:
    """The page's size and its device pixels: as said, else those at which the suite's tasks can be done by sight."""
    usual = (suite.viewport, suite.scale) if suite else ((1280, 800), 1.0)
    return viewport_of(viewport) if viewport else usual[0], usual[1] if scale is None else scale


def url_of(text: str) -> str:
    """The address a person meant: `example.com` is https, a path of a file that exists is that file."""
    if re.match(r"(file|about):|https?://[^/?#]", text, re.IGNORECASE):
        return text
    if Path(text).is_file():
        return Path(text).resolve().as_uri()
    if re.match(r"(localhost|127\.|\[::1\])", text):
        return f"http://{text}"
    if re.match(r"https?:", text, re.IGNORECASE):
        raise UsageError(f"--url {text!r} names no host, as https://example.com does")
    if re.match(r"[a-z][a-z0-9+.-]*:(?!\d)", text, re.IGNORECASE):
        raise UsageError(f"--url {text!r}: only http, https, file and about addresses can be opened")
    host = re.split(r"[/?#]", text, maxsplit=1)[0]
    if "." not in host.strip(".") or " " in text or host.lower().endswith(_PAGES):
        raise UsageError(f"--url {text!r} is neither an address nor a file that is there")
    return f"https://{text}"


def loading_of(device: str, dtype: str, bits: int | None, attention: str, remote_code: bool) -> Loading:
    """How weights are to be loaded; UsageError for what no weights can be."""
    said = {"device": device, "dtype": dtype, "bits": bits, "attention": attention, "remote_code": remote_code}
    if not re.fullmatch(r"auto|cpu|mps|cuda(:\d+)?", device):
        raise UsageError(f"--device {device!r} is none: auto, cpu, mps, cuda or cuda:N")
    try:
        return Loading.model_validate(said)
    except ValidationError as error:
        wrong = error.errors()[0]
        raise UsageError(f"--{wrong['loc'][0]} {wrong['input']!r}: {wrong['msg']}") from error


def limits_of(
    steps: int | None, seconds: float | None, tokens: int | None, usd: float | None, others: Limits | None = None
) -> Limits:
    """These limits, and for each that is None the one in `others`. Raises UsageError for what is no amount."""
    if usd is not None and not 0 < usd < math.inf:
        raise UsageError(f"--max-cost {usd:g} must be more than 0")
    if seconds is not None and not math.isfinite(seconds):
        raise UsageError(f"--max-seconds {seconds:g} is no number of seconds")
    given = {"steps": steps, "seconds": seconds, "tokens": tokens, "usd": usd}
    return (others or Limits()).model_copy(update={name: limit for name, limit in given.items() if limit is not None})


def uploads_of(files: Sequence[Path]) -> tuple[Path, ...]:
    """The files that may be uploaded, resolved; UsageError for one that is not there."""
    for file in files:
        if not file.is_file():
            raise UsageError(f"--upload {str(file)!r} is no file")
    return tuple(file.resolve() for file in files)


def out_of(folder: Path) -> Path:
    """The folder for a new run; UsageError where it is a file or holds a run."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"--out {str(folder)!r} is a file, and a run is kept in a folder")
    if (folder / "run.json").exists() or (folder / "steps.jsonl").exists():
        raise UsageError(f"--out {str(folder)!r} holds a run already: name another folder, or guiagent resume {folder}")
    return folder


def options_of(info: RunInfo) -> RunOptions:
    """The options that a run was started with; UsageError where another version wrote what this one cannot read."""
    try:
        return RunOptions.model_validate(info.options)
    except ValidationError as error:
        raise UsageError(f"{info.id} was started with options that this guiagent does not know: {error}") from error
