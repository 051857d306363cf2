"""A Qwen2.5-VL of any size with random weights, made in memory: how fast it is needs no training."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guiagent.models.local.loaded import Loaded
    from guiagent.models.local.loading import Loading

TOKENS = ("<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>")
TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message.role + '\n' }}"
    "{% for part in message.content %}{% if part.type == 'image' %}"
    "{{ '<|vision_start|><|image_pad|><|vision_end|>' }}{% else %}{{ part.text }}{% endif %}{% endfor %}"
    "{{ '<|im_end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
WORDS = 4096
"""The tokenizer's vocabulary, so that a text has about as many tokens as with the real one."""


@dataclass(frozen=True)
class Size:
    """Layers and widths; the defaults are those of Qwen2.5-VL-7B's `config.json`."""

    layers: int = 28
    hidden: int = 3584
    inner: int = 18944
    heads: int = 28
    key_heads: int = 4
    vocabulary: int = 152064
    eye_layers: int = 32
    eye_hidden: int = 1280
    eye_inner: int = 3420
    eye_heads: int = 16

    @classmethod
    def small(cls, layers: int, hidden: int) -> Size:
        """One of the same proportions for a machine without a GPU; `hidden` is a multiple of 64."""
        return cls(layers, hidden, 4 * hidden, hidden // 64, max(1, hidden // 256), WORDS + 64, 2, 128, 384, 4)


def write(folder: Path, size: Size) -> Path:
    """Everything of a checkpoint but the weights: configuration, tokenizer, processor, chat template."""
    tokenizer = _tokenizer()
    ids = {token: tokenizer.convert_tokens_to_ids(token) for token in TOKENS}
    _say(folder / "config.json", _config(size, ids))
    tokenizer.save_pretrained(folder)
    _say(folder / "preprocessor_config.json", {**PROCESSOR, **IMAGE})
    _say(folder / "processor_config.json", PROCESSOR)
    (folder / "chat_template.jinja").write_text(TEMPLATE, encoding="utf-8")
    return folder


def load(place: str, loading: Loading) -> Loaded:
    """The checkpoint that `write` wrote, its weights drawn on the device itself."""
    import torch
    from transformers import AutoConfig

    from guiagent.models.local.chat import template_of
    from guiagent.models.local.checkpoint import Checkpoint
    from guiagent.models.local.hardware import hardware
    from guiagent.models.local.inprocess import InProcess
    from guiagent.models.local.processor import processor_of
    from guiagent.models.local.weights import class_of

    # `Checkpoint.at` would miss the files of weights, which are never written.
    checkpoint = Checkpoint(place, Path(place), AutoConfig.from_pretrained(place))
    chosen = hardware(loading)
    torch.manual_seed(0)
    with torch.device(chosen.device):
        options = {"attn_implementation": chosen.attention} if chosen.attention else {}
        model = class_of(checkpoint)._from_config(checkpoint.config, dtype=chosen.dtype, **options).eval()
    model.generation_config.eos_token_id = checkpoint.config.get_text_config().eos_token_id
    model.generation_config.pad_token_id = 0
    processor = processor_of(checkpoint)
    weights = sum(parameter.nbytes for parameter in model.parameters())
    said = f"{checkpoint.kind} with random weights on {chosen.named}, {chosen.dtype}, {weights / 1e9:.2f} GB"
    return InProcess(model, processor, template_of(processor, None), (said,))


PROCESSOR = {"processor_class": "Qwen2_5_VLProcessor"}
IMAGE = {
    "image_processor_type": "Qwen2VLImageProcessor",
    "min_pixels": 3136,
    "max_pixels": 12845056,
    "patch_size": 14,
    "temporal_patch_size": 2,
    "merge_size": 2,
}


def _config(size: Size, ids: dict[str, int]) -> dict[str, Any]:
    head = size.hidden // size.heads
    return {
        "model_type": "qwen2_5_vl",
        "architectures": ["Qwen2_5_VLForConditionalGeneration"],
        "image_token_id": ids["<|image_pad|>"],
        "video_token_id": ids["<|video_pad|>"],
        "vision_start_token_id": ids["<|vision_start|>"],
        "vision_end_token_id": ids["<|vision_end|>"],
        "text_config": {
            "model_type": "qwen2_5_vl_text",
            "vocab_size": size.vocabulary,
            "hidden_size": size.hidden,
            "intermediate_size": size.inner,
            "num_hidden_layers": size.layers,
            "num_attention_heads": size.heads,
            "num_key_value_heads": size.key_heads,
            "max_position_embeddings": 128000,
            "bos_token_id": None,
            "eos_token_id": ids["<|im_end|>"],
            "rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": _sections(head // 2)},
        },
        "vision_config": {
            "depth": size.eye_layers,
            "hidden_size": size.eye_hidden,
            "intermediate_size": size.eye_inner,
            "num_heads": size.eye_heads,
            "out_hidden_size": size.hidden,
            "fullatt_block_indexes": list(range(7, size.eye_layers, 8)) or [size.eye_layers - 1],
        },
    }


def _sections(half: int) -> list[int]:
    """How the halves of a head are shared by time, height and width: 2 to 3 to 3."""
    return [half - 2 * (3 * half // 8), 3 * half // 8, 3 * half // 8]


def _tokenizer() -> Any:
    """A byte-level BPE learnt from this package's own sources, with the family's tokens."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    here = Path(__file__).parent.parent
    texts = (path.read_text(encoding="utf-8") for path in sorted(here.rglob("*")) if path.suffix in (".py", ".txt"))
    core = Tokenizer(models.BPE())
    core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    core.decoder = decoders.ByteLevel()
    letters = pre_tokenizers.ByteLevel.alphabet()
    special = ["<|endoftext|>", *TOKENS]
    learning = trainers.BpeTrainer(
        vocab_size=WORDS, initial_alphabet=letters, special_tokens=special, show_progress=False
    )
    core.train_from_iterator(texts, learning)
    wrapped: Any = PreTrainedTokenizerFast  # transformers' own signature has no types
    return wrapped(tokenizer_object=core, eos_token="<|im_end|>", pad_token="<|endoftext|>")


def _say(path: Path, what: dict[str, Any]) -> None:
    path.write_text(json.dumps(what, indent=2), encoding="utf-8")
