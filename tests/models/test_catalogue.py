"""A model's family is looked up by its name, or said by hand; it is never guessed."""

from __future__ import annotations

import pytest

from guiagent.catalogue import profiles, resolve
from guiagent.errors import UsageError


@pytest.mark.parametrize(
    ("name", "speech"),
    [
        ("Qwen/Qwen2.5-VL-7B-Instruct", "qwen2.5"),
        ("qwen2.5vl:7b", "qwen2.5"),
        ("qwen2-vl-7b-instruct", "qwen2"),
        ("openrouter/qwen/qwen3-vl-235b-a22b-instruct", "qwen3"),
        ("qwen3.6-27b", "qwen3.5"),
        ("qwen3.8-27b", "qwen3.8"),
        ("mPLUG/GUI-Owl-1.5-8B-Instruct", "gui-owl1.5"),
        ("mPLUG/GUI-Owl-32B", "gui-owl"),
        ("meituan/EvoCUA-32B", "evocua"),
        ("microsoft/Fara-7B", "fara"),
        ("microsoft/Fara1.5-27B", "fara1.5"),
        ("Tongyi-MAI/MAI-UI-8B", "mai-ui"),
        ("inclusionAI/UI-Venus-1.5-30B-A3B", "ui-venus1.5"),
        ("inclusionAI/UI-Venus-2-9B", "ui-venus2"),
        ("Hcompany/Holo1-7B", "holo1"),
        ("Hcompany/Holo1.5-3B", "holo1.5"),
        ("Hcompany/Holo2-30B-A3B", "holo2"),
        ("holo3-1-35b-a3b", "holo"),
        ("Hcompany/Holo4-27B", "holo"),
        ("zai-org/GLM-4.6V", "glm"),
        ("OpenGVLab/InternVL3_5-8B-HF", "internvl"),
        ("ByteDance-Seed/UI-TARS-1.5-7B", "ui-tars-1.5"),
        ("bytedance-research/UI-TARS-2B-SFT", "ui-tars"),
        ("doubao-1-5-ui-tars-250428", "doubao"),
        ("doubao-seed-1-6-vision-250815", "seed"),
        ("xlangai/OpenCUA-32B", "opencua"),
        ("xlangai/Aguvis-72B-720P", "aguvis"),
        ("zai-org/cogagent-9b-20241220", "cogagent"),
        ("showlab/ShowUI-2B", "showui"),
        ("OS-Copilot/OS-Atlas-Pro-7B", "os-atlas"),
        ("zai-org/AutoGLM-Phone-9B-Multilingual", "autoglm"),
        ("stepfun-ai/GELab-Zero-4B-preview", "step-gui"),
        ("moonshotai/Kimi-VL-A3B-Instruct", "kimi"),
        ("google/gemma-4-27b-it", "json:1000:yx"),
        ("google/gemini-3-flash-preview", "json:1000:yx"),
        ("moonshotai/kimi-k2.6", "kimi"),
        ("gpt-4o-2024-11-20", "marks"),
        ("openai/gpt-5.4", "json:pixels"),
        ("anthropic/claude-sonnet-5-5", "json:pixels"),
        ("anthropic/claude-opus-4.7", "json:pixels"),
    ],
)
def test_a_name_is_known_with_its_space_whoever_serves_it(name: str, speech: str) -> None:
    profile = resolve(name)
    assert profile.speech == speech
    by_hand = resolve("anything", speech)
    assert (by_hand.space, by_hand.order) == (profile.space, profile.order)


def test_google_s_own_way_to_list_a_model_names_it() -> None:
    assert resolve("models/gemini-3.8-flash") == resolve("gemini-3.8-flash")
    assert resolve("models/qwen3-vl-8b").provider == "openai-compatible"


def test_image_rules_and_prices_are_the_version_s_own() -> None:
    assert resolve("claude-sonnet-4-5").image.size(1920, 1080) == (1456, 819)
    assert resolve("claude-sonnet-5-5").image.size(1920, 1080) == (1920, 1080)
    price = resolve("gpt-5.4").price
    assert price is not None
    assert (price.input, price.output, price.cached, price.source) == (2.5, 15, 0.25, "litellm 1.109.1")
    assert resolve("qwen3-vl-8b").price is None


def test_an_unknown_name_is_an_error_that_says_the_way_out() -> None:
    with pytest.raises(UsageError) as raised:
        resolve("qwen9-vl-8b")
    assert "qwen3-vl" in str(raised.value)
    assert "--dialect json:SPACE" in str(raised.value)


def test_what_is_said_by_hand_wins_and_keeps_the_rest() -> None:
    profile = resolve("gpt-5.4", "json:1000")
    assert profile.speech == "json:1000"
    assert profile.price == resolve("gpt-5.4").price
    assert resolve("my-own", "json:pixels:28").image.size(1280, 720) == (1288, 728)
    assert resolve("my-own", "json:1:yx").speaker().convention.order == "yx"


@pytest.mark.parametrize(
    "dialect", ["", "json", "json:", "json:7", "xml:1000", "json:1000:zz", "json:pixels:3", "json:1000:28:99"]
)
def test_a_dialect_that_there_is_not_is_an_error(dialect: str) -> None:
    with pytest.raises(UsageError):
        resolve("gpt-5.4", dialect)


def test_every_entry_speaks_and_its_patterns_are_not_hidden_by_those_above() -> None:
    for profile in profiles():
        assert profile.role == "scorer" or profile.speaker().ask
        for pattern in profile.names:
            assert resolve(pattern.replace("[-.]", "-").replace("*", "")) == profile, pattern


@pytest.mark.parametrize(
    "name",
    [
        "openai/clip-vit-base-patch32",
        "laion/CLIP-ViT-B-32-laion2B-s34B-b79K",
        "google/siglip-so400m-patch14-384",
        "google/siglip2-base-patch16-naflex",
        "kakaobrain/align-base",
        "Salesforce/blip-itm-base-coco",
    ],
)
def test_what_only_compares_pictures_with_words_says_so_where_it_is_to_speak(name: str) -> None:
    profile = resolve(name)
    assert (profile.role, profile.speech) == ("scorer", "scores")
    with pytest.raises(UsageError, match="--grounder or an --embedder"):
        profile.speaker()


@pytest.mark.parametrize(
    "name",
    [
        "google/gemma-3-1b-it",
        "unsloth/gemma-3-270m-it-GGUF",
        "gemma3:1b",
        "mistralai/Mistral-Large-Instruct-2407",
        "mistralai/Mistral-Small-24B-Instruct-2501",
        "mistral-small:24b",
        "mistralai/Magistral-Small-2506",
        "Qwen/Qwen3-VL-Embedding-8B",
        "Qwen/Qwen3-VL-Reranker-2B",
        "Qwen/Qwen3-8B",
        "google/gemma-2-9b-it",
        "meta-llama/Llama-3.2-3B-Instruct",
        "zai-org/GLM-4.6",
        "deepseek-ai/deepseek-llm-7b-chat",
        "microsoft/Phi-4-mini-instruct",
    ],
)
def test_what_sees_nothing_is_not_taken_for_its_relative_that_sees(name: str) -> None:
    with pytest.raises(UsageError, match="not in the catalogue"):
        resolve(name)


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("gemma3:12b", "Gemma 3"),
        ("mistral-small3.2:24b", "Mistral 3"),
        ("mistralai/Magistral-Small-2509", "Mistral 3"),
        ("mistral-large-latest", "Mistral 3"),
        ("openbmb/MiniCPM-Llama3-V-2_5", "MiniCPM-V"),
        ("llava-llama3:8b", "LLaVA-1.5"),
        ("doubao-1-5-thinking-vision-pro-250428", "Doubao Seed"),
    ],
)
def test_a_name_leads_to_its_family(name: str, family: str) -> None:
    assert resolve(name).family == family
