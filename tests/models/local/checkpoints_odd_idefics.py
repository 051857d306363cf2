"""Tiny checkpoints of Idefics 2 and 3 and of SmolVLM."""

from __future__ import annotations

import transformers as hf

from tests.models.local.checkpoints_odd_parts import EYES, IDS, TEXT, Tiny, tokenizer

CAPITAL = (
    "{% for message in messages %}{{ message['role'] | capitalize }}"
    "{% if message['content'][0]['type'] == 'image' %}{{ ':' }}{% else %}{{ ': ' }}{% endif %}"
    "{% for line in message['content'] %}{% if line['type'] == 'text' %}{{ line['text'] }}"
    "{% elif line['type'] == 'image' %}{{ '<image>' }}{% endif %}{% endfor %}<end_of_utterance>\n{% endfor %}"
    "{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}"
)
"""The turns of all three."""


def idefics2() -> Tiny:
    words = tokenizer(["<fake_token_around_image>", "<image>", "<end_of_utterance>"])
    config = hf.Idefics2Config(
        image_token_id=words.convert_tokens_to_ids("<image>"),
        text_config={"model_type": "mistral", "vocab_size": len(words), "max_position_embeddings": 8192} | IDS | TEXT,
        vision_config={"image_size": 98, "patch_size": 14} | EYES,
        perceiver_config={
            "hidden_size": 32,
            "resampler_n_latents": 4,
            "resampler_depth": 1,
            "resampler_n_heads": 2,
            "resampler_head_dim": 16,
            "num_key_value_heads": 1,
        },
    )
    images = hf.Idefics2ImageProcessorPil(do_image_splitting=False, size={"longest_edge": 98, "shortest_edge": 42})
    return Tiny(
        config,
        "Idefics2ForConditionalGeneration",
        words,
        images,
        "Idefics2Processor",
        {"image_seq_len": 4},
        CAPITAL,
        ("<end_of_utterance>",),
    )


def _idefics3(family: str, bos: str) -> Tiny:
    tiles = [f"<row_{row}_col_{column}>" for row in range(1, 7) for column in range(1, 7)]
    special = ["<fake_token_around_image>", "<image>", "<end_of_utterance>", "<global-img>", *tiles]
    words = tokenizer(special, bos=bos, eos="<|end_of_text|>", begins=False)
    config = getattr(hf, f"{family}Config")(
        image_token_id=words.convert_tokens_to_ids("<image>"),
        scale_factor=2,
        text_config={"model_type": "llama", "vocab_size": len(words), "max_position_embeddings": 8192} | IDS | TEXT,
        vision_config={"image_size": 56, "patch_size": 14} | EYES,
    )
    sizes = {"size": {"longest_edge": 112}, "max_image_size": {"longest_edge": 56}}
    return Tiny(
        config,
        f"{family}ForConditionalGeneration",
        words,
        getattr(hf, f"{family}ImageProcessorPil")(**sizes),
        f"{family}Processor",
        {"image_seq_len": 4},
        bos + CAPITAL,
        ("<end_of_utterance>",),
    )


def idefics3() -> Tiny:
    return _idefics3("Idefics3", "<|begin_of_text|>")


def smolvlm() -> Tiny:
    return _idefics3("SmolVLM", "<|im_start|>")
