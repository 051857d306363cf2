"""A customer's own pages: orders, address book, details, wish list, and writing a review."""

from __future__ import annotations

from starlette.responses import Response

from guiagent.errors import SandboxError
from guiagent.sandboxes.shop import accounts, forms, orders
from guiagent.sandboxes.shop.pages import browse
from guiagent.sandboxes.shop.state import Address, Order
from guiagent.sandboxes.shop.visit import Visit

_PLACE = ("name", "street", "city", "postcode", "country")


async def orders_(visit: Visit) -> Response:
    """The order history."""
    if not visit.account:
        return visit.to_login()
    placed = orders.of_account(visit.database, visit.account.email)
    lines = {order.number: orders.lines_of(visit.database, order.number) for order in placed}
    return visit.page("orders.html", orders=placed, lines=lines)


def _own_order(visit: Visit) -> Order | None:
    order = orders.find(visit.database, visit.path("number"))
    return order if order and visit.account and order.account == visit.account.email else None


async def order(visit: Visit) -> Response:
    """One order."""
    if not visit.account:
        return visit.to_login()
    if not (order := _own_order(visit)):
        return visit.missing("order")
    return visit.page("order.html", order=order, lines=orders.lines_of(visit.database, order.number))


async def cancel(visit: Visit) -> Response:
    """Cancel an order that has not been sent."""
    if not (order := _own_order(visit)):
        return visit.missing("order")
    done = orders.cancel(visit.database, order.number)
    words = f"Order {order.number} is cancelled." if done else "This order cannot be cancelled any more."
    return visit.go(f"/account/orders/{order.number}", words)


async def addresses(visit: Visit) -> Response:
    """The address book."""
    if not visit.account:
        return visit.to_login()
    return visit.page("addresses.html", book=accounts.addresses(visit.database, visit.account.email))


def _own_address(visit: Visit) -> Address | None:
    """The address that the path names; id 0 is a new one."""
    assert visit.account is not None
    email, wanted = visit.account.email, visit.path("id")
    if wanted == "new":
        return Address(id=0, email=email, label="", name="", street="", city="", postcode="", country="")
    return next((address for address in accounts.addresses(visit.database, email) if str(address.id) == wanted), None)


def _address_form(visit: Visit, id_: int, fields: dict[str, str], errors: forms.Errors) -> Response:
    status = 422 if errors else 200
    return visit.page("address.html", status, id=id_, fields=fields, errors=errors, countries=forms.countries())


async def address(visit: Visit) -> Response:
    """The form of an address."""
    if not visit.account:
        return visit.to_login()
    if not (found := _own_address(visit)):
        return visit.missing("address")
    fields = found.model_dump(include={"label", *_PLACE}) | {"is_default": "on" if found.is_default else ""}
    return _address_form(visit, found.id, fields, {})


async def save_address(visit: Visit) -> Response:
    """Keep an address."""
    if not visit.account:
        return visit.to_login()
    if not (found := _own_address(visit)):
        return visit.missing("address")
    fields = forms.trimmed(visit.fields)
    errors = forms.place_errors(fields, visit.world.look.words)
    if not fields.get("label"):
        errors["label"] = "Give this address a name, such as Home."
    if errors:
        return _address_form(visit, found.id, fields, errors)
    update: dict[str, object] = {name: fields[name] for name in ("label", *_PLACE)}
    first = not accounts.addresses(visit.database, visit.account.email)
    update["is_default"] = found.is_default or first or bool(fields.get("is_default"))
    accounts.save_address(visit.database, found.model_copy(update=update))
    return visit.go("/account/addresses", "Address saved.")


async def delete_address(visit: Visit) -> Response:
    """Take an address out of the book."""
    if not visit.account:
        return visit.to_login()
    if (found := _own_address(visit)) and not found.is_default:
        accounts.delete_address(visit.database, visit.account.email, found.id)
        return visit.go("/account/addresses", "Address deleted.")
    return visit.go("/account/addresses", "The default address cannot be deleted.")


async def details(visit: Visit) -> Response:
    """Name, phone and newsletter."""
    if not visit.account:
        return visit.to_login()
    fields = {"name": visit.account.name, "phone": visit.account.phone}
    return visit.page("details.html", fields=fields | {"newsletter": visit.account.newsletter}, errors={})


async def save_details(visit: Visit) -> Response:
    """Keep name, phone and newsletter."""
    if not visit.account:
        return visit.to_login()
    fields = forms.trimmed(visit.fields)
    errors = forms.phone_errors(fields)
    if len(fields.get("name", "")) < 3:
        errors["name"] = "Tell us your name."
    if errors:
        return visit.page("details.html", 422, fields=fields, errors=errors)
    accounts.change_details(
        visit.database, visit.account.email, fields["name"], fields.get("phone", ""), bool(fields.get("newsletter"))
    )
    return visit.go("/account/details", "Your details are saved.")


async def wishes(visit: Visit) -> Response:
    """The wish list."""
    if not visit.account:
        return visit.to_login()
    skus = accounts.wishes(visit.database, visit.account.email)
    stock = {row["sku"]: row["remaining"] for row in visit.database.execute("SELECT * FROM stock")}
    return visit.page("wishes.html", products=[visit.world.product(sku) for sku in skus], stock=stock)


async def wish(visit: Visit) -> Response:
    """Put a product on the wish list, or take it off."""
    try:
        product = visit.world.product(visit.fields.get("sku", ""))
    except SandboxError:
        return visit.missing("product")
    if not visit.account:
        return visit.go(f"/login?next=/product/{product.slug}", "Please log in first.")
    wanted = "remove" not in visit.fields
    accounts.wish(visit.database, visit.account.email, product.sku, wanted)
    name = visit.world.look.words.wish.lower()
    if wanted:
        return visit.go(f"/product/{product.slug}", f"Added to your {name}.")
    return visit.go("/wishes", f"Removed from your {name}.")


async def review(visit: Visit) -> Response:
    """Keep a review of a product that the customer has ordered."""
    if not (product := browse.find(visit)):
        return visit.missing("product")
    if not visit.account:
        return visit.go(f"/login?next=/product/{product.slug}", "Please log in first.")
    stars, text = visit.fields.get("stars", ""), visit.fields.get("text", "").strip().replace("\r\n", "\n")
    if not orders.bought(visit.database, visit.account.email, product.sku):
        return browse.product_page(visit, product, 422, "Only customers who bought this can review it.")
    if stars not in tuple("12345") or not text:
        return browse.product_page(visit, product, 422, "Choose a rating and write a few words.")
    accounts.review(visit.database, visit.account.email, product.sku, int(stars), text[:500], visit.world.today)
    return visit.go(f"/product/{product.slug}", "Thank you for your review.")
