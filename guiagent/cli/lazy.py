"""Choices that the command line must know before anything heavy is imported."""

from __future__ import annotations

from enum import StrEnum


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
