"""What the weights run on: the device, the type of their numbers, and how attention is computed."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from typing import Any

import torch
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

from guiagent.errors import UsageError
from guiagent.models.local.loading import Loading

DTYPES = {"bf16": torch.bfloat16, "fp16": torch.float16, "fp32": torch.float32}
NAMES = {dtype: name for name, dtype in DTYPES.items()}
FLASH = "flash_attention_2"


@dataclass(frozen=True)
class Hardware:
    """`attention` is None where transformers is to take the best that the family knows: sdpa, else eager."""

    device: torch.device
    dtype: torch.dtype
    attention: str | None = None
    bits: int | None = None

    @property
    def named(self) -> str:
        """The device for a person: `cuda:0 (NVIDIA H200)`."""
        if self.device.type == "cuda":
            return f"{self.device} ({torch.cuda.get_device_name(self.device)})"
        return str(self.device)


def hardware(loading: Loading) -> Hardware:
    """The best that this machine has of what is left open. Raises UsageError for what it does not have."""
    device = _device(loading.device)
    dtype = DTYPES[loading.dtype] if loading.dtype != "auto" else _dtype(device)
    if loading.bits:
        _quantises(device, loading.bits)
    return Hardware(device, dtype, _attention(loading.attention, device), loading.bits)


def _device(asked: str) -> torch.device:
    if asked == "auto":
        found = "cuda:0" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
        return torch.device(found)
    try:
        device = torch.device(asked)
    except RuntimeError as error:
        raise UsageError(f"no device {asked!r}: auto, cpu, mps, cuda or cuda:N") from error
    there = {"cpu": 1, "cuda": torch.cuda.device_count(), "mps": int(torch.backends.mps.is_available())}
    if (device.index or 0) >= there.get(device.type, 0):
        raise UsageError(f"no device {asked!r} for torch {torch.__version__} on this machine: leave it at auto")
    return torch.device("cuda", device.index or 0) if device.type == "cuda" else device


def _dtype(device: torch.device) -> torch.dtype:
    """On a CPU fp32: few are quick at bf16, and greedy decoding of small margins is steadier."""
    match device.type:
        case "cuda":
            return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float16
        case "mps":
            return torch.float16
        case _:
            return torch.float32


def _quantises(device: torch.device, bits: int) -> None:
    if device.type not in ("cuda", "cpu"):
        raise UsageError(f"bitsandbytes has no {bits}-bit weights for {device.type}: leave --bits out")
    if importlib.util.find_spec("bitsandbytes") is None:
        raise UsageError(f"{bits}-bit weights need bitsandbytes: pip install bitsandbytes, or leave --bits out")


def _attention(asked: str, device: torch.device) -> str | None:
    if asked == "auto":
        return None
    if asked == FLASH and (device.type != "cuda" or importlib.util.find_spec("flash_attn") is None):
        raise UsageError(f"{FLASH} needs an NVIDIA GPU and the package flash-attn: take sdpa")
    if "/" not in asked and asked not in ("eager", *ALL_ATTENTION_FUNCTIONS.valid_keys()):  # a kernel is OWNER/NAME
        raise UsageError(f"no attention {asked!r}: auto, sdpa, eager, or {FLASH} on an NVIDIA GPU")
    return asked


def quantised(hardware: Hardware) -> Any:
    """The `quantization_config` for `from_pretrained`, or None."""
    if hardware.bits is None:
        return None
    from transformers import BitsAndBytesConfig

    config: Any = BitsAndBytesConfig
    if hardware.bits == 8:
        return config(load_in_8bit=True)
    return config(load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=hardware.dtype)
