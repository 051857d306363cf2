"""The judge's door: the state as it is, the way back to the beginning, and a state that outlives its process."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from guiagent.errors import SandboxError
from guiagent.sandboxes.shop import Shop, ShopSession, ShopState, world
from guiagent.sandboxes.shop.state import ROWS, Wish
from guiagent.sandboxes.shop.store import TABLES


async def add_something(client: httpx.AsyncClient, shop: ShopSession) -> None:
    product = next(product for product in shop.world.products if product.stock > 5)
    await client.post("/cart/add", data={"sku": product.sku, "quantity": "2"})


async def test_an_untouched_shop_is_in_its_initial_state(shop: ShopSession) -> None:
    assert TABLES.differences(shop.world.initial, await shop.inspect()) == ()


async def test_every_table_of_the_state_has_the_columns_of_its_rows(shop: ShopSession) -> None:
    database = sqlite3.connect(shop.database)
    for table, row in ROWS.items():
        columns = [column[1] for column in database.execute(f"PRAGMA table_info({table})")]
        assert columns == list(row.model_fields)
    database.close()
    assert set(ROWS) == set(ShopState.model_fields)


async def test_a_guest_s_cart_and_the_pages_seen_are_told_to_the_judge(
    shop: ShopSession, client: httpx.AsyncClient
) -> None:
    await add_something(client, shop)
    state = await shop.inspect()
    assert [(line.owner, line.quantity) for line in state.cart_lines if line.owner == "guest"] == [("guest", 2)]
    assert state.visits[0].path == "POST /cart/add"


async def test_reset_brings_the_beginning_back_and_logs_out(shop: ShopSession, client: httpx.AsyncClient) -> None:
    await client.post("/login", data={"email": shop.world.customer.email, "password": shop.world.customer.password})
    await add_something(client, shop)
    began = time.perf_counter()
    await shop.reset()
    assert time.perf_counter() - began < 20
    assert TABLES.differences(shop.world.initial, await shop.inspect()) == ()
    assert "Log in" in (await client.get("/")).text


async def test_a_shop_opens_soon_and_its_private_database_goes_with_it() -> None:
    began = time.perf_counter()
    async with Shop().open(11) as session:
        async with httpx.AsyncClient(base_url=session.url) as client:
            assert (await client.get("/")).status_code == 200
        assert time.perf_counter() - began < 30
        assert session.database.exists()
    assert not session.database.parent.exists()


async def test_two_shops_can_be_open_at_once() -> None:
    async with Shop().open(1) as one, Shop().open(2) as other, httpx.AsyncClient() as client:
        assert one.world.name in (await client.get(one.url)).text.replace("&amp;", "&")
        assert (await client.get(other.url)).text != (await client.get(one.url)).text


async def test_a_taken_port_is_said(shop: ShopSession) -> None:
    port = int(shop.url.rpartition(":")[2])
    with pytest.raises(SandboxError, match=f"cannot listen on 127.0.0.1:{port}"):
        async with Shop(port=port).open(7):
            pass


async def test_another_world_s_database_is_refused(tmp_path: Path) -> None:
    async with Shop(tmp_path / "shop.db").open(1):
        pass
    with pytest.raises(SandboxError, match="seed 1, not 2"):
        async with Shop(tmp_path / "shop.db").open(2):
            pass


async def test_a_killed_shop_goes_on_where_it_was(tmp_path: Path) -> None:
    """kill -9 while it is open; the next process finds the guest's cart."""
    file = tmp_path / "shop.db"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-um", "guiagent.sandboxes.shop", "--seed", "7", "--database", file,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    url = (await asyncio.wait_for(process.stdout.readline(), 20)).decode().split(" is open at ")[1].split()[0]
    async with httpx.AsyncClient(base_url=url) as client:
        sku = next(product.sku for product in world(7).products if product.stock > 5)
        await client.post("/cart/add", data={"sku": sku, "quantity": "2"})
    process.send_signal(signal.SIGKILL)
    await process.communicate()
    async with Shop(file).open(7) as session:
        assert [line.sku for line in (await session.inspect()).cart_lines if line.owner == "guest"] == [sku]


def test_importing_a_shop_and_its_tasks_starts_and_loads_nothing() -> None:
    heavy = ("starlette", "uvicorn", "jinja2", "playwright")
    code = f"import guiagent.tasks.shop, sys\nprint([name for name in {heavy!r} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_a_difference_is_said_in_words() -> None:
    note = TABLES.differences(ShopState(), ShopState(wishes=(Wish(email="ada@example.com", sku="TEA-1"),)))
    assert note == ("unexpected in wishes: email=ada@example.com sku=TEA-1",)


def test_a_row_that_stands_there_twice_is_a_difference() -> None:
    wish = Wish(email="ada@example.com", sku="TEA-1")
    assert TABLES.differences(ShopState(wishes=(wish,)), ShopState(wishes=(wish, wish))) == (
        "2 rows in wishes instead of 1",
    )
