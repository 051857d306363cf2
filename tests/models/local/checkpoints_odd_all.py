"""The tiny checkpoints of the odd families, by name."""

from __future__ import annotations

from collections.abc import Callable

from tests.models.local import checkpoints_odd as seeing
from tests.models.local import checkpoints_odd_drawing as drawing
from tests.models.local import checkpoints_odd_idefics as idefics
from tests.models.local import checkpoints_odd_plain as plain
from tests.models.local import checkpoints_odd_tensors as tensors
from tests.models.local.checkpoints_odd_parts import Tiny

ODD: dict[str, Callable[[], Tiny]] = {
    "aria": seeing.aria,
    "blip-2": plain.blip_2,
    "blip-2 on T5": plain.blip_2_t5,
    "chameleon": drawing.chameleon,
    "deepseek_vl": seeing.deepseek_vl,
    "deepseek_vl_hybrid": seeing.deepseek_vl_hybrid,
    "emu3": drawing.emu3,
    "florence2": plain.florence2,
    "fuyu": plain.fuyu,
    "idefics": plain.idefics,
    "idefics2": idefics.idefics2,
    "idefics3": idefics.idefics3,
    "instructblip": plain.instructblip,
    "instructblip on T5": plain.instructblip_t5,
    "janus": drawing.janus,
    "kosmos-2": plain.kosmos_2,
    "llama4": tensors.llama4,
    "minicpmv4_6": seeing.minicpmv4_6,
    "minicpmv4_7": seeing.minicpmv4_7,
    "mllama": seeing.mllama,
    "molmo2": tensors.molmo2,
    "ovis2": seeing.ovis2,
    "paligemma": plain.paligemma,
    "phi4_multimodal": tensors.phi4_multimodal,
    "smolvlm": idefics.smolvlm,
}
