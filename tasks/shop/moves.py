"""The moves that solutions share: finding a product, putting it into the cart, logging in, checking out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from guiagent.actions import Press, Type
from guiagent.policies.scripted import Move, click, type_into
from guiagent.sandboxes.shop.catalogue import Product, choices
from guiagent.sandboxes.shop.world import World
from guiagent.tasks.shop.recipient import Recipient

Moves = tuple[Move, ...]


def select(name: str, value: str) -> Move:
    """Choose from a list by the keyboard, which works where its popup is not drawn on the page as well."""
    return Move(role="combobox", name=name, then=(Type(text=value), Press(keys=("Enter",))))


def searched(world: World, text: str) -> Moves:
    """The results for some words."""
    words = world.look.words
    return type_into("searchbox", words.search, text), click("button", words.go)


def opened(world: World, product: Product) -> Moves:
    """A product's page."""
    return *searched(world, product.name), click("link", product.name)


def added(world: World, product: Product, options: str = "", quantity: int = 1) -> Moves:
    """A product in the cart, from wherever one is, with its choices."""
    words = world.look.words
    chosen = [_choice(world, name, value) for name, value in choices(options).items()]
    amount = [type_into("textbox", words.quantity, str(quantity))] if quantity != 1 else []
    return *opened(world, product), *chosen, *amount, click("button", words.add)


def _choice(world: World, name: str, value: str) -> Move:
    return click("radio", value) if world.look.choices == "pills" else select(name, value)


def to_checkout(world: World) -> Moves:
    """The checkout form, by way of the cart."""
    return click("link", world.look.words.basket), click("link", world.look.words.checkout)


def filled_in(world: World, recipient: Recipient) -> Moves:
    """The contact and the address on the checkout form."""
    words = world.look.words
    labels: Mapping[str, str] = {
        "Email": recipient.email,
        words.name: recipient.name,
        words.street: recipient.street,
        words.city: recipient.city,
        words.postcode: recipient.postcode,
    }
    fields = [type_into("textbox", label, text) for label, text in labels.items()]
    return *fields, select(words.country, recipient.country)


def placed(world: World) -> Moves:
    """The order, once the form is filled in."""
    return click("checkbox", "I accept the terms and conditions"), click("button", world.look.words.place)


def logged_in(world: World) -> Moves:
    """The customer's account."""
    return (
        click("link", "Log in"),
        type_into("textbox", "Email", world.customer.email),
        type_into("textbox", "Password", world.customer.password),
        click("button", "Log in"),
    )


def dated(name: str, day: datetime.date) -> Move:
    """A date in a date field."""
    return Move(role="textbox", name=name, then=(Type(text=f"{day:%m%d%Y}"),))
