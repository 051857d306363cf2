"""Tasks of a customer who logs in."""

from __future__ import annotations

from guiagent.policies.scripted import click, finish, type_into
from guiagent.sandboxes.shop.customers import digest, place_of
from guiagent.sandboxes.shop.pricing import Goods
from guiagent.sandboxes.shop.state import Account, Address, OrderLine, Review, ShopState, Stock, Wish
from guiagent.sandboxes.shop.world import World
from guiagent.tasks.shop import moves
from guiagent.tasks.shop.recipient import Recipient, after_order, available, drawing, own_orders, recipient
from guiagent.tasks.shop.task import Plan


def _as_customer(world: World) -> str:
    return f"Log in with the email '{world.customer.email}' and the password '{world.customer.password}'."


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
            f"{_as_customer(world)} Order what is in the {words.basket.lower()}, as it is, to the saved address "
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
            f"{_as_customer(world)} In the {words.basket.lower()}, set the quantity of '{name}' to {more} and remove "
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
        expected=_with(world, cart_lines=(kept, changed.model_copy(update={"quantity": more}))),
    )


def cancel_order(world: World) -> Plan:
    """The one order that can still be cancelled, known by what is in it."""
    order = next(order for order in world.initial.orders if order.status == "Processing")
    lines = _lines(world, order.number)
    back = {line.sku: line.quantity for line in lines}
    stock = tuple(Stock(sku=row.sku, remaining=row.remaining + back.get(row.sku, 0)) for row in world.initial.stock)
    orders = tuple(
        each.model_copy(update={"status": "Cancelled"}) if each == order else each for each in world.initial.orders
    )
    return Plan(
        instruction=f"{_as_customer(world)} Cancel the order with the {lines[0].name} in it.",
        moves=(
            *moves.logged_in(world),
            click("link", f"Details of {order.number}"),
            click("button", "Cancel order"),
            finish(),
        ),
        expected=_with(world, orders=orders, stock=stock),
    )


def add_address(world: World) -> Plan:
    """A new address, as the default."""
    rng, words = drawing(world, "add-address"), world.look.words
    email, name, place = world.customer.email, world.customer.account.name, place_of(rng)
    book = tuple(
        each.model_copy(update={"is_default": each.is_default and each.email != email})
        for each in world.initial.addresses
    )
    label = rng.choice(("Summer house", "Workshop", "New flat", "Grandmother"))
    new = Address(
        id=max(each.id for each in book) + 1,
        email=email,
        label=label,
        name=name,
        street=place["street"],
        city=place["city"],
        postcode=place["postcode"],
        country=place["country"],
        is_default=True,
    )
    labels = {
        "Label": label,
        words.name: name,
        words.street: new.street,
        words.city: new.city,
        words.postcode: new.postcode,
    }
    told = ", ".join(f"{label} '{text}'" for label, text in labels.items())
    return Plan(
        instruction=(
            f"{_as_customer(world)} Go to Addresses and add an address with {told} and {words.country} "
            f"'{new.country}'. Make it the default address."
        ),
        moves=(
            *moves.logged_in(world),
            click("link", "Addresses"),
            click("link", "Add an address"),
            *(type_into("textbox", label, text) for label, text in labels.items()),
            moves.select(words.country, new.country),
            click("checkbox", "Use as default address"),
            click("button", "Save address"),
            finish(),
        ),
        expected=_with(world, addresses=(*book, new)),
    )


def register(world: World) -> Plan:
    """A new account that gets the newsletter."""
    rng, words = drawing(world, "register"), world.look.words
    to = recipient(rng)
    password = f"{to.city.lower()}-{rng.randrange(1000, 9999)}"
    account = Account(email=to.email, name=to.name, password=digest(to.email, password), newsletter=True)
    fields = {words.name: to.name, "Email": to.email, "Password": password, "Repeat password": password}
    return Plan(
        instruction=(
            f"Click Register and create an account: set {words.name} to '{to.name}', Email to '{to.email}', Password "
            f"to '{password}' and Repeat password to '{password}', check 'Send me the newsletter' and click "
            "Create account."
        ),
        moves=(
            click("link", "Register"),
            *(type_into("textbox", label, text) for label, text in fields.items()),
            click("checkbox", "Send me the newsletter"),
            click("button", "Create account"),
            finish(),
        ),
        expected=_with(world, accounts=(*world.initial.accounts, account)),
    )


def write_review(world: World) -> Plan:
    """A review of something that was delivered."""
    rng = drawing(world, "write-review")
    number = rng.choice([order.number for order in own_orders(world) if order.status == "Delivered"])
    product = world.product(rng.choice(_lines(world, number)).sku)
    stars, text = (
        rng.choice((2, 3, 4)),
        rng.choice(("Quite good, but late.", "It does what it should.", "A bit small.")),
    )
    review = Review(email=world.customer.email, sku=product.sku, stars=stars, text=text, placed=world.today)
    return Plan(
        instruction=f"{_as_customer(world)} Give '{product.name}' a review of {stars} stars that says '{text}'",
        moves=(
            *moves.logged_in(world),
            *moves.opened(world, product),
            click("radio", f"{stars} stars"),
            type_into("textbox", "Your review", text),
            click("button", "Send review"),
            finish(),
        ),
        expected=_with(world, reviews=(review,)),
    )


def save_best(world: World) -> Plan:
    """The best rated product of a category goes on the wish list."""
    wished = {wish.sku for wish in world.initial.wishes}
    best = {
        category: max((p for p in world.products if p.category == category), key=lambda product: product.rating)
        for category in world.categories
    }
    offered = [product for product in best.values() if product.sku not in wished and product in available(world, 0)]
    product = drawing(world, "save-best").choice(offered)
    wish = Wish(email=world.customer.email, sku=product.sku)
    return Plan(
        instruction=(
            f"{_as_customer(world)} Find the best rated product in {product.category} and put it on the "
            f"{world.look.words.wish.lower()}."
        ),
        moves=(
            *moves.logged_in(world),
            *moves.opened(world, product),
            click("button", world.look.words.save),
            finish(),
        ),
        expected=_with(world, wishes=(*world.initial.wishes, wish)),
    )


def _with(world: World, **tables: object) -> ShopState:
    return world.initial.model_copy(update=tables)


def _lines(world: World, number: str) -> tuple[OrderLine, ...]:
    return tuple(line for line in world.initial.order_lines if line.number == number)
