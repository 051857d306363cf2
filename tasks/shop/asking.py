"""Tasks that want an answer, or that cannot be done; the shop is to stay as it is."""

from __future__ import annotations

from guiagent.policies.scripted import click, finish, give_up
from guiagent.sandboxes.shop.catalogue import vocabulary
from guiagent.sandboxes.shop.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.shop import moves
from guiagent.tasks.shop.before import as_customer, available, drawing, own_orders


def order_total(world: World) -> Plan:
    """What an order of the past cost."""
    mine = own_orders(world)
    order = drawing(world, "order-total").choice(mine)
    totals = {f"{each.total / 100:.2f}" for each in mine}
    total = f"{order.total / 100:.2f}"
    day = f"{order.placed.day} {order.placed:%B %Y}"
    return Plan(
        instruction=(f"{as_customer(world)} What was the total of the order of {day}?"),
        moves=(*moves.logged_in(world), click("link", f"Details of {order.number}"), finish(total)),
        expected=world.initial,
        answers=(total,),
        decoys=tuple(sorted(totals - {total})),
    )


def price_of_variant(world: World) -> Plan:
    """What a product costs in its largest size."""
    rng = drawing(world, "price-of-variant")
    sized = [
        (product, option)
        for product in available(world)
        for option in product.options
        if max(option.percent) > 100
    ]  # fmt: skip
    if not sized:
        return _price(world)
    product, option = rng.choice(sized)
    prices = [f"{product.price_of(product.chosen({option.name: value})) / 100:.2f}" for value in option.values]
    return Plan(
        instruction=f"How much does '{product.name}' cost in {option.name} '{option.values[-1]}'?",
        moves=(*moves.opened(world, product), finish(prices[-1])),
        expected=world.initial,
        answers=(prices[-1],),
        decoys=tuple(prices[:-1]),
    )


def _price(world: World) -> Plan:
    product = drawing(world, "price").choice(available(world))
    price = f"{product.price / 100:.2f}"
    return Plan(
        instruction=f"How much does '{product.name}' cost?",
        moves=(*moves.opened(world, product), finish(price)),
        expected=world.initial,
        answers=(price,),
    )


def no_such_product(world: World) -> Plan:
    """A product that the shop does not have, though it has some that are called nearly the same."""
    rng, words = drawing(world, "no-such-product"), vocabulary()["category"]
    names = {product.name for product in world.products}
    category = rng.choice([each for each in words if each["name"] in world.categories])
    wanted = rng.choice([
        name for first in category["first"] for kind in category["kinds"] if (name := f"{first} {kind}") not in names
    ])  # fmt: skip
    return Plan(
        instruction=f"Add one '{wanted}' to the {world.look.words.basket.lower()}. No other product will do.",
        moves=(*moves.searched(world, wanted), give_up(f"there is no {wanted}")),
        expected=world.initial,
        impossible=True,
        looked=("GET /search", "GET /category", "GET /product"),
    )


def too_many(world: World) -> Plan:
    """More of a product than there are."""
    scarce = [product for product in world.products if product.stock < 5]
    product = drawing(world, "too-many").choice(scarce)
    wanted = product.stock + 2
    basket = world.look.words.basket.lower()
    return Plan(
        instruction=f"Put {wanted} of '{product.name}' into the {basket}. If there are fewer, put in none.",
        moves=(*moves.opened(world, product), give_up(f"there are only {product.stock} of {product.name}")),
        expected=world.initial,
        impossible=True,
        looked=("GET /search", "GET /category", "GET /product"),
    )
