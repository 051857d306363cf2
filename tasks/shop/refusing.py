"""Tasks of a customer that cannot be done, and are to be given up after looking; the shop is to stay as it is."""

from __future__ import annotations

from guiagent.policies.scripted import click, give_up, type_into
from guiagent.sandboxes.shop.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.shop import moves
from guiagent.tasks.shop.before import as_customer, drawing, own_orders


def expired_coupon(world: World) -> Plan:
    """A code whose last day is over."""
    words = world.look.words
    code = next(coupon.code for coupon in world.coupons if coupon.ends < world.today)
    return Plan(
        instruction=(
            f"{as_customer(world)} Apply the {words.coupon.lower()} '{code}' to what is in the {words.basket.lower()}. "
            "No other code will do, and nothing else is to change."
        ),
        moves=(
            *moves.logged_in(world),
            click("link", words.basket),
            type_into("textbox", words.coupon, code),
            click("button", "Apply"),
            give_up(f"the shop does not accept {code} any more"),
        ),
        expected=world.initial,
        impossible=True,
        looked=("POST /cart/coupon", "GET /offers"),
    )


def cancel_too_late(world: World) -> Plan:
    """An order that has arrived long since."""
    delivered = [order for order in own_orders(world) if order.status == "Delivered"]
    order = drawing(world, "cancel-too-late").choice(delivered)
    return Plan(
        instruction=f"{as_customer(world)} Cancel your order of {order.placed.day} {order.placed:%B %Y}, and no other.",
        moves=(
            *moves.logged_in(world),
            click("link", f"Details of {order.number}"),
            give_up(f"{order.number} is delivered and cannot be cancelled"),
        ),
        expected=world.initial,
        impossible=True,
        looked=("GET /account",),
    )
