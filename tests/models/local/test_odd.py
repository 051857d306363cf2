"""Families that see or are asked in odd ways: what their prompts say, and that no words are lost or taken for marks."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from guiagent.errors import ContextOverflow
from guiagent.messages import Image, Message, Talk, Text
from guiagent.models.local.load import load
from guiagent.models.local.loaded import Loaded
from guiagent.models.local.loading import Loading
from guiagent.models.local.plain import FORMS, form
from tests.fakes import painted
from tests.models.local.checkpoints_odd_all import ODD

os.environ["HF_HUB_OFFLINE"] = "1"

FIRST, SECOND = (Image(png=painted(word, size=(224, 168)).png) for word in ("first", "second"))
ALONE = {"blip-2", "florence2", "fuyu", "instructblip", "kosmos-2", "paligemma"}
"""Families that are shown one picture, the last."""


def turn(role: Any, *parts: str | Image) -> Message:
    return Message(role=role, parts=tuple(Text(text=part) if isinstance(part, str) else part for part in parts))


TALK: Talk = (
    turn("system", "Act."),
    turn("user", "Task: tea", FIRST),
    turn("assistant", "click 3"),
    turn("user", SECOND, "Now?"),
)
WORDS = ("Act.", "Task: tea", "click 3", "Now?")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Loads a family's tiny checkpoint, once."""

    @cache
    def of(name: str) -> Loaded:
        folder: Path = tmp_path_factory.mktemp("checkpoint")
        return load(str(ODD[name]().written(folder)), Loading(device="cpu"))

    return of


@pytest.mark.parametrize(
    ("family", "text"),
    [
        ("blip-2", "Question: Act.\nTask: tea\nclick 3\nNow? Answer:"),
        ("chameleon", "Act.\nTask: tea<image><reserved08706>click 3<reserved08706><image>Now?"),
        ("florence2", "Act.\nTask: tea\nclick 3\nNow?"),
        ("fuyu", "Act.\nTask: tea\nclick 3\nNow?\n"),
        (
            "idefics",
            "Act.\nUser: Task: tea<image><end_of_utterance>\nAssistant: click 3<end_of_utterance>\n"
            "User: <image>Now?<end_of_utterance>\nAssistant:",
        ),
        ("instructblip", "Act.\nTask: tea\nclick 3\nNow?"),
        ("kosmos-2", "Act.\nTask: tea\nclick 3\nNow?"),
        ("llava", "Act. USER: Task: tea<image>\n ASSISTANT: click 3</s>USER: <image>\nNow? ASSISTANT:"),
        ("paligemma", "<image>Act.\nTask: tea\nclick 3\nNow?"),
    ],
)
def test_without_a_template_each_family_is_asked_as_its_model_card_does(family: str, text: str) -> None:
    asked = form(family, has_template=False)
    assert asked is not None
    written = asked(TALK)
    assert written.text == text
    assert written.pngs == ((SECOND.png,) if family in ALONE else (FIRST.png, SECOND.png))


def test_a_template_wins_where_the_processor_leaves_it_the_pictures() -> None:
    assert {family for family in FORMS if form(family, has_template=True)} == ALONE


@pytest.mark.parametrize("name", ODD)
def test_every_word_of_a_conversation_reaches_the_model_in_order(name: str, loaded: Any) -> None:
    family = loaded(name)
    prompt = family.prompt(TALK)
    text = family.processor.tokenizer.decode(prompt.tokens)
    places = [text.find(word) for word in WORDS]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("name", ODD)
def test_words_that_look_like_a_mark_of_the_family_are_no_mark(name: str, loaded: Any) -> None:
    family = loaded(name)
    own = [token for token in family.processor.tokenizer.get_added_vocab() if "loc" not in token and "seg" not in token]
    page = " ".join(token for token in own if "patch_index" not in token)[:2000]
    honest, hostile = ((turn("system", "Act."), turn("user", FIRST, f"Title: {title}")) for title in ("tea", page))
    shown = [_pixels(family.prompt(talk).inputs) for talk in (honest, hostile)]
    assert shown[0] == shown[1]


def _pixels(inputs: Any) -> dict[str, Any]:
    return {name: tuple(value.shape) for name, value in inputs.items() if "pixel_values" in name or "patches" in name}


def test_an_address_alone_between_two_pictures_is_not_fetched(loaded: Any) -> None:
    address = "http://127.0.0.1:9/cat.png"
    family = loaded("idefics")
    prompt = family.prompt((turn("user", FIRST, address, SECOND),))
    assert prompt.inputs["pixel_values"].shape[1] == 2
    assert "127.0.0.1:9/cat.png" in family.processor.tokenizer.decode(prompt.tokens)


def test_tokens_of_place_stay_in_what_a_model_says(loaded: Any) -> None:
    for name, said in (
        ("paligemma", "<loc0100><loc0200><loc0300><loc0400> tea"),
        ("florence2", "tea<loc_1><loc_2><loc_30><loc_999>"),
        ("kosmos-2", "<object><patch_index_0044><patch_index_0863></object>"),
    ):
        family = loaded(name)
        tokenizer = family.processor.tokenizer
        tokens = [*tokenizer(said, add_special_tokens=False)["input_ids"], tokenizer.eos_token_id]
        assert family.text(tokens) == said


def test_a_long_prompt_fits_the_q_former_by_its_end(loaded: Any) -> None:
    prompt = loaded("instructblip").prompt((turn("user", FIRST, "tea " * 600 + "last words"),))
    assert prompt.inputs["qformer_input_ids"].shape == prompt.inputs["qformer_attention_mask"].shape == (1, 512)
    assert prompt.inputs["input_ids"].shape[1] > 600


def test_more_than_the_context_is_an_overflow_that_a_policy_can_mend(loaded: Any) -> None:
    with pytest.raises(ContextOverflow, match="1024"):
        loaded("florence2").prompt((turn("user", FIRST, "tea " * 1100),))
