"""Loading a checkpoint into this process."""

from __future__ import annotations

from logging import ERROR, getLogger
from typing import TYPE_CHECKING, Any

from guiagent.models.local.checkpoint import Checkpoint, required
from guiagent.models.local.loading import Loading

if TYPE_CHECKING:
    from guiagent.models.local.hardware import Hardware
    from guiagent.models.local.inprocess import InProcess
    from guiagent.models.local.memory import Free


def load(place: str, loading: Loading, free: Free | None = None) -> InProcess:
    """The checkpoint at a folder, or at a name on the hub, as a `Loaded`. It blocks, for minutes where weights are big.

    `free` says what a device has left. Raises UsageError for what is not there or not installed, ModelError where the
    checkpoint cannot be loaded or needs more memory than is free, before anything is loaded.
    """
    required()
    from transformers.utils import logging

    from guiagent.models.local import memory
    from guiagent.models.local.chat import template_of
    from guiagent.models.local.hardware import hardware
    from guiagent.models.local.inprocess import InProcess
    from guiagent.models.local.plain import form
    from guiagent.models.local.processor import processor_of
    from guiagent.models.local.weights import weights_of

    talk: Any = logging
    talk.set_verbosity_error()
    getLogger("bitsandbytes").setLevel(ERROR)  # it warns of the same rounding at each layer
    chosen = hardware(loading)
    checkpoint = Checkpoint.at(place, loading.remote_code)
    weights = memory.fits(checkpoint, chosen, free or memory.free_bytes)
    processor = processor_of(checkpoint)
    plain = form(checkpoint.kind, has_template=bool(getattr(processor, "chat_template", None)))
    writing = plain or template_of(processor, loading.thinking)
    checkpoint.fetch()
    talk.disable_progress_bar()  # a download shows one; reading a folder need not
    model = weights_of(checkpoint, chosen)
    return InProcess(model, processor, writing, (_chosen(model, chosen, weights),))


def _chosen(model: Any, hardware: Hardware, weights: int) -> str:
    """What was taken, in a line: `qwen2_5_vl on cuda:0 (NVIDIA H200), bf16, sdpa attention, 16.6 GB of weights`."""
    from guiagent.models.local.hardware import NAMES
    from guiagent.models.local.memory import gigabytes

    numbers = f"{hardware.bits}-bit" if hardware.bits else NAMES[hardware.dtype]
    attention = getattr(model.config, "_attn_implementation", None) or "eager"
    kind = model.config.model_type
    return f"{kind} on {hardware.named}, {numbers}, {attention} attention, {gigabytes(weights)} of weights"
