"""What a shop holds when a task is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from guiagent.sandboxes.shop import orders
from guiagent.sandboxes.shop.catalogue import Product
from guiagent.sandboxes.shop.customers import order_lines
from guiagent.sandboxes.shop.pricing import Goods
from guiagent.sandboxes.shop.state import ShopState, Stock
from guiagent.sandboxes.shop.world import World
from guiagent.tasks.shop.recipient import Recipient


def goods(product: Product, quantity: int = 1, chosen: Mapping[str, str] = MappingProxyType({})) -> Goods:
    """So many of a product, with the first of what is not chosen."""
    return Goods(product=product, options=product.chosen(chosen), quantity=quantity)


def after_order(world: World, bought: Sequence[Goods], to: Recipient, **details: object) -> ShopState:
    """The shop after this order and nothing else; `details` are further fields of `Order`."""
    number, start = world.next_order_number(), world.initial
    order = orders.order(world, number, tuple(bought), to.model_dump() | details)
    return start.model_copy(
        update={
            "orders": (*start.orders, order),
            "order_lines": (*start.order_lines, *order_lines(number, bought)),
            "stock": _taken(start.stock, bought),
        }
    )


def _taken(stock: Sequence[Stock], bought: Sequence[Goods]) -> tuple[Stock, ...]:
    gone: dict[str, int] = {}
    for line in bought:
        gone[line.product.sku] = gone.get(line.product.sku, 0) + line.quantity
    return tuple(Stock(sku=row.sku, remaining=row.remaining - gone.get(row.sku, 0)) for row in stock)


def with_rows(world: World, **tables: object) -> ShopState:
    """The shop as it opens, with these tables in place of its own."""
    return world.initial.model_copy(update=tables)
