"""What lies in a cart. The owner is an account's email, or a browser's session where nobody is logged in."""

from __future__ import annotations

import sqlite3

from guiagent.sandboxes.shop.pricing import Coupon, Goods
from guiagent.sandboxes.shop.world import World

MOST = 99


def goods_of(database: sqlite3.Connection, world: World, owner: str) -> tuple[Goods, ...]:
    """The goods in the cart, in the order they were put there."""
    rows = database.execute("SELECT * FROM cart_lines WHERE owner = ? ORDER BY rowid", (owner,))
    return tuple(
        Goods(product=world.product(row["sku"]), options=row["options"], quantity=row["quantity"]) for row in rows
    )


def remaining(database: sqlite3.Connection, sku: str) -> int:
    """How many of a product are left."""
    row = database.execute("SELECT remaining FROM stock WHERE sku = ?", (sku,)).fetchone()
    return int(row["remaining"]) if row else 0


def reserved(database: sqlite3.Connection, owner: str, sku: str, except_options: str | None = None) -> int:
    """How many of a product the cart holds, in all its choices or in all but one."""
    rows = database.execute("SELECT options, quantity FROM cart_lines WHERE owner = ? AND sku = ?", (owner, sku))
    return sum(row["quantity"] for row in rows if row["options"] != except_options)


def add(database: sqlite3.Connection, owner: str, sku: str, options: str, quantity: int) -> bool:
    """Put so many more into the cart; False where not so many are left."""
    if reserved(database, owner, sku) + quantity > min(MOST, remaining(database, sku)):
        return False
    with database:
        database.execute(
            "INSERT INTO cart_lines VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity",
            (owner, sku, options, quantity),
        )
    return True


def change(database: sqlite3.Connection, owner: str, sku: str, options: str, quantity: int) -> bool:
    """Set how many; 0 removes the line; False where not so many are left."""
    if quantity + reserved(database, owner, sku, options) > min(MOST, remaining(database, sku)) and quantity:
        return False
    with database:
        if quantity:
            database.execute(
                "UPDATE cart_lines SET quantity = ? WHERE owner = ? AND sku = ? AND options = ?",
                (quantity, owner, sku, options),
            )
        else:
            database.execute(
                "DELETE FROM cart_lines WHERE owner = ? AND sku = ? AND options = ?", (owner, sku, options)
            )
    return True


def empty(database: sqlite3.Connection, owner: str) -> None:
    """Take everything out, the coupon too; part of the caller's transaction."""
    database.execute("DELETE FROM cart_lines WHERE owner = ?", (owner,))
    database.execute("DELETE FROM cart_coupons WHERE owner = ?", (owner,))


def move(database: sqlite3.Connection, world: World, source: str, target: str) -> None:
    """Bring a browser's cart into the account that it logs in to, as far as the stock goes."""
    for line in goods_of(database, world, source):
        add(database, target, line.product.sku, line.options, line.quantity)
    with database:
        database.execute(
            "INSERT OR REPLACE INTO cart_coupons SELECT ?, code FROM cart_coupons WHERE owner = ?", (target, source)
        )
        empty(database, source)


def coupon_of(database: sqlite3.Connection, world: World, owner: str) -> Coupon | None:
    """The coupon that the cart has applied, whether or not it is still allowed."""
    row = database.execute("SELECT code FROM cart_coupons WHERE owner = ?", (owner,)).fetchone()
    return next((coupon for coupon in world.coupons if row and coupon.code == row["code"]), None)


def apply(database: sqlite3.Connection, owner: str, code: str) -> None:
    """Apply a coupon in place of the one before; an empty code takes it away."""
    with database:
        database.execute("DELETE FROM cart_coupons WHERE owner = ?", (owner,))
        if code:
            database.execute("INSERT INTO cart_coupons VALUES (?, ?)", (owner, code))
