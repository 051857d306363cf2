"""At what sizes the screens of a generated set are taken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """A viewport in CSS pixels; the picture is `scale` times as large. `platform` is ScreenSpot's word for it."""

    platform: str
    width: int
    height: int
    scale: float = 1.0

    @property
    def viewport(self) -> tuple[int, int]:
        return self.width, self.height


VIEWS = (
    View("web", 1280, 800),
    View("mobile", 390, 844, 2.0),
    View("web", 1920, 1080),
    View("web", 1280, 720, 1.5),
    View("mobile", 768, 1024, 1.5),
)
