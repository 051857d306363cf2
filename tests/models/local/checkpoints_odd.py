"""Tiny checkpoints of families with a chat template that differ from the usual in how they see."""

from __future__ import annotations

from typing import Any

import transformers as hf

from tests.models.local.checkpoints_odd_parts import EYES, IDS, TEXT, Tiny, tokenizer

DEEPSEEK = ("<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>")  # noqa: RUF001  # the bars are its own


def im_turns(picture: str) -> str:
    """Qwen's own turns, which many share, with what stands for a picture."""
    return (
        "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' }}"
        "{% if message['content'] is string %}{{ message['content'] }}{% else %}{% for part in message['content'] %}"
        "{% if part['type'] == 'image' %}{{ '" + picture + "' }}{% else %}{{ part['text'] }}{% endif %}{% endfor %}"
        "{% endif %}{{ '<|im_end|>\n' }}{% endfor %}"
        "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
    )


def named_turns(user: str, answer: str, picture: str, between: str) -> str:
    """Turns with a name before them, after what the system said."""
    return (
        "{% for message in messages %}{% if message['role'] == 'user' %}{{ '" + user + "' }}"
        "{% elif message['role'] == 'assistant' %}{{ '" + answer + " ' }}{% endif %}"
        "{% for part in message['content'] %}{% if part['type'] == 'image' %}{{ '" + picture + "' }}"
        "{% else %}{{ part['text'] }}{% endif %}{% endfor %}{{ '" + between + "' }}{% endfor %}"
        "{% if add_generation_prompt %}{{ '" + answer + "' }}{% endif %}"
    )


def mllama() -> Tiny:
    special = ["<|eot_id|>", "<|start_header_id|>", "<|end_header_id|>"]
    words = tokenizer(["<|image|>", *special], bos="<|begin_of_text|>", eos="<|end_of_text|>")
    rope = {"rope_type": "default", "rope_theta": 500000.0}
    text = {"vocab_size": len(words), "cross_attention_layers": [1], "rope_parameters": rope, **IDS, **TEXT}
    ratios = [[1, 1], [1, 2], [1, 3], [1, 4], [2, 1], [2, 2], [3, 1], [4, 1]]
    config = hf.MllamaConfig(
        image_token_index=words.convert_tokens_to_ids("<|image|>"),
        text_config={**text, "num_hidden_layers": 3, "max_position_embeddings": 8192},
        vision_config={
            "hidden_size": 16,
            "intermediate_size": 24,
            "num_hidden_layers": 2,
            "num_global_layers": 1,
            "attention_heads": 2,
            "vision_output_dim": 32,
            "image_size": 56,
            "patch_size": 14,
            "intermediate_layers_indices": [0],
            "supported_aspect_ratios": ratios,
        },
    )
    template = (
        "{{ '<|begin_of_text|>' }}{% for message in messages %}"
        "{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' }}{% for part in message['content'] %}"
        "{% if part['type'] == 'image' %}{{ '<|image|>' }}{% else %}{{ part['text'] }}{% endif %}{% endfor %}"
        "{{ '<|eot_id|>' }}{% endfor %}"
        "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}"
    )
    images = hf.MllamaImageProcessorPil(size={"height": 56, "width": 56}, max_image_tiles=4)
    return Tiny(
        config,
        "MllamaForConditionalGeneration",
        words,
        images,
        "MllamaProcessor",
        template=template,
        ends=("<|eot_id|>",),
    )


def _deepseek_vl(family: str, images: Any, **more: Any) -> Tiny:
    words = tokenizer(image_token="<image_placeholder>", bos=DEEPSEEK[0], eos=DEEPSEEK[1])
    config = getattr(hf, f"{family}Config")(
        image_token_id=words.image_token_id,
        text_config={"model_type": "llama", "vocab_size": len(words), "max_position_embeddings": 8192} | IDS | TEXT,
        vision_config={"model_type": "siglip_vision_model", "image_size": 56, "patch_size": 14} | EYES,
        **more,
    )
    template = named_turns("User: ", "Assistant:", "<image_placeholder>", "\n\n")
    architecture, processor = f"{family}ForConditionalGeneration", f"{family}Processor"
    return Tiny(config, architecture, words, images, processor, {"num_image_tokens": 16}, template)


def deepseek_vl() -> Tiny:
    return _deepseek_vl("DeepseekVL", hf.DeepseekVLImageProcessorPil(size={"height": 56, "width": 56}, min_size=14))


def deepseek_vl_hybrid() -> Tiny:
    """Each picture twice: as the small one sees it, and larger, by SAM's eyes."""
    sam = {"model_type": "sam_vision_model", "image_size": 64, "patch_size": 16, "output_channels": 8, "window_size": 2}
    layers = {"hidden_size": 16, "mlp_dim": 24, "num_hidden_layers": 2, "num_attention_heads": 2}
    images = hf.DeepseekVLHybridImageProcessorPil(
        size={"height": 56, "width": 56}, high_res_size={"height": 64, "width": 64}, min_size=14
    )
    larger = {**sam, **layers, "global_attn_indexes": [1]}
    return _deepseek_vl("DeepseekVLHybrid", images, high_res_vision_config=larger)


def ovis2() -> Tiny:
    indicators = ["<IMG>", "</IMG>", "<GRID>", "<COL>", "<ROW>"]
    special = ["<|im_start|>", "<|im_end|>", "<IMG_ATOM>", "<image>", *indicators]
    words = tokenizer(special, begins=False, eos="<|endoftext|>")
    text = {"model_type": "qwen2", "vocab_size": len(words), "max_position_embeddings": 8192} | IDS | TEXT
    config = hf.Ovis2Config(
        image_token_id=words.convert_tokens_to_ids("<IMG_ATOM>"),
        visual_indicator_token_ids=words.convert_tokens_to_ids(indicators),
        vocab_size=len(words),
        hidden_size=32,
        text_config=text,
        vision_config={"image_size": 56, "patch_size": 14, "vocab_size": 40, "hidden_stride": 2} | EYES,
    )
    sizes: dict[str, Any] = {"size": {"height": 56, "width": 56}, "crop_to_patches": True, "max_patches": 2}
    return Tiny(
        config,
        "Ovis2ForConditionalGeneration",
        words,
        hf.Ovis2ImageProcessorPil(**sizes, min_patches=1),
        "Ovis2Processor",
        {"image_token": "<image>", "image_seq_length": 4},
        im_turns("<image>\n"),
        ("<|im_end|>",),
    )


def aria() -> Tiny:
    special = ["<|im_start|>", "<|im_end|>", "<fim_prefix>", "<fim_suffix>"]
    words = tokenizer(special, begins=False, image_token="<|img|>")
    text = {"vocab_size": len(words), "moe_num_experts": 2, "moe_topk": 1, "moe_num_shared_experts": 1} | IDS | TEXT
    config = hf.AriaConfig(
        image_token_index=words.image_token_id,
        text_config={"max_position_embeddings": 8192, **text},
        vision_config={"model_type": "idefics3_vision", "image_size": 980, "patch_size": 70} | EYES,
        projector_patch_to_query_dict={49: 4, 196: 8},
    )
    return Tiny(
        config,
        "AriaForConditionalGeneration",
        words,
        hf.AriaImageProcessorPil(),
        "AriaProcessor",
        {"size_conversion": {"490": 4, "980": 8}},
        im_turns("<fim_prefix><|img|><fim_suffix>"),
        ("<|im_end|>",),
    )


def _minicpmv(version: str) -> Tiny:
    named = {
        "image_token": "<|image_pad|>",
        "video_token": "<|video_pad|>",
        "image_start_token": "<image>",
        "image_end_token": "</image>",
        "slice_start_token": "<slice>",
        "slice_end_token": "</slice>",
        "image_id_start_token": "<image_id>",
        "image_id_end_token": "</image_id>",
    }
    words = tokenizer(["<|im_start|>", "<|im_end|>"], begins=False, eos="<|endoftext|>", **named)
    linear = {f"linear_num_{kind}_heads": 2 for kind in ("key", "value")}
    widths = {f"linear_{kind}_head_dim": 8 for kind in ("key", "value")}
    layers = {"layer_types": ["linear_attention", "full_attention"], "head_dim": 16}
    text = {"model_type": "qwen3_5_text", "vocab_size": len(words), "max_position_embeddings": 8192, **layers}
    # By these the newer one finds where slices lie, for their positions.
    edges = {
        f"{at}_id": getattr(words, f"{at}_token_id") for at in ("image_start", "image_end", "slice_start", "slice_end")
    }
    newline = {"newline_id": words("\n", add_special_tokens=False)["input_ids"][0]}
    config = getattr(hf, f"MiniCPMV{version}Config")(
        **(edges | newline if version == "4_7" else {}),
        text_config=text | linear | widths | IDS | TEXT,
        image_token_id=words.image_token_id,
        video_token_id=words.video_token_id,
        insert_layer_id=0,
        image_size=56,
        vision_config={"image_size": 56, "patch_size": 14, "insert_layer_id": 0} | EYES,
    )
    return Tiny(
        config,
        f"MiniCPMV{version}ForConditionalGeneration",
        words,
        hf.MiniCPMV4_6ImageProcessorPil(scale_resolution=56, max_slice_nums=2, patch_size=14),
        f"MiniCPMV{version}Processor",
        template=im_turns("<|image_pad|>\n"),
        ends=("<|im_end|>",),
    )


def minicpmv4_6() -> Tiny:
    return _minicpmv("4_6")


def minicpmv4_7() -> Tiny:
    return _minicpmv("4_7")
