"""Text on a picture: rapidocr's detector and recogniser, whose models come inside its wheel, and a memory of both."""

from __future__ import annotations

import hashlib
import math
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from guiagent.sight.shapes import Box

Pixels = NDArray[np.uint8]
REMEMBERED = 4096
"""Crops whose words are remembered: about a hundred screens."""

NARROWEST = 128
"""The width in pixels that short crops are padded to; the engine's own 320 takes half as long again."""


@dataclass
class Reading:
    """The reading of one screen: at most `left` crops more.

    One that is remembered counts as well, so that what is read of a screen does not depend on the past.
    """

    ocr: Ocr
    left: float = math.inf

    def words(self, crop: Pixels) -> str | None:
        """What a crop of one line says, empty where nothing can be read; None once enough has been read."""
        if self.left < 1:
            return None
        self.left -= 1
        return self.ocr.words(crop)


@dataclass
class Ocr:
    """The engine, loaded at its first use. What it remembers are pure functions of pixels."""

    threads: int = 2
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _known: OrderedDict[bytes, str] = field(default_factory=OrderedDict)
    _engine: Any = None

    def lines(self, picture: Pixels) -> list[Box]:
        """Where text stands in a BGR picture, shape (height, width, 3), at the size of ordinary screen text."""
        with self._lock:
            found = self._loaded()(picture, use_det=True, use_cls=False, use_rec=False)
        if found is None or getattr(found, "boxes", None) is None:
            return []
        corners = [np.asarray(quad) for quad in found.boxes]
        return [Box(*(int(value) for value in (*quad.min(axis=0), *quad.max(axis=0)))) for quad in corners]

    def words(self, crop: Pixels) -> str:
        """What a crop of one line says; empty where nothing can be read."""
        if min(crop.shape[:2]) < 4:
            return ""
        key = hashlib.blake2b(crop.tobytes() + str(crop.shape).encode(), digest_size=16).digest()
        with self._lock:
            if key not in self._known:
                self._known[key] = self._recognised(crop)
            self._known.move_to_end(key)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
            return self._known[key]

    def _recognised(self, crop: Pixels) -> str:
        wide = max(4, (crop.shape[0] - crop.shape[1]) // 2)
        padded = cv2.copyMakeBorder(crop, 2, 2, wide, wide, cv2.BORDER_REPLICATE)
        found = self._loaded()(padded, use_det=False, use_cls=False, use_rec=True)
        if not found.txts or found.scores[0] < 0.4:
            return ""
        return str(found.txts[0]).strip()

    def _loaded(self) -> Any:
        if self._engine is None:
            from rapidocr import RapidOCR

            self._engine = RapidOCR(
                params={
                    "Global.log_level": "error",
                    "Global.use_preprocess_img": False,
                    "Global.use_vertical_padding": False,
                    "Det.limit_type": "max",
                    "Det.limit_side_len": 4000,
                    "Rec.rec_img_shape": [3, 48, NARROWEST],
                    "EngineConfig.onnxruntime.intra_op_num_threads": self.threads,
                    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                }
            )
        return self._engine
