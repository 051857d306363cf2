"""The checkout form and the confirmation."""

from __future__ import annotations

from starlette.responses import Response

from guiagent.sandboxes.shop import accounts, carts, forms, orders
from guiagent.sandboxes.shop.pages import basket
from guiagent.sandboxes.shop.visit import Visit

_DETAILS = ("name", "street", "city", "postcode", "country", "phone", "delivery", "day")


async def show(visit: Visit) -> Response:
    """The empty form; a customer who is logged in finds an address filled in."""
    if not carts.goods_of(visit.database, visit.world, visit.owner):
        return visit.go("/cart")
    return _form(visit, _prefilled(visit), {})


def _prefilled(visit: Visit) -> dict[str, str]:
    if not visit.account:
        return {"delivery": "standard"}
    fields = {"email": visit.account.email, "phone": visit.account.phone, "name": visit.account.name}
    book = accounts.addresses(visit.database, visit.account.email)
    wanted = visit.query.get("address", "")
    chosen = next((address for address in book if str(address.id) == wanted), book[0] if book else None)
    if chosen:
        fields |= chosen.model_dump(include={"name", "street", "city", "postcode", "country"})
    return fields | {"delivery": "standard"}


def _form(visit: Visit, fields: dict[str, str], errors: forms.Errors) -> Response:
    book = accounts.addresses(visit.database, visit.account.email) if visit.account else ()
    return visit.page(
        "checkout.html",
        422 if errors else 200,
        fields=fields,
        errors=errors,
        book=book,
        goods=carts.goods_of(visit.database, visit.world, visit.owner),
        sums=basket.sums(visit),
        coupon=basket.usable_coupon(visit),
        countries=forms.countries(),
    )


async def place(visit: Visit) -> Response:
    """Place the order where the form is in order and the goods are still there."""
    goods = carts.goods_of(visit.database, visit.world, visit.owner)
    if not goods:
        return visit.go("/cart")
    fields = forms.trimmed(visit.fields)
    if errors := forms.checkout_errors(fields, visit.world.look.words, visit.world.today):
        return _form(visit, fields, errors)
    for line in goods:
        held = carts.reserved(visit.database, visit.owner, line.product.sku)
        if held > carts.remaining(visit.database, line.product.sku):
            return visit.go("/cart", f"{line.product.name} has sold out in the meantime.")
    coupon = basket.usable_coupon(visit)
    details: dict[str, object] = {name: fields.get(name, "") for name in _DETAILS}
    details |= {
        "email": fields["email"].lower(),
        "account": visit.account.email if visit.account else "",
        "gift_wrap": bool(fields.get("gift_wrap")),
        "message": fields.get("message", ""),
        "coupon": coupon.code if coupon else "",
    }
    placed = orders.place(visit.database, visit.world, visit.owner, details)
    with visit.database:
        visit.database.execute("UPDATE sessions SET last_order = ? WHERE sid = ?", (placed.number, visit.sid))
    return visit.go(f"/order/{placed.number}")


async def confirmation(visit: Visit) -> Response:
    """The order that this browser has just placed."""
    row = visit.database.execute("SELECT last_order FROM sessions WHERE sid = ?", (visit.sid,)).fetchone()
    order = orders.find(visit.database, visit.path("number"))
    mine = order and (order.number == row["last_order"] or (visit.account and order.account == visit.account.email))
    if not order or not mine:
        return visit.missing("order")
    return visit.page("confirmation.html", order=order, lines=orders.lines_of(visit.database, order.number))
