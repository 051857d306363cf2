"""Which screenshots a request still shows: dropped several at a time, so that a server's prompt cache mostly holds."""

from __future__ import annotations

from guiagent.actions import Value
from guiagent.dialects.coordinates import Size
from guiagent.dialects.images import SentImage, resized
from guiagent.screen import Screen


class Screens(Value):
    """How many screenshots a request keeps: `keep`, and up to `block` - 1 more until that many are dropped at once.

    Dropping one a step would change the request near its beginning each time, and the prompt cache with it.
    """

    keep: int = 3
    block: int = 8

    def dropped(self, count: int) -> int:
        """How many of the oldest of `count` screenshots are not sent."""
        return max(0, count - self.keep) // self.block * self.block


def size_of(screen: Screen) -> Size:
    """The screenshot's own width and height in pixels."""
    return screen.width, screen.height


def sent(screen: Screen, image: SentImage) -> bytes:
    """The PNG to send by a family's rule: the screenshot's own bytes where its size is kept."""
    size = image.size(*size_of(screen))
    return screen.png if size == size_of(screen) else resized(screen.png, size)
