"""Where the keyboard focus is: the frame, its origin, and whether it is a field that takes text."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.async_api import ElementHandle, Frame, Page

_ACTIVE = """() => {
  let at = document.activeElement;
  while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
  return at;
}"""
_EDITABLE = """at => {
  if (at.isContentEditable) return true;
  if (at.tagName === "TEXTAREA") return !at.readOnly && !at.disabled;
  const none = ["button", "checkbox", "color", "file", "hidden", "image", "radio", "range", "reset", "submit"];
  return at.tagName === "INPUT" && !none.includes(at.type) && !at.readOnly && !at.disabled;
}"""

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Focus:
    """The element with the keyboard focus, the frame that it is in, and what that allows."""

    frame: Frame
    element: ElementHandle | None
    origin: str
    editable: bool


async def focused(page: Page) -> tuple[Frame, ElementHandle | None]:
    """The focused element and its frame, through frames and open shadow roots; None where nothing has the focus."""
    frame = page.main_frame
    while True:
        element = (await frame.evaluate_handle(_ACTIVE)).as_element()
        inner = await element.content_frame() if element is not None else None
        if inner is None:
            return frame, element
        frame = inner


async def focused_field(page: Page) -> Focus:
    """Where typed text would go."""
    frame, element = await focused(page)
    editable = element is not None and bool(await element.evaluate(_EDITABLE))
    return Focus(frame, element, origin_of(frame), editable)


def origin_of(frame: Frame) -> str:
    """The frame's origin with its port, as `https://example.com:443`; a frame without an address has its parent's.

    Told by the address that the browser committed, because a page may overwrite its own `window.origin`.
    """
    parts = urlsplit(frame.url)
    if parts.scheme in _PORTS and parts.hostname:
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        return f"{parts.scheme}://{host}:{parts.port or _PORTS[parts.scheme]}"
    if parts.scheme == "about" and frame.parent_frame is not None:
        return origin_of(frame.parent_frame)
    return f"{parts.scheme}://" if parts.scheme == "file" else ""
