"""Tiny checkpoints of families whose image processors transformers writes for torchvision alone."""

from __future__ import annotations

import transformers as hf

from tests.models.local.checkpoints_odd import im_turns
from tests.models.local.checkpoints_odd_parts import EYES, IDS, TEXT, Tiny, tokenizer


def llama4() -> Tiny:
    turns = ["<|header_start|>", "<|header_end|>", "<|eot|>", "<|python_start|>", "<|python_end|>"]
    places = ["image_start", "image_end", "image", "patch", "tile_x_separator", "tile_y_separator"]
    special = [*turns, *(f"<|{place}|>" for place in places)]
    words = tokenizer(special, bos="<|begin_of_text|>", eos="<|end_of_text|>", pad="<|finetune_right_pad|>")
    ids = dict(zip(special, words.convert_tokens_to_ids(special), strict=True))
    text = {"vocab_size": len(words), "head_dim": 16, "intermediate_size_mlp": 48, "num_local_experts": 2}
    eyes = {"image_size": 56, "patch_size": 14, "vision_output_dim": 32}
    config = hf.Llama4Config(
        boi_token_index=ids["<|image_start|>"],
        eoi_token_index=ids["<|image_end|>"],
        image_token_index=ids["<|patch|>"],
        text_config={**text, "max_position_embeddings": 8192, **IDS, **TEXT},
        vision_config={**eyes, "projector_input_dim": 32, "projector_output_dim": 32, **EYES, "intermediate_size": 64},
    )
    images = {
        "image_processor_type": "Llama4ImageProcessor",
        "size": {"height": 56, "width": 56},
        "max_patches": 4,
        "image_mean": [0.5, 0.5, 0.5],
        "image_std": [0.5, 0.5, 0.5],
    }
    # Its processor brings the template along.
    return Tiny(config, "Llama4ForConditionalGeneration", words, images, "Llama4Processor", ends=("<|eot|>",))


def phi4_multimodal() -> Tiny:
    special = ["<|user|>", "<|assistant|>", "<|system|>", "<|end|>"]
    named = {"image_token": "<|endoftext10|>", "audio_token": "<|endoftext11|>"}
    words = tokenizer(special, begins=False, bos="<|endoftext|>", eos="<|end_of_text|>", **named)
    config = hf.Phi4MultimodalConfig(
        vocab_size=len(words),
        max_position_embeddings=8192,
        original_max_position_embeddings=8192,
        # Its processor counts tokens for 448 pixels, whatever it is told.
        vision_config={"image_token_id": words.image_token_id, "num_attention_heads": 1, **EYES},
        audio_config={
            "audio_token_id": words.audio_token_id,
            "hidden_size": 16,
            "intermediate_size": 16,
            "num_blocks": 1,
            "num_attention_heads": 1,
            "ext_pw_out_channel": 16,
            "depthwise_separable_out_channel": 16,
            "nemo_conv_channels": 16,
        },
        **IDS,
        **TEXT,
    )
    images = {"image_processor_type": "Phi4MultimodalImageProcessor", "dynamic_hd": 4}
    template = (
        "{% for message in messages %}{{ '<|' + message['role'] + '|>' }}{% for part in message['content'] %}"
        "{% if part['type'] == 'image' %}{{ '<|endoftext10|>' }}{% else %}{{ part['text'] }}{% endif %}{% endfor %}"
        "{{ '<|end|>' }}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}"
    )
    architecture, processor = "Phi4MultimodalForCausalLM", "Phi4MultimodalProcessor"
    return Tiny(config, architecture, words, images, processor, template=template, ends=("<|end|>",))


def molmo2() -> Tiny:
    places = ["patch", "col", "start", "end", "low"]
    frames = ["<low_res_im_start>", "<frame_start>", "<frame_end>"]
    special = ["<|im_start|>", "<|im_end|>", "<|video|>", *(f"<im_{place}>" for place in places), *frames]
    words = tokenizer(special, begins=False, eos="<|endoftext|>", bos="<|endoftext|>", image_token="<|image|>")
    ids = {token: words.convert_tokens_to_ids(token) for token in special}
    heads = {"num_attention_heads": 2, "num_key_value_heads": 2, "head_dim": 8}
    config = hf.Molmo2Config(
        text_config={"vocab_size": len(words), "head_dim": 16, "max_position_embeddings": 8192, **IDS, **TEXT},
        vision_config={**EYES, **heads, "image_size": [56, 56], "patch_size": 14, "num_position_embeddings": 16},
        adapter_config={
            **heads,
            "vision_feature_layer": [-1, -2],
            "hidden_size": 16,
            "intermediate_size": 48,
            "text_hidden_size": 32,
        },
        image_start_token_id=ids["<im_start>"],
        low_res_image_start_token_id=ids["<low_res_im_start>"],
        image_end_token_id=ids["<im_end>"],
        image_patch_id=ids["<im_patch>"],
        frame_start_token_id=ids["<frame_start>"],
        frame_end_token_id=ids["<frame_end>"],
    )
    images = {
        "image_processor_type": "Molmo2ImageProcessor",
        "size": {"height": 56, "width": 56},
        "max_crops": 2,
        "overlap_margins": [1, 1],
    }
    template = im_turns("<|image|>")
    architecture, processor = "Molmo2ForConditionalGeneration", "Molmo2Processor"
    return Tiny(config, architecture, words, images, processor, template=template, ends=("<|im_end|>",))
