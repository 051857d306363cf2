"""A command's help with its options under headings, in plain text."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

PLACE = "Where to work"
TASKS = "Which tasks"
MODEL = "The model"
BESIDE = "Beside the model"
WEIGHTS = "Weights in this process"
PICTURES = "What it is asked"
LIMITS = "Limits"
FENCES = "Fences"
OUTPUT = "Output"


class Headed(TyperCommand):
    """An option stands under its `rich_help_panel`, which typer itself heeds only where its help is drawn in boxes."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the sections in the order in which their first options come."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            if (record := param.get_help_record(ctx)) is not None:
                usual = "Arguments" if param.param_type_name == "argument" else "Options"
                heading = getattr(param, "rich_help_panel", None) or usual
                sections.setdefault(heading, []).append(record)
        for heading, records in sections.items():
            with formatter.section(heading):
                formatter.write_dl(records)
