"""Who orders without an account, drawn by chance, and how an instruction speaks of them."""

from __future__ import annotations

from random import Random

from guiagent.actions import Value
from guiagent.sandboxes.shop.catalogue import vocabulary
from guiagent.sandboxes.shop.customers import place_of
from guiagent.sandboxes.shop.world import World


class Recipient(Value):
    """A name, an email and an address."""

    name: str
    email: str
    street: str
    city: str
    postcode: str
    country: str


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
