"""What a processor made without torchvision gives is what the family's own gives, positions included."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image as Picture
from transformers import AutoImageProcessor, AutoProcessor, CLIPImageProcessorPil
from transformers.models.glm4v.processing_glm4v import Glm4vProcessor
from transformers.models.qwen2_5_vl.processing_qwen2_5_vl import Qwen2_5_VLProcessor
from transformers.models.qwen3_vl.processing_qwen3_vl import Qwen3VLProcessor

from guiagent.messages import Image
from guiagent.models.local.inprocess import InProcess
from guiagent.models.local.load import load
from guiagent.models.local.loading import Loading
from guiagent.models.local.remembering import KEY, Remembering
from guiagent.models.local.stand_in import image_class
from tests.models.local.checkpoints import checkpoint, write
from tests.models.local.recipes import FAMILIES
from tests.models.local.screens import TWO, drawn, turn

os.environ["HF_HUB_OFFLINE"] = "1"
PATCH, MERGED = 14, 28


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    return tmp_path_factory.mktemp("checkpoints")


@pytest.fixture(scope="module")
def qwen(folder: Path) -> InProcess:
    return load(str(checkpoint("qwen2_5_vl", folder)), Loading())


def test_an_image_of_qwen_becomes_a_token_for_each_28_pixels_by_28(qwen: InProcess) -> None:
    prompt = qwen.prompt((turn("user", drawn(1, 560, 308), drawn(2, 84, 1008)),))
    sizes = [(picture.end - picture.start) for picture in prompt.pictures]
    assert sizes == [20 * 11, 3 * 36]
    assert prompt.inputs["image_grid_thw"].tolist() == [[1, 22, 40], [1, 72, 6]]


def test_tokens_of_images_have_a_row_and_a_column_and_the_words_after_go_on_from_the_longer(qwen: InProcess) -> None:
    prompt = qwen.prompt((turn("user", "look", drawn(1, 140, 84), "now"),))
    own, _ = qwen.model.model.get_rope_index(
        prompt.inputs["input_ids"], prompt.inputs["mm_token_type_ids"], prompt.inputs["image_grid_thw"]
    )
    (picture,) = prompt.pictures
    rows, columns, start, after = 3, 5, picture.start, len(prompt.tokens) - picture.end
    by_hand = [[at, at, at] for at in range(start)]
    by_hand += [[start, start + row, start + column] for row in range(rows) for column in range(columns)]
    by_hand += [[start + columns + at] * 3 for at in range(after)]
    assert own[:, 0].T.tolist() == by_hand
    types = prompt.inputs["mm_token_type_ids"][0].tolist()
    assert types == [int(picture.start <= at < picture.end) for at in range(len(types))]


def test_without_the_kinds_of_tokens_qwen_would_answer_from_other_positions(qwen: InProcess) -> None:
    inputs = dict(qwen.prompt(TWO).inputs)
    with torch.inference_mode():
        right = qwen.model(**inputs).logits
        del inputs["mm_token_type_ids"]
        qwen.model.model.rope_deltas = None
        wrong = qwen.model(**inputs).logits
    assert not torch.allclose(right, wrong)


def official(own: type[Any], loaded: InProcess) -> Any:
    """The family's own class as transformers has it, less the video part that it refuses to be made without."""
    processor = object.__new__(own)
    processor.__dict__.update(
        {name: value for name, value in vars(loaded.processor).items() if name not in {"video_processor", "replaced"}}
    )
    return processor


@pytest.mark.parametrize(
    ("family", "own"),
    [("qwen2_5_vl", Qwen2_5_VLProcessor), ("qwen3_vl", Qwen3VLProcessor), ("glm4v", Glm4vProcessor)],
)
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # of GLM's own, on tensors
def test_a_composed_processor_gives_what_the_familys_own_class_gives(family: str, own: type[Any], folder: Path) -> None:
    loaded = load(str(checkpoint(family, folder)), Loading())
    processor = official(own, loaded)
    processor.image_processor = AutoImageProcessor.from_pretrained(folder / family, backend="pil")
    given = processor.apply_chat_template(conversation(), tokenize=True, return_dict=True, return_tensors="pt", **ASK)
    assert_same(dict(given), dict(loaded.prompt(TWO).inputs))


@pytest.mark.parametrize("family", ["llava", "llava_next", "gemma3"])
def test_a_processor_that_needs_no_video_is_transformers_own(family: str, folder: Path) -> None:
    loaded = load(str(checkpoint(family, folder)), Loading())
    own = AutoProcessor.from_pretrained(folder / family)
    given = own.apply_chat_template(conversation(), tokenize=True, return_dict=True, return_tensors="pt", **ASK)
    assert_same(dict(given), dict(loaded.prompt(TWO).inputs))


ASK = {"add_generation_prompt": True}


def conversation() -> list[dict[str, Any]]:
    """TWO, as transformers' own code takes it."""
    from guiagent.models.local.inprocess import _opened  # the same pixels

    return [
        {
            "role": message.role,
            "content": [
                {"type": "image", "image": _opened(part.png)}
                if isinstance(part, Image)
                else {"type": "text", "text": part.text}
                for part in message.parts
            ],
        }
        for message in TWO
    ]


def assert_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert one.keys() == other.keys()
    for name, value in one.items():
        assert torch.equal(value, other[name]), name


@pytest.mark.parametrize("family", ["qwen2_vl", "qwen2_5_vl", "qwen3_vl", "glm4v", "glm46v"])
@pytest.mark.parametrize("sides", [(2240, 1344), (224, 128)])
def test_a_screenshot_that_the_dialect_has_resized_is_not_resized_again(
    family: str, sides: tuple[int, int], folder: Path
) -> None:
    """However large: the checkpoint's own bound would shift what a model says in pixels."""
    recipe = replace(FAMILIES[family], image={**FAMILIES[family].image, "max_pixels": 50176, "min_pixels": 3136})
    place = folder / f"{family} bounded {sides[0]}"
    write(recipe, place)
    loaded = load(str(place), Loading())
    factor = loaded.processor.image_processor.patch_size * 2
    width, height = (side // factor * factor for side in sides)
    grid = loaded.prompt((turn("user", drawn(1, width, height)),)).inputs["image_grid_thw"]
    assert grid.tolist() == [[1, height // factor * 2, width // factor * 2]]


def test_torch_in_torchvisions_place_resizes_as_pil_does() -> None:
    picture = Picture.effect_mandelbrot((640, 480), (-2, -1.5, 1, 1.5), 100).convert("RGB")
    by_tensors = image_class("CLIPImageProcessor")()([picture], return_tensors="pt")["pixel_values"]
    by_pil = CLIPImageProcessorPil()([picture], return_tensors="pt")["pixel_values"]
    one_grey_level = 1 / 255 / 0.26
    assert (by_tensors - by_pil).abs().max() <= one_grey_level * 1.01
    assert (by_tensors - by_pil).abs().mean() < one_grey_level / 1000


@pytest.mark.parametrize(
    "name",
    ["Llama4ImageProcessor", "Molmo2ImageProcessor", "Phi4MultimodalImageProcessor", "Cohere2VisionImageProcessor"],
)
def test_image_processors_that_only_torchvision_has_work_without(name: str) -> None:
    made = image_class(name)()([Picture.new("RGB", (320, 200), "teal")], return_tensors="pt")
    pixels = next(value for key, value in made.items() if key.endswith("pixel_values"))
    assert torch.isfinite(pixels).all()


class Counting:
    """An image processor that counts the pictures that it is given."""

    def __init__(self) -> None:
        self.own, self.seen = CLIPImageProcessorPil(), 0

    def __call__(self, images: Any, **options: Any) -> Any:
        self.seen += len(images)
        return self.own(images, **options)


def test_a_picture_that_was_shown_before_is_not_prepared_again() -> None:
    own = Counting()
    remembering = Remembering(own)
    pictures = [Picture.new("RGB", (90, 60), (shade, 0, 99)) for shade in (10, 90, 200)]
    for shade, picture in enumerate(pictures):
        picture.info[KEY] = str(shade)
    remembering(pictures[:2], return_tensors="pt")
    seen = own.seen
    made = remembering(pictures, return_tensors="pt")
    assert own.seen == seen + 1
    assert torch.equal(made["pixel_values"], CLIPImageProcessorPil()(pictures, return_tensors="pt")["pixel_values"])


def test_what_is_kept_of_pictures_stays_within_its_bytes() -> None:
    size = 3 * 224 * 224 * 4
    remembering = Remembering(CLIPImageProcessorPil(), most=2 * size)
    for shade in range(5):
        picture = Picture.new("RGB", (90, 60), (shade, 0, 0))
        picture.info[KEY] = str(shade)
        remembering([picture], return_tensors="pt")
    assert remembering.bytes == 2 * size
