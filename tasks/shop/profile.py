"""Tasks of a customer about what the shop knows of them: the account, its addresses, wishes and reviews."""

from __future__ import annotations

from guiagent.policies.scripted import click, finish, type_into
from guiagent.sandboxes.shop.customers import digest, place_of
from guiagent.sandboxes.shop.state import Account, Address, Review, Wish
from guiagent.sandboxes.shop.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.shop import moves
from guiagent.tasks.shop.afterwards import with_rows
from guiagent.tasks.shop.before import as_customer, available, drawing, lines_of, own_orders
from guiagent.tasks.shop.recipient import recipient


def add_address(world: World) -> Plan:
    """A new address, as the default."""
    words, new = world.look.words, _new_address(world)
    labels = {
        "Label": new.label,
        words.name: new.name,
        words.street: new.street,
        words.city: new.city,
        words.postcode: new.postcode,
    }
    told = ", ".join(f"{label} '{text}'" for label, text in labels.items())
    return Plan(
        instruction=(
            f"{as_customer(world)} Go to Addresses and add an address with {told} and {words.country} "
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
        expected=with_rows(world, addresses=(*_without_default(world), new)),
    )


def _new_address(world: World) -> Address:
    rng, person = drawing(world, "add-address"), world.customer
    label = rng.choice(("Summer house", "Workshop", "New flat", "Grandmother"))
    place = {"email": person.email, "label": label, "name": person.account.name, **place_of(rng)}
    last = max(address.id for address in world.initial.addresses)
    return Address.model_validate({"id": last + 1, "is_default": True, **place})


def _without_default(world: World) -> tuple[Address, ...]:
    """The addresses of all accounts, with the customer's default no longer one."""
    mine = world.customer.email
    return tuple(
        address.model_copy(update={"is_default": address.is_default and address.email != mine})
        for address in world.initial.addresses
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
        expected=with_rows(world, accounts=(*world.initial.accounts, account)),
    )


def write_review(world: World) -> Plan:
    """A review of something that was delivered."""
    rng = drawing(world, "write-review")
    number = rng.choice([order.number for order in own_orders(world) if order.status == "Delivered"])
    product = world.product(rng.choice(lines_of(world, number)).sku)
    stars, text = (
        rng.choice((2, 3, 4)),
        rng.choice(("Quite good, but late.", "It does what it should.", "A bit small.")),
    )
    review = Review(email=world.customer.email, sku=product.sku, stars=stars, text=text, placed=world.today)
    return Plan(
        instruction=f"{as_customer(world)} Give '{product.name}' a review of {stars} stars that says '{text}'",
        moves=(
            *moves.logged_in(world),
            *moves.opened(world, product),
            click("radio", f"{stars} stars"),
            type_into("textbox", "Your review", text),
            click("button", "Send review"),
            finish(),
        ),
        expected=with_rows(world, reviews=(review,)),
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
            f"{as_customer(world)} Find the best rated product in {product.category} and put it on the "
            f"{world.look.words.wish.lower()}."
        ),
        moves=(
            *moves.logged_in(world),
            *moves.opened(world, product),
            click("button", world.look.words.save),
            finish(),
        ),
        expected=with_rows(world, wishes=(*world.initial.wishes, wish)),
    )
