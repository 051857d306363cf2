"""Every family loads by its own classes, and scores as they do."""

from __future__ import annotations

import asyncio
import io
import math
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch
import transformers
from PIL import Image

from guiagent.errors import ModelError, OperatorError, UsageError
from guiagent.models.encoders import Encoder
from guiagent.models.encoders.families import FAMILIES
from guiagent.models.encoders.load import load
from guiagent.models.local.loading import Loading
from tests.models.encoders.tiny import picture, tokenizer

COLOURS = ("red", "green", "blue", "yellow", "white", "black")
PICTURES = [picture(colour) for colour in COLOURS]
WITH_VECTORS = sorted(family for family, known in FAMILIES.items() if not known.matches)


def cosines(family: str, folder: Path, text: str) -> list[float]:
    """What the family's own forward pass says of the pictures, on tensors that its processor makes of squares."""
    model = getattr(transformers, FAMILIES[family].model).from_pretrained(folder).eval()
    images = [Image.open(io.BytesIO(png)).convert("RGB") for png in PICTURES]
    seen = transformers.AutoImageProcessor.from_pretrained(folder, backend="pil")(images=images, return_tensors="pt")
    filled = {"padding": "max_length", "max_length": 32} if "siglip" in family else {}
    read = tokenizer(family)([text] * len(images), return_tensors="pt", return_token_type_ids=False, **filled)
    if "siglip" in family:
        del read["attention_mask"]
    with torch.inference_mode():
        said = model(**seen, **read)
        if family == "blip":
            return said.itm_score.softmax(-1)[:, 1].tolist()
        return (said.image_embeds * said.text_embeds).sum(-1).tolist()


@pytest.mark.parametrize("family", sorted(FAMILIES))
async def test_the_scores_are_those_of_the_family_s_own_classes(family: str, tiny: dict[str, Path]) -> None:
    encoder = Encoder(str(tiny[family]))
    scores = await encoder.scores(PICTURES, "the red button")
    assert scores == pytest.approx(cosines(family, tiny[family], "the red button"), abs=1e-5)
    assert len({round(score, 3) for score in scores}) > 1
    assert scores != pytest.approx(await encoder.scores(PICTURES, "search the cart"), abs=1e-4)


@pytest.mark.parametrize("family", sorted(FAMILIES))
async def test_more_pictures_than_a_batch_come_back_in_order(family: str, tiny: dict[str, Path]) -> None:
    encoder = Encoder(str(tiny[family]))
    some = await encoder.scores(PICTURES, "the red button")
    many = await encoder.scores(PICTURES * 7, "the red button")
    assert many == pytest.approx([*some] * 7, abs=1e-5)
    assert await encoder.scores([], "the red button") == []


@pytest.mark.parametrize("family", WITH_VECTORS)
async def test_vectors_have_length_one_and_share_a_space(family: str, tiny: dict[str, Path]) -> None:
    encoder = Encoder(str(tiny[family]))
    seen, read = await encoder.pictures(PICTURES), await encoder.texts(["the red button", "cart"])
    assert {len(vector) for vector in (*seen, *read)} == {len(seen[0])}
    assert [math.hypot(*vector) for vector in (*seen, *read)] == pytest.approx([1.0] * 8, abs=1e-5)


@pytest.mark.parametrize("family", sorted(FAMILIES))
async def test_a_wide_picture_is_seen_to_its_ends_and_a_long_text_is_cut(family: str, tiny: dict[str, Path]) -> None:
    encoder = Encoder(str(tiny[family]))
    wide = Image.new("RGB", (400, 40), "white")
    ended = wide.copy()
    ended.paste("red", (0, 0, 40, 40))
    pngs = []
    for image in (wide, ended):
        written = io.BytesIO()
        image.save(written, "PNG")
        pngs.append(written.getvalue())
    blank, marked = await encoder.scores(pngs, "red " * 200)
    assert abs(blank - marked) > 1e-5


async def test_siglip_reads_capitals_as_it_was_trained_to(tiny: dict[str, Path]) -> None:
    encoder = Encoder(str(tiny["siglip"]))
    assert await encoder.texts(["The RED button"]) == await encoder.texts(["the red button"])


async def test_a_name_tells_weights_apart_and_not_where_they_lie(tiny: dict[str, Path], tmp_path: Path) -> None:
    moved = Path(shutil.copytree(tiny["clip"], tmp_path / "elsewhere" / tiny["clip"].name))
    assert await Encoder(str(moved)).name() == await Encoder(str(tiny["clip"])).name()
    model = transformers.CLIPModel.from_pretrained(moved)
    with torch.no_grad():
        model.visual_projection.weight += 0.01
    model.save_pretrained(moved)
    assert await Encoder(str(moved)).name() != await Encoder(str(tiny["clip"])).name()


async def test_what_was_chosen_is_said(tiny: dict[str, Path]) -> None:
    (said,) = await Encoder(str(tiny["clip"]), Loading(device="cpu")).open()
    assert "CLIPModel on cpu, fp32" in said
    half, unquantised = await Encoder(str(tiny["clip"]), Loading(device="cpu", dtype="bf16", bits=4)).open()
    assert "bf16" in half
    assert "not quantised" in unquantised


async def test_calls_at_the_same_time_take_turns(tiny: dict[str, Path]) -> None:
    encoder = Encoder(str(tiny["clip"]))
    alone = await encoder.scores(PICTURES, "the red button")
    together = await asyncio.gather(*(encoder.scores(PICTURES, "the red button") for _ in range(4)))
    assert [list(scores) for scores in together] == [list(alone)] * 4


async def test_blip_has_no_vectors_and_says_what_has(tiny: dict[str, Path]) -> None:
    with pytest.raises(UsageError, match="CLIP or SigLIP"):
        await Encoder(str(tiny["blip"])).pictures(PICTURES)


def other_kind(folder: Path) -> Path:
    sizes = {"vocab_size": 16, "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 1}
    transformers.BertModel(transformers.BertConfig(**sizes)).save_pretrained(folder)
    return folder


def captioning(folder: Path, blip: Path) -> Path:
    """BLIP that writes captions: the same type of model, without the matching head."""
    shutil.copytree(blip, folder)
    config = transformers.BlipConfig.from_pretrained(blip)
    transformers.BlipForConditionalGeneration(config).save_pretrained(folder)
    return folder


async def test_what_cannot_compare_is_refused_in_a_line(tiny: dict[str, Path], tmp_path: Path) -> None:
    torn = Path(shutil.copytree(tiny["clip"], tmp_path / "torn"))
    (torn / "model.safetensors").write_bytes(b"not much")
    wordless = Path(shutil.copytree(tiny["clip"], tmp_path / "wordless"))
    (wordless / "preprocessor_config.json").unlink()
    cases = [
        (tmp_path / "missing", OperatorError, "missing"),
        (other_kind(tmp_path / "bert"), UsageError, "does not compare pictures with words"),
        (captioning(tmp_path / "captions", tiny["blip"]), ModelError, "BlipForImageTextRetrieval"),
        (torn, ModelError, "cannot load"),
        (wordless, ModelError, "cannot load"),
    ]
    for folder, kind, told in cases:
        with pytest.raises(kind) as raised:
            await Encoder(str(folder)).scores(PICTURES, "the red button")
        assert told in str(raised.value), folder
        assert "\n" not in str(raised.value)


async def test_numbers_that_overflow_are_not_taken_for_scores(tiny: dict[str, Path], tmp_path: Path) -> None:
    for family in ("clip", "blip"):
        folder = Path(shutil.copytree(tiny[family], tmp_path / family))
        model = getattr(transformers, FAMILIES[family].model).from_pretrained(folder)
        with torch.no_grad():
            for weights in model.parameters():
                weights.fill_(float("inf"))
        model.save_pretrained(folder)
        with pytest.raises(ModelError, match="--dtype fp32"):
            await Encoder(str(folder)).scores(PICTURES, "the red button")


async def test_a_device_that_is_not_there_is_named(tiny: dict[str, Path]) -> None:
    with pytest.raises(UsageError, match="cuda:99"):
        await Encoder(str(tiny["clip"]), Loading(device="cuda:99")).open()


def test_weights_that_do_not_fit_are_refused_with_what_they_need(tiny: dict[str, Path]) -> None:
    for family, folder in tiny.items():
        with pytest.raises(ModelError, match=r"needs 0\.\d MB on cpu and 0\.0 MB are free") as raised:
            load(str(folder), Loading(device="cpu"), free=lambda device: 1000)
        assert family in str(raised.value)


def test_naming_an_encoder_loads_nothing() -> None:
    code = "from guiagent.models.encoders import Encoder; Encoder('x/y'); import sys; print('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
