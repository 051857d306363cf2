"""Choices that the command line must know before anything heavy is imported, and the options that commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from guiagent.cli import headed


class Confirm(StrEnum):
    """Which actions are asked about before they are done."""

    never = "never"
    risky = "risky"
    always = "always"


class Provider(StrEnum):
    """`--provider`."""

    auto = "auto"
    anthropic = "anthropic"
    openai = "openai"
    google = "google"
    compatible = "openai-compatible"
    transformers = "transformers"


class Marks(StrEnum):
    """`--marks`."""

    auto = "auto"
    pixels = "pixels"
    page = "page"
    none = "none"


class Dtype(StrEnum):
    """`--dtype`."""

    auto = "auto"
    bf16 = "bf16"
    fp16 = "fp16"
    fp32 = "fp32"


ModelName = Annotated[
    str,
    typer.Option(
        "--model", "-m", metavar="NAME", help="A model's name, a folder with weights, reader (offline), or auto.",
        rich_help_panel=headed.MODEL,
    ),
]  # fmt: skip
BaseUrl = Annotated[
    str,
    typer.Option(
        metavar="URL", help="Where the model is asked, as http://localhost:8000/v1.", rich_help_panel=headed.MODEL
    ),
]
ProviderName = Annotated[
    Provider,
    typer.Option(
        metavar="NAME",
        help="Who runs the model: anthropic, openai, google, openai-compatible or transformers (auto: by its name).",
        rich_help_panel=headed.MODEL,
    ),
]
Dialect = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="How to speak with a model nobody knows, as qwen2.5 or json:1000.",
        rich_help_panel=headed.MODEL,
    ),
]
MarksFrom = Annotated[
    Marks,
    typer.Option(
        metavar="FROM",
        help="Number the places for it, found in the pixels or the page: pixels, page or none (auto: as it needs).",
        rich_help_panel=headed.MODEL,
    ),
]
GrounderName = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="Who says where, so that the model only says what; or ocr.",
        rich_help_panel=headed.BESIDE,
    ),
]
GrounderUrl = Annotated[
    str,
    typer.Option(
        metavar="URL", help="Where the grounder is asked, if not in this process.", rich_help_panel=headed.BESIDE
    ),
]
GrounderDialect = Annotated[
    str,
    typer.Option(metavar="NAME", help="How to speak with a grounder nobody knows.", rich_help_panel=headed.BESIDE),
]
ReflectorName = Annotated[
    str,
    typer.Option(metavar="NAME", help="Who judges each step: pixels, same, or a model.", rich_help_panel=headed.BESIDE),
]
Suites = Annotated[
    Path | None,
    typer.Option("--tasks", metavar="DIR", help="Your own suites are here, too.", rich_help_panel=headed.TASKS),
]
Zoom = Annotated[
    bool,
    typer.Option(
        "--zoom", help="Point twice: again in a closer look around the first answer.", rich_help_panel=headed.BESIDE
    ),
]
Device = Annotated[
    str,
    typer.Option(
        metavar="NAME", help="cuda, cuda:1, mps or cpu (auto: the best that is there).", rich_help_panel=headed.WEIGHTS
    ),
]
DtypeName = Annotated[
    Dtype,
    typer.Option(
        metavar="NAME", help="Precision: bf16, fp16 or fp32 (auto: the device's).", rich_help_panel=headed.WEIGHTS
    ),
]
Bits = Annotated[
    int | None,
    typer.Option(metavar="4|8", help="Load them quantised, by bitsandbytes.", rich_help_panel=headed.WEIGHTS),
]
Attention = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="sdpa, eager or flash_attention_2 (auto: sdpa, where the family has it).",
        rich_help_panel=headed.WEIGHTS,
    ),
]
RemoteCode = Annotated[
    bool,
    typer.Option(
        "--trust-remote-code",
        help="Let a checkpoint's own Python run; it can do anything.",
        rich_help_panel=headed.WEIGHTS,
    ),
]
Json = Annotated[
    bool, typer.Option("--json", help="Print the result as one JSON object.", rich_help_panel=headed.OUTPUT)
]
