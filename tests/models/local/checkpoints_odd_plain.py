"""Tiny checkpoints of families that have no chat template: one prompt, and mostly one picture."""

from __future__ import annotations

import json
import re
from typing import Any

import transformers as hf
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from transformers import AddedToken, PreTrainedTokenizerFast

from tests.models.local.checkpoints_odd_parts import EYES, IDS, TEXT, Tiny, tokenizer

OPT = {
    "model_type": "opt",
    "hidden_size": 32,
    "ffn_dim": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "word_embed_proj_dim": 32,
    "max_position_embeddings": 2048,
}
T5 = {
    "model_type": "t5",
    "d_model": 32,
    "d_kv": 16,
    "d_ff": 48,
    "num_layers": 2,
    "num_heads": 2,
    "decoder_start_token_id": 0,
}
VICUNA = {"model_type": "llama", "max_position_embeddings": 2048, **TEXT}


def _blip(family: str, text: dict[str, Any]) -> Tiny:
    words = tokenizer(["<image>"])
    asking = {"vocab_size": len(words), "encoder_hidden_size": 16, "max_position_embeddings": 512, **EYES}
    config = getattr(hf, f"{family}Config")(
        num_query_tokens=4,
        image_token_index=words.convert_tokens_to_ids("<image>"),
        text_config={"vocab_size": len(words), **text, **IDS},
        vision_config={"image_size": 56, "patch_size": 14, **EYES},
        qformer_config=asking,
    )
    images = hf.BlipImageProcessorPil(size={"height": 56, "width": 56})
    more = {"qformer_tokenizer": tokenizer()} if family == "InstructBlip" else {}
    architecture, processor = f"{family}ForConditionalGeneration", f"{family}Processor"
    return Tiny(config, architecture, words, images, processor, {"num_query_tokens": 4}, more=more)


def blip_2() -> Tiny:
    return _blip("Blip2", OPT)


def blip_2_t5() -> Tiny:
    return _blip("Blip2", T5)


def instructblip() -> Tiny:
    return _blip("InstructBlip", VICUNA)


def instructblip_t5() -> Tiny:
    return _blip("InstructBlip", T5)


def idefics() -> Tiny:
    own = ["<fake_token_around_image>", "<image>", "<end_of_utterance>"]
    words = tokenizer(own, begins=False)
    resampler = {"resampler_n_latents": 4, "resampler_depth": 1, "resampler_n_heads": 2, "resampler_head_dim": 8}
    eyes = {"embed_dim": 16, "image_size": 56, "intermediate_size": 24, "patch_size": 14}
    config = hf.IdeficsConfig(
        vocab_size=len(words) - len(own),
        additional_vocab_size=len(own),
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=2,
        num_attention_heads=2,
        use_resampler=True,
        qk_layer_norms=True,
        vision_config={**eyes, "num_hidden_layers": 2, "num_attention_heads": 2},
        perceiver_config={"use_resampler": True, **resampler},
        **IDS,
    )
    images = hf.IdeficsImageProcessorPil(image_size=56)
    ends = ("<end_of_utterance>",)
    return Tiny(config, "IdeficsForVisionText2Text", words, images, "IdeficsProcessor", ends=ends)


def paligemma() -> Tiny:
    places = [*(f"<loc{place:04d}>" for place in range(1024)), *(f"<seg{part:03d}>" for part in range(128))]
    words = tokenizer((), places, bos="<bos>", eos="<eos>", image_token="<image>")
    text = {"model_type": "gemma", "vocab_size": len(words), "head_dim": 16, **IDS, **TEXT}
    config = hf.PaliGemmaConfig(
        image_token_index=words.image_token_id,
        projection_dim=32,
        hidden_size=32,
        vocab_size=len(words),
        text_config=text,
        vision_config={"model_type": "siglip_vision_model", "image_size": 56, "patch_size": 14, **EYES},
    )
    images = {**hf.SiglipImageProcessorPil(size={"height": 56, "width": 56}).to_dict(), "image_seq_length": 16}
    return Tiny(config, "PaliGemmaForConditionalGeneration", words, images, "PaliGemmaProcessor")


def florence2() -> Tiny:
    words = tokenizer((), [f"<loc_{place}>" for place in range(1000)], image_token="<image>")
    layers = {f"{side}_{what}": 2 for side in ("encoder", "decoder") for what in ("layers", "attention_heads")}
    text = {"model_type": "bart", "vocab_size": len(words), "d_model": 32, "max_position_embeddings": 1024, **layers}
    width = {"encoder_ffn_dim": 48, "decoder_ffn_dim": 48, "forced_bos_token_id": 1, "forced_eos_token_id": 2}
    eyes = {"depths": [1, 1, 1, 1], "embed_dim": [8, 8, 16, 16], "num_heads": [1, 1, 2, 2], "num_groups": [1, 1, 2, 2]}
    config = hf.Florence2Config(
        image_token_id=words.image_token_id,
        text_config={**text, **width, **IDS, "decoder_start_token_id": 2},
        vision_config={**eyes, "window_size": 4, "projection_dim": 32},
    )
    pictures = hf.CLIPImageProcessorPil(size={"height": 64, "width": 64}, do_center_crop=False)
    images = {**pictures.to_dict(), "image_seq_length": 5}
    said = {"num_additional_image_tokens": 1}
    return Tiny(config, "Florence2ForConditionalGeneration", words, images, "Florence2Processor", said)


def kosmos_2() -> Tiny:
    tags = ["</doc>", "<image>", "</image>", "</chunk>", "</line>", "<phrase>", "</phrase>", "<object>", "</object>"]
    tags += ["</delimiter_of_multi_objects/>", "<grounding>", *(f"<patch_index_{cell:04d}>" for cell in range(1024))]
    words = tokenizer(begins=False)
    words.add_tokens([AddedToken(tag, lstrip=True, rstrip=False, normalized=False) for tag in tags])
    text = {"vocab_size": len(words), "embed_dim": 32, "layers": 2, "ffn_dim": 48, "attention_heads": 2, **IDS}
    config = hf.Kosmos2Config(
        latent_query_num=64,
        text_config={**text, "max_position_embeddings": 2048},
        vision_config={"image_size": 56, "patch_size": 14, **EYES},
    )
    images = hf.CLIPImageProcessorPil(size={"shortest_edge": 56}, crop_size={"height": 56, "width": 56})
    return Tiny(config, "Kosmos2ForConditionalGeneration", words, images, "Kosmos2Processor")


def _with_a_blank_first(words: Any, own: list[str]) -> Any:
    """As by Fuyu's SentencePiece: `own` are words of the vocabulary, and a blank stands before every text, also those.

    Its processor cuts that blank off.
    """
    said = json.loads(words.backend_tokenizer.to_str())
    chains = [[word[:end], word[end]] for word in own for end in range(1, len(word))]
    for left, right in chains:
        said["model"]["vocab"].setdefault(left + right, len(said["model"]["vocab"]))
    said["model"]["merges"] = [*chains, *said["model"]["merges"]]
    made = Tokenizer.from_str(json.dumps(said))
    made.normalizer = normalizers.Prepend(" ")
    apart = pre_tokenizers.Split(Regex("|".join(re.escape(word) for word in own)), "isolated")
    letters = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    made.pre_tokenizer = pre_tokenizers.Sequence([apart, letters])
    tokens = {name: getattr(words, name) for name in ("pad_token", "bos_token", "eos_token", "unk_token")}
    return PreTrainedTokenizerFast(tokenizer_object=made, **tokens)


def fuyu() -> Tiny:
    words = _with_a_blank_first(tokenizer(pad="|ENDOFTEXT|"), ["|SPEAKER|", "|NEWLINE|", "<0x04>"])
    text = {"model_type": "persimmon", "vocab_size": len(words), "max_position_embeddings": 8192, **IDS, **EYES}
    config = hf.FuyuConfig(image_token_id=words.convert_tokens_to_ids("|SPEAKER|"), text_config=text)
    # Its patches are of 30 pixels, and the sizes multiples of them.
    images = hf.FuyuImageProcessorPil(size={"height": 240, "width": 360})
    return Tiny(config, "FuyuForCausalLM", words, images, "FuyuProcessor", ends=("|ENDOFTEXT|",))
