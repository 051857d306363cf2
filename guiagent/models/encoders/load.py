"""Loads an encoder's checkpoint: the class of its family, an image processor without torchvision, a tokenizer."""

from __future__ import annotations

from typing import Any

import torch
import transformers
from transformers.utils import logging

from guiagent.errors import ModelError, UsageError
from guiagent.models.encoders.families import FAMILIES, Family
from guiagent.models.encoders.weights import Weights
from guiagent.models.local.checkpoint import Checkpoint, first_line
from guiagent.models.local.hardware import NAMES, Hardware, hardware
from guiagent.models.local.loading import Loading
from guiagent.models.local.memory import Free, free_bytes, gigabytes

_COUNTED = ("position_ids", "num_batches_tracked")
"""Buffers that count something, which old checkpoints have and new classes make themselves, or the other way round."""


def load(place: str, loading: Loading, free: Free = free_bytes) -> Weights:
    """Load a folder or a name on the hub; it blocks. `free` says what a device has left.

    Raises UsageError for what is no encoder, ModelError where it cannot be loaded or needs more memory than is free,
    before anything is loaded.
    """
    talk: Any = logging
    talk.set_verbosity_error()
    checkpoint = Checkpoint.at(place, remote=False)
    if checkpoint.kind not in FAMILIES:
        raise UsageError(
            f"{place!r} is a {checkpoint.kind}, which does not compare pictures with words; what does: "
            + ", ".join(FAMILIES)
        )
    family, machine = FAMILIES[checkpoint.kind], hardware(_unquantised(loading))
    size = _fits(checkpoint, family, machine, free(machine.device))
    checkpoint.fetch()
    talk.disable_progress_bar()  # a download shows one; reading a folder need not
    try:
        processor, tokenizer = _parts(str(checkpoint.folder))
        model = _model(checkpoint, family, machine)
    except Exception as error:  # a file may be missing, malformed or torn: each fails in a way of its own
        raise ModelError(f"cannot load the encoder {place!r}: {first_line(error)}") from error
    return Weights(family, model, processor, tokenizer, _remarks(place, family, machine, size, loading))


def _unquantised(loading: Loading) -> Loading:
    """Left open, it is fp32 everywhere: encoders are small, and scores differ by less than bf16 can tell apart."""
    return loading.model_copy(update={"dtype": "fp32" if loading.dtype == "auto" else loading.dtype, "bits": None})


def _parts(folder: str) -> tuple[Any, Any]:
    images: Any = transformers.AutoImageProcessor
    return images.from_pretrained(folder, backend="pil"), transformers.AutoTokenizer.from_pretrained(folder)


def _model(checkpoint: Checkpoint, family: Family, machine: Hardware) -> Any:
    """Raises ModelError where the checkpoint is another kind of its family, whose missing weights would be random."""
    model, found = getattr(transformers, family.model).from_pretrained(
        str(checkpoint.folder),
        config=checkpoint.config,
        dtype=machine.dtype,
        attn_implementation=machine.attention,
        output_loading_info=True,
    )
    if missing := sorted(name for name in found["missing_keys"] if not name.endswith(_COUNTED)):
        raise ModelError(f"it lacks {missing[0]}, which a {family.model} needs: name a checkpoint of that")
    return model.to(machine.device).eval()


def _fits(checkpoint: Checkpoint, family: Family, machine: Hardware, free: int) -> int:
    """The bytes of the weights, counted on a model without any. Raises ModelError where they are more than free."""
    with torch.device("meta"):
        model = getattr(transformers, family.model)(checkpoint.config)
    needed = model.num_parameters() * machine.dtype.itemsize
    if needed > free:
        raise ModelError(
            f"the encoder {checkpoint.place!r} needs {gigabytes(needed)} on {machine.named} and {gigabytes(free)} are "
            "free: --dtype fp16, or a smaller one"
        )
    return int(needed)


def _remarks(place: str, family: Family, machine: Hardware, size: int, loading: Loading) -> tuple[str, ...]:
    what = f"{place}: {family.model} on {machine.named}, {NAMES[machine.dtype]}, {gigabytes(size)} of weights"
    return (what, f"{place}: not quantised, as encoders are small") if loading.bits else (what,)
