"""Tasks whose answer stands on another page than one begins at; the shop is to stay as it is."""

from __future__ import annotations

from guiagent.policies.scripted import click, finish
from guiagent.sandboxes.shop.pricing import Goods, totals
from guiagent.sandboxes.shop.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.shop import moves
from guiagent.tasks.shop.before import as_customer, available, drawing, lines_of, own_orders


def fact_of_product(world: World) -> Plan:
    """What the table on a product's page says; facts that are plain words, which everybody writes alike."""
    plain = [
        (product, fact, value)
        for product in available(world, 0)
        for fact, value in product.facts
        if value.replace(" ", "").isalpha() and value.isascii()
    ]
    product, fact, value = drawing(world, "fact-of-product").choice(plain)
    return Plan(
        instruction=f"On the page of '{product.name}', what stands in the table under {fact}? Answer in its words.",
        moves=(*moves.opened(world, product), finish(value)),
        expected=world.initial,
        answers=(value,),
    )


def delivery_price(world: World) -> Plan:
    """What an express delivery costs, or wrapping."""
    rng, tariff = drawing(world, "delivery-price"), world.tariff
    present = rng.choice(available(world, 1)).name
    name, cents = rng.choice(
        (("an Express delivery", tariff.express), ("having an order gift wrapped", tariff.wrapping))
    )
    others = {tariff.standard, tariff.express, tariff.wrapping, tariff.free_over} - {cents}
    return Plan(
        instruction=(
            f"You think of giving '{present}' to a friend. How much does {name} cost here? Look it up under Help and "
            "answer with the amount alone."
        ),
        moves=(click("link", "Help"), finish(f"{cents / 100:.2f}")),
        expected=world.initial,
        answers=(f"{cents / 100:.2f}",),
        decoys=tuple(f"{other / 100:.2f}" for other in sorted(others)),
    )


def order_of_product(world: World) -> Plan:
    """In which order something was bought."""
    mine = own_orders(world)
    order = drawing(world, "order-of-product").choice(mine)
    line = drawing(world, "order-of-product:line").choice(lines_of(world, order.number))
    return Plan(
        instruction=f"{as_customer(world)} What is the number of the order with '{line.name}' in it?",
        moves=(*moves.logged_in(world), finish(order.number)),
        expected=world.initial,
        answers=(order.number,),
        decoys=tuple(each.number for each in mine if each != order),
    )


def cart_total(world: World) -> Plan:
    """What the waiting cart would cost."""
    goods = [
        Goods(product=world.product(line.sku), options=line.options, quantity=line.quantity)
        for line in world.initial.cart_lines
    ]
    sums, basket = totals(goods, world.tariff), world.look.words.basket
    total, wrong = f"{sums.total / 100:.2f}", f"{sums.subtotal / 100:.2f}"
    return Plan(
        instruction=(
            f"{as_customer(world)} What does everything in the {basket.lower()} cost in all, delivery included? Answer "
            "with the amount alone."
        ),
        moves=(*moves.logged_in(world), click("link", basket), finish(total)),
        expected=world.initial,
        answers=(total,),
        decoys=(wrong,) if wrong != total else (),
    )


def total_spent(world: World) -> Plan:
    """What the orders that arrived have cost all together."""
    mine = own_orders(world)
    spent = sum(order.total for order in mine if order.status == "Delivered")
    wrong = {sum(order.total for order in mine), sum(order.total for order in mine if order.status != "Cancelled")}
    return Plan(
        instruction=(
            f"{as_customer(world)} What did all your orders with the status Delivered cost, added up? Answer with the "
            "sum alone."
        ),
        moves=(*moves.logged_in(world), finish(f"{spent / 100:.2f}")),
        expected=world.initial,
        answers=(f"{spent / 100:.2f}",),
        decoys=tuple(f"{cents / 100:.2f}" for cents in sorted(wrong - {spent})),
    )
