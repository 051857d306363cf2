"""Placing, reading and cancelling orders."""

from __future__ import annotations

import sqlite3

from guiagent.sandboxes.shop import carts
from guiagent.sandboxes.shop.customers import order_lines
from guiagent.sandboxes.shop.pricing import Goods, totals
from guiagent.sandboxes.shop.state import Order, OrderLine
from guiagent.sandboxes.shop.world import World


def order(world: World, number: str, goods: tuple[Goods, ...], details: dict[str, object]) -> Order:
    """An order of these goods; `details` are the fields that the customer filled in, `coupon` a code or empty."""
    draft = Order.model_validate({"number": number, "placed": world.today, "subtotal": 0, "total": 0} | details)
    coupon = next((coupon for coupon in world.coupons if coupon.code == draft.coupon), None)
    sums = totals(goods, world.tariff, draft.delivery, coupon, draft.gift_wrap)
    return draft.model_copy(update={**sums.model_dump(), "total": sums.total})


def place(database: sqlite3.Connection, world: World, owner: str, details: dict[str, object]) -> Order:
    """Turn the cart into an order: its stock is taken and the cart is empty afterwards, all or nothing."""
    goods = carts.goods_of(database, world, owner)
    with database:
        placed = database.execute("SELECT count(*) FROM orders").fetchone()[0]
        new = order(world, world.order_number(placed), goods, details)
        _insert(database, "orders", new)
        for line in order_lines(new.number, goods):
            _insert(database, "order_lines", line)
            database.execute("UPDATE stock SET remaining = remaining - ? WHERE sku = ?", (line.quantity, line.sku))
        carts.empty(database, owner)
    return new


def _insert(database: sqlite3.Connection, table: str, row: Order | OrderLine) -> None:
    marks = ", ".join(f":{name}" for name in type(row).model_fields)
    database.execute(f"INSERT INTO {table} VALUES ({marks})", row.model_dump(mode="json"))


def cancel(database: sqlite3.Connection, number: str) -> bool:
    """Cancel an order that is still being processed and put its goods back; False where it is too late."""
    with database:
        changed = database.execute(
            "UPDATE orders SET status = 'Cancelled' WHERE number = ? AND status = 'Processing'", (number,)
        ).rowcount
        if changed:
            for line in lines_of(database, number):
                database.execute("UPDATE stock SET remaining = remaining + ? WHERE sku = ?", (line.quantity, line.sku))
    return bool(changed)


def find(database: sqlite3.Connection, number: str) -> Order | None:
    """The order with this number."""
    row = database.execute("SELECT * FROM orders WHERE number = ?", (number,)).fetchone()
    return Order.model_validate(dict(row)) if row else None


def of_account(database: sqlite3.Connection, email: str) -> tuple[Order, ...]:
    """An account's orders, the latest first."""
    rows = database.execute("SELECT * FROM orders WHERE account = ? ORDER BY placed DESC, rowid DESC", (email,))
    return tuple(Order.model_validate(dict(row)) for row in rows)


def lines_of(database: sqlite3.Connection, number: str) -> tuple[OrderLine, ...]:
    """The lines of an order."""
    rows = database.execute("SELECT * FROM order_lines WHERE number = ? ORDER BY rowid", (number,))
    return tuple(OrderLine.model_validate(dict(row)) for row in rows)


def bought(database: sqlite3.Connection, email: str, sku: str) -> bool:
    """Whether an account has ordered a product and not cancelled it."""
    query = (
        "SELECT 1 FROM orders JOIN order_lines USING (number) WHERE account = ? AND sku = ? AND status != 'Cancelled'"
    )
    return database.execute(query, (email, sku)).fetchone() is not None
