"""Screenshots of a page, in device pixels, by the DevTools protocol: PNG, encoded for speed."""

from __future__ import annotations

import base64
import io
from typing import Any
from weakref import WeakKeyDictionary

from playwright.async_api import BrowserContext, CDPSession, Page

from guiagent.screen import Screen

STEADY_CARET = """(() => {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(":root { caret-animation: manual }");
    document.adoptedStyleSheets.push(sheet);
  } catch {} // a document without style: it has no caret either
})()"""
"""Without it the caret blinks, and two looks at a page that stands still differ."""


class Camera:
    """Takes screenshots `scale` times as large as the page's viewport of `viewport` CSS pixels."""

    def __init__(self, viewport: tuple[int, int], scale: float) -> None:
        self._viewport = viewport
        self._scale = scale
        self._sessions: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()

    async def steady(self, context: BrowserContext) -> None:
        """Keep the caret of every page to come from blinking."""
        await context.add_init_script(STEADY_CARET)

    async def session(self, page: Page) -> CDPSession:
        """The page's own DevTools session, one for as long as it lives."""
        if page not in self._sessions:
            self._sessions[page] = await page.context.new_cdp_session(page)
        return self._sessions[page]

    async def take(self, page: Page) -> bytes:
        """The PNG bytes of what the page shows now; moves no pointer and causes no layout."""
        session = await self.session(page)
        params: dict[str, Any] = {"format": "png", "optimizeForSpeed": True}
        if self._scale != 1:
            params["clip"] = await self._clip(session)
        shot = await session.send("Page.captureScreenshot", params)
        return base64.b64decode(shot["data"])

    def blank(self) -> Screen:
        """A white screen, for what stands before a page that was never seen."""
        from PIL import Image  # seldom needed

        out = io.BytesIO()
        width, height = (round(side * self._scale) for side in self._viewport)
        Image.new("RGB", (width, height), "white").save(out, "PNG")
        return Screen.of(out.getvalue())

    async def _clip(self, session: CDPSession) -> dict[str, float]:
        """The visible part of the document; without it a shot has the size of CSS pixels, whatever the scale."""
        metrics = await session.send("Page.getLayoutMetrics")
        seen = metrics["cssVisualViewport"]
        width, height = self._viewport
        return {"x": seen["pageX"], "y": seen["pageY"], "width": width, "height": height, "scale": self._scale}
