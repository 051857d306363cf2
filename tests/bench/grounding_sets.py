"""Small grounding sets in the published layouts, written by tests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image

Json = dict[str, Any]
SIZE = (1000, 500)


def picture(path: Path, size: tuple[int, int] = SIZE, mode: str = "RGB") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, size).save(path)


def written(path: Path, content: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def spot(instruction: str = "open it", box: Sequence[float] = (600, 300, 200, 100), **more: object) -> Json:
    """An entry of ScreenSpot, left, top, width, height."""
    entry = {"img_filename": "a.png", "instruction": instruction, "bbox": list(box)}
    return {**entry, "data_type": "text", "data_source": "shop", **more}


def screenspot(folder: Path, *entries: Json, version: str = "_v2", platform: str = "web") -> Path:
    """A set of ScreenSpot's, or of its second version."""
    picture(folder / ("screenspotv2_image" if version else "screenspot_imgs") / "a.png")
    written(folder / f"screenspot_{platform}{version}.json", list(entries) or [spot()])
    return folder


def pro(instruction: str = "open it", box: Sequence[float] = (600, 300, 800, 400), **more: object) -> Json:
    """An entry of ScreenSpot-Pro, left, top, right, bottom."""
    return {
        "img_filename": "blender_windows/a.png",
        "bbox": list(box),
        "instruction": instruction,
        "instruction_cn": "打开",
        "id": f"blender_windows_{instruction}",
        "application": "blender",
        "platform": "windows",
        "img_size": list(SIZE),
        "ui_type": "icon",
        "group": "Creative",
        **more,
    }


def screenspot_pro(folder: Path, *entries: Json) -> Path:
    picture(folder / "images" / "blender_windows" / "a.png")
    written(folder / "annotations" / "blender_windows.json", list(entries) or [pro()])
    return folder


def osworld(name: str, box_type: str, coordinates: Sequence[float], **more: object) -> Json:
    """An entry of OSWorld-G."""
    entry = {"id": name, "image_path": "a.png", "image_size": list(SIZE), "instruction": f"do {name}"}
    return {**entry, "box_type": box_type, "box_coordinates": list(coordinates), "GUI_types": ["Button"], **more}


OSWORLD = (
    osworld("there", "bbox", (600, 300, 200, 100), GUI_types=["Button", "Icon"]),
    osworld("round", "polygon", (100, 100, 300, 100, 300, 300, 200, 150)),
    osworld("nowhere", "refusal", (-1, -1, -1, -1), GUI_types=[]),
)


def osworld_g(folder: Path, *entries: Json, name: str = "OSWorld-G.json") -> Path:
    picture(folder / "images" / "a.png")
    written(folder / name, list(entries or OSWORLD))
    written(folder / "classification_result.json", {"classified": {"refusal": []}})
    return folder
