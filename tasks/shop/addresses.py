"""Tasks of a customer about the address book and the details that are there already."""

from __future__ import annotations

from guiagent.policies.scripted import click, finish, type_into
from guiagent.sandboxes.shop.customers import phone, place_of
from guiagent.sandboxes.shop.state import Address
from guiagent.sandboxes.shop.world import World
from guiagent.tasks._planned import Plan
from guiagent.tasks.shop import moves
from guiagent.tasks.shop.afterwards import with_rows
from guiagent.tasks.shop.before import as_customer, drawing


def edit_address(world: World) -> Plan:
    """An address of the book gets another street and postcode."""
    rng, words = drawing(world, "edit-address"), world.look.words
    old, place = rng.choice(world.customer.addresses), place_of(rng)
    street, postcode = place["street"], place["postcode"]
    new = old.model_copy(update={"street": street, "postcode": postcode})
    return Plan(
        instruction=(
            f"{as_customer(world)} Click Addresses and the Edit of '{old.label}'. Set {words.street} to '{street}' and "
            f"{words.postcode} to '{postcode}', then click Save address."
        ),
        moves=(
            *moves.logged_in(world),
            click("link", "Addresses"),
            click("link", f"Edit {old.label}"),
            type_into("textbox", words.street, street),
            type_into("textbox", words.postcode, postcode),
            click("button", "Save address"),
            finish(),
        ),
        expected=with_rows(world, addresses=_with(world, {old.id: new})),
    )


def _with(world: World, changed: dict[int, Address]) -> tuple[Address, ...]:
    return tuple(changed.get(address.id, address) for address in world.initial.addresses)


def switch_default(world: World) -> Plan:
    """Another address becomes the default, known by where it is."""
    old, *others = world.customer.addresses
    new = drawing(world, "switch-default").choice(others)
    rows = {
        old.id: old.model_copy(update={"is_default": False}),
        new.id: new.model_copy(update={"is_default": True}),
    }
    return Plan(
        instruction=f"{as_customer(world)} Make the saved address in {new.street}, {new.city}, the default address.",
        moves=(
            *moves.logged_in(world),
            click("link", "Addresses"),
            click("link", f"Edit {new.label}"),
            click("checkbox", "Use as default address"),
            click("button", "Save address"),
            finish(),
        ),
        expected=with_rows(world, addresses=_with(world, rows)),
    )


def delete_address(world: World) -> Plan:
    """An address leaves the book, known by where it is."""
    gone = drawing(world, "delete-address").choice(world.customer.addresses[1:])
    return Plan(
        instruction=(
            f"{as_customer(world)} You no longer send anything to {gone.street}, {gone.postcode} {gone.city}. Delete "
            "that address."
        ),
        moves=(
            *moves.logged_in(world),
            click("link", "Addresses"),
            click("button", f"Delete {gone.label}"),
            finish(),
        ),
        expected=with_rows(world, addresses=tuple(each for each in world.initial.addresses if each != gone)),
    )


def change_details(world: World) -> Plan:
    """Another telephone number, and the newsletter."""
    rng, account = drawing(world, "change-details"), world.customer.account
    number = phone(rng)
    new = account.model_copy(update={"phone": number, "newsletter": True})
    return Plan(
        instruction=(
            f"{as_customer(world)} Click Details, set Phone to '{number}', check 'Send me the newsletter' and click "
            "Save details."
        ),
        moves=(
            *moves.logged_in(world),
            click("link", "Details"),
            type_into("textbox", "Phone", number),
            click("checkbox", "Send me the newsletter"),
            click("button", "Save details"),
            finish(),
        ),
        expected=with_rows(world, accounts=tuple(new if each == account else each for each in world.initial.accounts)),
    )
