"""A family's model class, and the weights in it."""

from __future__ import annotations

from typing import Any

import torch
from transformers.models.auto import modeling_auto

from guiagent.errors import ModelError
from guiagent.models.local.checkpoint import Checkpoint, first_line
from guiagent.models.local.hardware import Hardware, quantised

REMOTE = ("AutoModelForImageTextToText", "AutoModelForVision2Seq", "AutoModelForCausalLM", "AutoModel")


def class_of(checkpoint: Checkpoint) -> Any:
    """The class to call `from_pretrained` on. Raises ModelError where transformers has none that sees and writes."""
    ours = getattr(checkpoint.config, "auto_map", None) or {}
    if checkpoint.remote and (named := next((name for name in REMOTE if name in ours), None)):
        return getattr(modeling_auto, named, modeling_auto.AutoModelForCausalLM)
    config = type(checkpoint.config)
    mappings = (
        modeling_auto.MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING,
        modeling_auto.MODEL_FOR_MULTIMODAL_LM_MAPPING,
    )
    for mapping in mappings:
        if config in mapping:
            return mapping[config]
    raise ModelError(f"{checkpoint.place!r} ({checkpoint.kind}) is no model that is shown pictures and writes text")


def weightless(checkpoint: Checkpoint) -> Any:
    """The model without any memory for its weights. Raises ModelError where it lacks a package."""
    own = class_of(checkpoint)
    try:
        with torch.device("meta"):
            return own(checkpoint.config)
    except Exception as error:  # a config's numbers that do not go together fail in as many ways as there are families
        raise ModelError(f"cannot make a model of {checkpoint.place!r}: {first_line(error)}") from error


def weights_of(checkpoint: Checkpoint, hardware: Hardware) -> Any:
    """The model in evaluation mode on its device. Raises ModelError where it cannot be loaded, or not whole."""
    options: dict[str, Any] = {"dtype": hardware.dtype, "trust_remote_code": checkpoint.remote}
    if hardware.attention:
        options["attn_implementation"] = hardware.attention
    if (how := quantised(hardware)) is not None:
        options["quantization_config"] = how
    if hardware.device.type != "cpu":
        options["device_map"] = {"": hardware.device}
    load: Any = class_of(checkpoint).from_pretrained
    try:
        model, told = load(checkpoint.folder, output_loading_info=True, **options)
    except torch.OutOfMemoryError as error:
        raise ModelError(f"the weights of {checkpoint.place!r} do not fit into {hardware.named}") from error
    except Exception as error:  # safetensors, pickle and each family's own way of loading raise errors of their own
        raise ModelError(f"cannot load the weights of {checkpoint.place!r}: {first_line(error)}") from error
    if missing := sorted(told["missing_keys"]):
        some = ", ".join(missing[:3])
        raise ModelError(f"{len(missing)} weights are missing from {checkpoint.place!r} ({some}, …): have it whole")
    return model.eval()
