"""A results folder as it is summed up."""

from __future__ import annotations

from guiagent.bench.overview import Batch
from guiagent.bench.results import Results
from guiagent.bench.settings import Settings


def batch_of(results: Results) -> Batch:
    """What a folder holds, and what to tell of how it was run."""
    return Batch(results.folder, results.rows, results.planned, facts_of(results.settings))


def facts_of(settings: Settings) -> dict[str, str]:
    """What a reader wants to know of how it was run, in words."""
    seeds = ", ".join(map(str, settings.seeds[:5])) + (", …" if len(settings.seeds) > 5 else "")
    limits = settings.limits.model_dump(exclude_none=True)
    facts = {
        "model": settings.model,
        "started": f"{settings.started:%Y-%m-%d %H:%M %Z}".strip(),
        "asked": f"{len(settings.tasks)} tasks at {len(settings.seeds)} seeds ({seeds})",
        "limits": ", ".join(f"{value:g} {name}" for name, value in limits.items()),
        "screen": f"{settings.viewport[0]} by {settings.viewport[1]} CSS pixels at scale {settings.scale:g}",
        "options": ", ".join(f"{name} {value}" for name, value in sorted(settings.options.items())),
        "configuration": settings.config,
        "versions": ", ".join(f"{name} {value}" for name, value in settings.versions.items()),
        "git": settings.git,
        "machine": ", ".join(f"{name} {value}" for name, value in settings.machine.items()),
    }
    return {name: fact for name, fact in facts.items() if fact}
