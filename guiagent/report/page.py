"""One self-contained page of a run: no request leaves it, and it opens without a network."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from guiagent.report.facts import pages_of, summary_of, title_of
from guiagent.report.pictures import BUDGET, pictures_of
from guiagent.runs import Recorded, read
from guiagent.runs.writing import put

_HERE = Path(__file__).parent


def write_report(folder: Path) -> Path:
    """Write `report.html` into a run's folder, whatever state the run is in, and return its path.

    Raises RunFolderError where the run cannot be read or the page cannot be written.
    """
    path = folder / "report.html"
    put(path, render(read(folder)).encode("utf-8", "replace"))  # half a surrogate pair has no bytes
    return path


def render(run: Recorded, budget: int = BUDGET) -> str:
    """The page's HTML; pictures take at most `budget` bytes before they are put in base64."""
    pages = pages_of(run)
    style, script = (Markup((_HERE / name).read_text("utf-8")) for name in ("page.css", "page.js"))
    return (
        Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        .get_template("page.html")
        .render(
            title=title_of(run),
            run=summary_of(run),
            pages=pages,
            pictures=pictures_of((screen for page in pages for screen in (page.before, page.after)), budget),
            name=run.path.resolve().name,
            style=style,
            script=script,
            style_hash=_hash(style),
            script_hash=_hash(script),
        )
    )


def _hash(text: str) -> str:
    """The hash by which the page's policy lets its own style and script through, and nothing else."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
