"""Conversations that grow as an agent's do, and weights whose words differ."""

from __future__ import annotations

import io
import random
from functools import cache

import torch
from PIL import Image as Picture

from guiagent.messages import Image, Message, Talk, Text
from guiagent.models.local.load import load
from guiagent.models.local.loaded import Loaded
from guiagent.models.local.loading import Loading

SYSTEM = Message(role="system", parts=(Text(text="Do what is asked, a step at a time. " * 3),))


@cache
def png(seed: int, width: int = 112, height: int = 84) -> bytes:
    """A picture of noise."""
    pixels = random.Random(seed).randbytes(width * height * 3)
    written = io.BytesIO()
    Picture.frombytes("RGB", (width, height), pixels).save(written, "PNG")
    return written.getvalue()


def asked(step: int, picture: int | None = None) -> Message:
    """A user's turn with a picture; every other one is wider."""
    seen = png(step if picture is None else picture, 140 if step % 2 else 112)
    return Message(role="user", parts=(Text(text=f"Step {step}: "), Image(png=seen)))


def answered(step: int) -> Message:
    """An assistant's turn that no random weights would say."""
    return Message(role="assistant", parts=(Text(text=f"click {step}"),))


def talk(steps: int, first: int = 0) -> Talk:
    """So many steps and one more request; `first` is the first one's picture."""
    turns = [turn for step in range(steps) for turn in (asked(step, first if not step else None), answered(step))]
    return (SYSTEM, *turns, asked(steps, first if not steps else None))


def shaken(place: str, loading: Loading) -> Loaded:
    """A `Load` that draws the weights large, so that what is read decides what is said."""
    torch.set_num_threads(1)
    loaded = load(place, loading)
    draw = torch.Generator().manual_seed(5)
    with torch.no_grad():
        for name, weights in loaded.model.named_parameters():
            if weights.ndim >= 2:
                weights.normal_(0, 0.25, generator=draw)
            elif "norm" not in name:
                weights.add_(torch.randn(weights.shape, generator=draw) * 0.1)
    return loaded
