"""Tasks of a customer who logs in to see to a cart or an order."""

from __future__ import annotations

from guiagent.policies.scripted import click, finish, type_into
from guiagent.sandboxes.shop.pricing import Goods
from guiagent.sandboxes.shop.state import Stock
from guiagent.sandboxes.shop.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.shop import moves
from guiagent.tasks.shop.afterwards import after_order, with_rows
from guiagent.tasks.shop.before import as_customer, drawing, lines_of
from guiagent.tasks.shop.recipient import Recipient


def order_cart(world: World) -> Plan:
    """What lies in the customer's cart already, to an address that is not the default."""
    words, person = world.look.words, world.customer
    address = drawing(world, "order-cart").choice(person.addresses[1:])
    lines = tuple(
        Goods(product=world.product(line.sku), options=line.options, quantity=line.quantity)
        for line in world.initial.cart_lines
    )
    to = Recipient(email=person.email, **address.model_dump(include=set(Recipient.model_fields) - {"email"}))
    expected = after_order(world, lines, to, account=person.email, phone=person.account.phone)
    number = world.next_order_number()
    return Plan(
        instruction=(
            f"{as_customer(world)} Order what is in the {words.basket.lower()}, as it is, to the saved address "
            f"'{address.label}' and report the order number."
        ),
        moves=(
            *moves.logged_in(world),
            *moves.to_checkout(world),
            click("link", address.label),
            *moves.placed(world),
            finish(number),
        ),
        expected=expected.model_copy(update={"cart_lines": ()}),
        answers=(number,),
    )


def fix_cart(world: World) -> Plan:
    """One line of the cart gets another quantity, another is removed; nothing is ordered."""
    words = world.look.words
    kept, changed, removed = world.initial.cart_lines
    more, name, gone = changed.quantity + 2, world.product(changed.sku).name, world.product(removed.sku).name
    return Plan(
        instruction=(
            f"{as_customer(world)} In the {words.basket.lower()}, set the quantity of '{name}' to {more} and remove "
            f"'{gone}'. Do not order anything."
        ),
        moves=(
            *moves.logged_in(world),
            click("link", words.basket),
            type_into("textbox", f"{words.quantity} of {name}", str(more)),
            click("button", "Update", 1),
            click("button", f"Remove {gone}"),
            finish(),
        ),
        expected=with_rows(world, cart_lines=(kept, changed.model_copy(update={"quantity": more}))),
    )


def cancel_order(world: World) -> Plan:
    """The one order that can still be cancelled, known by what is in it."""
    order = next(order for order in world.initial.orders if order.status == "Processing")
    lines = lines_of(world, order.number)
    back = {line.sku: line.quantity for line in lines}
    stock = tuple(Stock(sku=row.sku, remaining=row.remaining + back.get(row.sku, 0)) for row in world.initial.stock)
    orders = tuple(
        each.model_copy(update={"status": "Cancelled"}) if each == order else each for each in world.initial.orders
    )
    return Plan(
        instruction=f"{as_customer(world)} Cancel the order with the {lines[0].name} in it.",
        moves=(
            *moves.logged_in(world),
            click("link", f"Details of {order.number}"),
            click("button", "Cancel order"),
            finish(),
        ),
        expected=with_rows(world, orders=orders, stock=stock),
    )
