"""What a person chooses about the browser."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class BrowserOptions:
    """How a browser is started, how large its page is, and what may come in and out of it.

    `viewport` is in CSS pixels; the screenshot is `scale` times as large. `cdp` is the address of a running browser to
    attach to. Downloads land in `downloads`, and are refused without one. `uploads` are the files, and the folders of
    files, that a page may be given. `chromium_args` are the guard's switches. `session` is a file, for its owner's eyes
    only, that keeps cookies and the addresses of tabs from one process to the next.
    """

    url: str = "about:blank"
    viewport: tuple[int, int] = (1280, 800)
    scale: float = 1.0
    headed: bool = False
    cdp: str | None = None
    downloads: Path | None = None
    uploads: tuple[Path, ...] = ()
    chromium_args: tuple[str, ...] = ()
    executable: Path | None = None
    session: Path | None = None
