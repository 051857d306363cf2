"""One self-contained page of a benchmark: no request leaves it, and it opens without a network."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from guiagent.bench import figures
from guiagent.bench.overview import Batch, Overview, shares_of
from guiagent.bench.page import clouds, plots
from guiagent.bench.page.matrix import CELL, sections
from guiagent.bench.page.scales import rates
from guiagent.bench.tables import short, title_of
from guiagent.runs.writing import put

_HERE = Path(__file__).parent


def write_page(path: Path, overview: Overview, batches: Sequence[Batch]) -> Path:
    """Write the page of what these folders came to, and return its path. Raises RunFolderError where it cannot."""
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, render(path, overview, batches).encode("utf-8", "replace"))  # half a surrogate pair has no bytes
    return path


def render(path: Path, overview: Overview, batches: Sequence[Batch]) -> str:
    """The page's HTML; it links to trajectories as seen from `path`."""
    style, script = (Markup((_HERE / name).read_text("utf-8")) for name in ("page.css", "page.js"))
    models = overview.models
    return (
        _environment()
        .get_template("page.html")
        .render(
            overview=overview,
            models=models,
            title=title_of(overview),
            told=_told(overview, batches),
            rows=[plot for make in (plots.levels, plots.failures) if (plot := make(models))],
            more=[plot for make in (plots.ratios, plots.durations) if (plot := make(models))],
            cost=clouds.scatter(models),
            reliability=clouds.curves(models),
            sections=sections(models, shares_of(batches), path.absolute()),
            facts=_facts(batches),
            most=max((len(model.pass_hat) for model in models), default=0),
            rate=rates(4, 156)[0],
            style=style,
            script=script,
            style_hash=_hash(style),
            script_hash=_hash(script),
        )
    )


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"fig": figures, "cell": CELL, "short": short}
    return made


def _told(overview: Overview, batches: Sequence[Batch]) -> str:
    """`125 tasks in 78 groups at 5 seeds, 6 models, 3,750 attempts`."""
    tasks = {part.name for model in overview.models for part in model.tasks}
    groups = {part.name for model in overview.models for part in model.groups}
    seeds = {key.seed for batch in batches for key in (*batch.planned, *batch.rows)}
    attempts = sum(model.attempts for model in overview.models)
    within = f" in {len(groups)} groups" if len(groups) < len(tasks) else ""
    counted = f"{_number(len(seeds), 'seed')}, {_number(len(overview.models), 'model')}, {_number(attempts, 'attempt')}"
    return f"{_number(len(tasks), 'task')}{within} at {counted}"


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _facts(batches: Sequence[Batch]) -> list[tuple[str, Mapping[str, str]]]:
    return [(batch.path.name, batch.facts) for batch in batches if batch.facts]


def _hash(text: str) -> str:
    """The hash by which the page's policy lets its own style and script through, and nothing else."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
