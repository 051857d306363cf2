"""What a shop has when a task begins."""

from __future__ import annotations

from random import Random

from guiagent.sandboxes.shop.catalogue import Product
from guiagent.sandboxes.shop.state import Order, OrderLine
from guiagent.sandboxes.shop.world import World


def drawing(world: World, task: str) -> Random:
    """The chance of one task in one world."""
    return Random(f"{world.seed}:task:{task}")


def available(world: World, quantity: int = 1) -> list[Product]:
    """The products of which so many are left, and whose name no other product's name contains."""
    names = [product.name for product in world.products]
    return [
        product
        for product in world.products
        if product.stock >= quantity and sum(product.name in name for name in names) == 1
    ]


def own_orders(world: World) -> tuple[Order, ...]:
    """What the customer ordered before."""
    return tuple(order for order in world.initial.orders if order.account == world.customer.email)


def lines_of(world: World, number: str) -> tuple[OrderLine, ...]:
    """The lines of an order that the shop opens with."""
    return tuple(line for line in world.initial.order_lines if line.number == number)


def as_customer(world: World) -> str:
    """How an instruction says to log in."""
    return f"Log in with the email '{world.customer.email}' and the password '{world.customer.password}'."
