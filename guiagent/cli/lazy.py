"""Choices that the command line must know before anything heavy is imported, and the options that commands share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


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
    str, typer.Option("--model", "-m", help="A model's name, a folder with weights, reader (offline), or auto.")
]
BaseUrl = Annotated[str, typer.Option(help="Where the model is asked, as http://localhost:8000/v1.")]
ProviderName = Annotated[Provider, typer.Option(help="Who runs the model (auto: by the name).")]
Dialect = Annotated[str, typer.Option(help="How to speak with a model nobody knows, as qwen2.5 or json:1000.")]
Zoom = Annotated[bool, typer.Option("--zoom", help="Point twice: again in a closer look around the first answer.")]
Device = Annotated[str, typer.Option(help="For weights in this process: cuda, cuda:1, mps or cpu (auto: the best).")]
DtypeName = Annotated[Dtype, typer.Option(help="For weights in this process: their precision (auto: the device's).")]
Bits = Annotated[int | None, typer.Option(metavar="4|8", help="Load the weights quantised, by bitsandbytes.")]
Attention = Annotated[str, typer.Option(help="For weights in this process: sdpa, eager, flash_attention_2 (auto).")]
RemoteCode = Annotated[
    bool, typer.Option("--trust-remote-code", help="Let a checkpoint's own Python run; it can do anything.")
]
