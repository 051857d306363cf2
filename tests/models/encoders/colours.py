"""A small CLIP that is taught, in a few seconds, what coloured squares and grey buttons are called."""

from __future__ import annotations

import random
from pathlib import Path

import torch
from PIL import Image, ImageDraw
from transformers import AutoImageProcessor, CLIPModel

from tests.models.encoders.tiny import checkpoint, tokenizer

COLOURS = {"red": (214, 44, 40), "green": (30, 130, 60), "blue": (34, 82, 210), "yellow": (232, 182, 22)}
TEXTS = [*(f"the {colour} square" for colour in COLOURS), "the button"]
STEPS, OF_EACH = 40, 8


def taught(folder: Path) -> Path:
    """A CLIP checkpoint in `folder` for which the best of `TEXTS` is the right one. The same each time."""
    checkpoint("clip", folder)
    model = CLIPModel.from_pretrained(folder).train()
    images = AutoImageProcessor.from_pretrained(folder, backend="pil")
    drawn = random.Random(0)
    pictures = [_picture(text, drawn) for text in TEXTS for _ in range(OF_EACH)]
    lesson = {
        **images(images=pictures, return_tensors="pt"),
        **tokenizer("clip")(TEXTS, padding=True, return_tensors="pt", return_token_type_ids=False),
    }
    right = torch.arange(len(TEXTS)).repeat_interleave(OF_EACH)
    learning = torch.optim.AdamW(model.parameters(), lr=3e-3)
    for _ in range(STEPS):
        learning.zero_grad()
        torch.nn.functional.cross_entropy(model(**lesson).logits_per_image, right).backward()
        learning.step()
    model.eval().save_pretrained(folder)
    return folder


def _picture(text: str, drawn: random.Random) -> Image.Image:
    """A place with a little of the light page around it."""
    ground = tuple(drawn.randint(225, 255) for _ in range(3))
    picture = Image.new("RGB", (64, 64), ground)
    edge = drawn.randint(3, 14)
    if text == "the button":
        grey = drawn.randint(200, 245)
        box, fill = (2, 20, 61, 43), (grey, grey, grey)
    else:
        box, fill = (edge, edge, 63 - edge, 63 - edge), _near(COLOURS[text.split()[1]], drawn)
    ImageDraw.Draw(picture).rectangle(box, fill=fill, outline=(120, 120, 120) if text == "the button" else None)
    return picture


def _near(colour: tuple[int, int, int], drawn: random.Random) -> tuple[int, ...]:
    return tuple(min(255, max(0, part + drawn.randint(-18, 18))) for part in colour)
