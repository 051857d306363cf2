"""Tiny checkpoints of families that can also draw: their vocabulary has tokens that stand for pieces of a picture."""

from __future__ import annotations

import transformers as hf

from tests.models.local.checkpoints_odd import DEEPSEEK, named_turns
from tests.models.local.checkpoints_odd_parts import EYES, IDS, TEXT, Tiny, tokenizer

CODES = 32
VQ = {"embed_dim": 8, "latent_channels": 8, "base_channels": 32, "channel_multiplier": [1, 1], "num_res_blocks": 1}
"""The coder of pictures: how many pieces it knows, and its sizes."""


def chameleon() -> Tiny:
    # `IMGIMG` and the code's digits as letters, then `Z`: the names by which the model finds them.
    codes = [f"IMGIMG{''.join(chr(ord('A') + int(digit)) for digit in str(code))}Z" for code in range(CODES)]
    words = tokenizer(["<image>", "<racm3:break>", "<eoss>", *codes])
    words.add_special_tokens({"sep_token": "<reserved08706>"})
    config = hf.ChameleonConfig(
        vocab_size=len(words),
        vocabulary_map=words.get_vocab(),
        vq_config={**VQ, "num_embeddings": CODES, "resolution": 32, "attn_type": "vanilla"},
        max_position_embeddings=4096,
        **IDS,
        **TEXT,
    )
    images = hf.ChameleonImageProcessorPil(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    said = {"image_seq_length": 256, "image_token": "<image>"}
    return Tiny(config, "ChameleonForConditionalGeneration", words, images, "ChameleonProcessor", said)


def emu3() -> Tiny:
    named = {
        "image_token": "<image>",
        "boi_token": "<|image start|>",
        "eoi_token": "<|image end|>",
        "image_wrapper_token": "<|image token|>",
        "eof_token": "<|extra_201|>",
    }
    codes = [f"<|visual token {code:06d}|>" for code in range(CODES)]
    words = tokenizer([*codes, "<|extra_200|>"], begins=False, bos="<|extra_203|>", eos="<|extra_204|>", **named)
    text = {"vocab_size": len(words), "max_position_embeddings": 9216, **IDS, **TEXT}
    small = {"embed_dim": 4, "latent_channels": 4, "base_channels": 32, "num_res_blocks": 1, "hidden_size": 32}
    config = hf.Emu3Config(
        text_config=text,
        vocabulary_map=words.get_vocab(),
        vq_config={**small, "codebook_size": CODES, "channel_multiplier": [1, 1, 1, 1], "attn_resolutions": []},
    )
    images = hf.Emu3ImageProcessor(min_pixels=64 * 64, max_pixels=64 * 96)
    template = named_turns("USER: ", "ASSISTANT:", "<image>", " ")
    return Tiny(config, "Emu3ForConditionalGeneration", words, images, "Emu3Processor", template=template)


def janus() -> Tiny:
    named = {"image_token": "<image_placeholder>", "boi_token": "<begin_of_image>", "eoi_token": "<end_of_image>"}
    words = tokenizer(["<|User|>", "<|Assistant|>"], bos=DEEPSEEK[0], eos=DEEPSEEK[1], **named)
    config = hf.JanusConfig(
        text_config={"model_type": "llama", "vocab_size": len(words), "max_position_embeddings": 8192, **IDS, **TEXT},
        image_token_id=words.image_token_id,
        vision_config={"image_size": 56, "patch_size": 14, "projection_dim": 32, "num_image_tokens": 16, **EYES},
        vq_config={
            **VQ,
            "num_embeddings": CODES,
            "num_patches": 4,
            "projection_dim": 32,
            "image_token_embed_dim": 32,
        },
    )
    images = hf.JanusImageProcessorPil(size={"height": 56, "width": 56}, min_size=14)
    template = named_turns("<|User|>: ", "<|Assistant|>:", "<image_placeholder>\n", "\n\n")
    said = {"num_image_tokens": 16}
    return Tiny(config, "JanusForConditionalGeneration", words, images, "JanusProcessor", said, template)
