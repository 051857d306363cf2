"""Who orders without an account, and what an order to them leaves in the shop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from types import MappingProxyType

from guiagent.actions import Value
from guiagent.sandboxes.shop import orders
from guiagent.sandboxes.shop.catalogue import Product, vocabulary
from guiagent.sandboxes.shop.customers import order_lines, place_of
from guiagent.sandboxes.shop.pricing import Goods
from guiagent.sandboxes.shop.state import Order, ShopState, Stock
from guiagent.sandboxes.shop.world import World


class Recipient(Value):
    """A name, an email and an address."""

    name: str
    email: str
    street: str
    city: str
    postcode: str
    country: str


def drawing(world: World, task: str) -> Random:
    """The chance of one task in one world."""
    return Random(f"{world.seed}:task:{task}")


def recipient(rng: Random) -> Recipient:
    """Somebody who has no account in the shop."""
    names = vocabulary()["people"]
    name = f"{rng.choice(names['first'])} {rng.choice(names['last'])}"
    return Recipient(name=name, email=f"{name.split()[1].lower()}{rng.randrange(10, 99)}@example.org", **place_of(rng))


def address_words(world: World, to: Recipient) -> str:
    """How an instruction says what to fill in at checkout."""
    words = world.look.words
    return (
        f"fill in Email with '{to.email}', {words.name} with '{to.name}', {words.street} with '{to.street}', "
        f"{words.city} with '{to.city}' and {words.postcode} with '{to.postcode}', "
        f"select '{to.country}' as {words.country}"
    )


def available(world: World, quantity: int = 1) -> list[Product]:
    """The products of which so many are left, and whose name no other product's name contains."""
    names = [product.name for product in world.products]
    return [
        product
        for product in world.products
        if product.stock >= quantity and sum(product.name in name for name in names) == 1
    ]


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


def own_orders(world: World) -> tuple[Order, ...]:
    """What the customer ordered before."""
    return tuple(order for order in world.initial.orders if order.account == world.customer.email)


def _taken(stock: Sequence[Stock], bought: Sequence[Goods]) -> tuple[Stock, ...]:
    gone: dict[str, int] = {}
    for line in bought:
        gone[line.product.sku] = gone.get(line.product.sku, 0) + line.quantity
    return tuple(Stock(sku=row.sku, remaining=row.remaining - gone.get(row.sku, 0)) for row in stock)
