"""A shop that is open, and a customer with a plain HTTP client in place of a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from guiagent.sandboxes.shop import Shop, ShopSession


@pytest.fixture
async def shop() -> AsyncIterator[ShopSession]:
    async with Shop().open(7) as session:
        yield session


@pytest.fixture
async def client(shop: ShopSession) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=shop.url, follow_redirects=True) as client:
        yield client
