"""A family's own processor, made of its image processor and its tokenizer alone: no torchvision, no video, no sound.

transformers refuses to make a processor whose video processor needs torchvision. Screenshots need none of it, so the
family's own class is made with something that stands for what is missing; how many tokens an image becomes, and every
other rule, stays the family's.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from transformers import AutoImageProcessor, AutoProcessor, AutoTokenizer
from transformers.models.auto.auto_mappings import PROCESSOR_MAPPING_NAMES
from transformers.models.auto.processing_auto import PROCESSOR_MAPPING, processor_class_from_name

from guiagent.errors import ModelError
from guiagent.models.local.checkpoint import Checkpoint, first_line
from guiagent.models.local.remembering import Remembering
from guiagent.models.local.stand_in import CLASSES, image_class, imported

CONFIGS = ("processor_config.json", "preprocessor_config.json", "tokenizer_config.json", "config.json")
ABSENT = ("video_processor", "feature_extractor", "audio_processor")
ANY_AREA = 1 << 31
SCREEN_TOKENS = 1120
"""The most tokens that Gemma 4 gives a picture; its own default is a quarter of that."""
BY_TENSORS = {"FuyuImageProcessor"}
"""Whose version for PIL cuts arrays into patches, while its processor gives it tensors: transformers 5.23."""


class Absent:
    """Stands for a part that no screenshot needs. Whatever a processor asks of its settings is None."""

    model_input_names: tuple[str, ...] = ()

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)


class Stills:
    """Put before a processor's class: it may lack `ABSENT` parts, and remembers the last text's placeholders.

    `replaced` is what each image of the last text was replaced by, in order.
    """

    replaced: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return type(self).__name__  # the inherited one writes every part as JSON

    def check_argument_for_proper_class(self, argument_name: str, argument: Any) -> Any:
        if isinstance(argument, Absent):
            return Absent
        return super().check_argument_for_proper_class(argument_name, argument)  # type: ignore[misc]

    def create_mm_token_type_ids(self, input_ids: Any) -> Any:
        """By lists of tokens: from tensors, some families' own make arrays in a way that numpy is about to forbid."""
        rows = [row.tolist() if hasattr(row, "tolist") else row for row in input_ids]
        return super().create_mm_token_type_ids(rows)  # type: ignore[misc]

    def get_text_with_replacements(self, *args: Any, **kwargs: Any) -> Any:
        text, offsets = super().get_text_with_replacements(*args, **kwargs)  # type: ignore[misc]
        found = [place for sample in offsets for place in sample if place["type"] == "image"]
        self.replaced = tuple(place["replacement"] for place in found)
        return text, offsets


def processor_of(checkpoint: Checkpoint) -> Any:
    """The checkpoint's processor. Raises ModelError, saying which part could not be made."""
    where = checkpoint.folder
    try:
        load: Any = AutoProcessor.from_pretrained
        own = _class_of(checkpoint)
        processor = _composed(own, where) if own else load(where, trust_remote_code=checkpoint.remote)
    except Exception as error:  # a part's file may be missing, malformed or need a package: each fails in its own way
        raise ModelError(f"cannot make the processor of {checkpoint.place!r}: {first_line(error)}") from error
    if not hasattr(processor, "tokenizer"):
        raise ModelError(
            f"{checkpoint.place!r} has no processor that takes words and pictures: serve it, and name the server with "
            "--base-url"
        )
    if not processor.tokenizer.get_vocab().keys() - processor.tokenizer.get_added_vocab().keys():
        raise ModelError(f"the tokenizer of {checkpoint.place!r} knows no word: its files (tokenizer.json) are missing")
    if getattr(processor, "chat_template", None) is None:
        processor.chat_template = getattr(processor.tokenizer, "chat_template", None)
    return processor


def _class_of(checkpoint: Checkpoint) -> Any:
    """The class that the checkpoint's files name, else its family's; None where it comes with the checkpoint."""
    for name in CONFIGS:
        said = _said(checkpoint.folder / name)
        if checkpoint.remote and "AutoProcessor" in said.get("auto_map", {}):
            return None
        if isinstance(named := said.get("processor_class"), str) and (found := _class_named(named)):
            return found
    return PROCESSOR_MAPPING.get(type(checkpoint.config), None)


def _said(path: Path) -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return said


def _class_named(name: str) -> Any:
    """The class itself, also where transformers shows a dummy in its place because torchvision is missing."""
    found = processor_class_from_name(name)
    if getattr(found, "is_dummy", False):
        family = next(family for family, names in PROCESSOR_MAPPING_NAMES.items() if name in names)
        return getattr(imported(f"transformers.models.{family}.processing_{family}"), name)
    return found


def _composed(own: Any, where: Path) -> Any:
    _needs_no_words_for_numbers(own)
    still: Any = type(own.__name__, (Stills, own), {})
    said, rest = still.get_processor_dict(where)
    parts = [_part(name, where) for name in still.get_attributes()]
    processor = still.from_args_and_dict(parts, said, **rest)
    processor.image_processor = Remembering(processor.image_processor)
    return processor


def _needs_no_words_for_numbers(own: Any) -> None:
    """SmolVLM's processor refuses to be made without num2words, which tells the length of a video."""
    module = sys.modules[own.__module__]
    if getattr(module, "num2words", True) is None:
        module.num2words = str  # type: ignore[attr-defined]


def _part(name: str, where: Path) -> Any:
    if name in ABSENT:
        return Absent()
    if name == "image_processor":
        return _unbounded(_images(where))
    return AutoTokenizer.from_pretrained(where, subfolder="" if name == "tokenizer" else name)


def _images(where: Path) -> Any:
    """With PIL, as the families were trained; with tensors where transformers has no other for the family."""
    said = _said(where / "preprocessor_config.json")
    said = said or _said(where / "processor_config.json").get("image_processor", {})
    name = str(said.get("image_processor_type", "")).removesuffix("Fast")
    torch_only = [classes for classes in CLASSES.values() if "pil" not in classes]
    if name in BY_TENSORS or any(name in classes.values() for classes in torch_only):
        return image_class(name).from_pretrained(where)
    load: Any = AutoImageProcessor.from_pretrained
    return load(where, backend="pil")


def _unbounded(images: Any) -> Any:
    """Where the family resizes to multiples of a patch between two areas, the upper one no longer binds.

    The dialect has applied that rule to the screenshot, with the bounds that its coordinates are read by; a second
    resizing would silently shift every click. The lower one stays, for crops of a screen that no dialect enlarges.
    A family with a budget of tokens a picture (Gemma 4) gets its largest: at less the words on a screen are lost.
    """
    if hasattr(images, "max_soft_tokens"):
        images.max_soft_tokens = SCREEN_TOKENS
    if hasattr(sys.modules[type(images).__module__], "smart_resize"):
        images.size = {**dict(images.size), "longest_edge": ANY_AREA}
    return images
