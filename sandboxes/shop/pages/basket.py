"""The cart: what lies in it, changing it, and its coupon."""

from __future__ import annotations

from starlette.responses import Response

from guiagent.errors import SandboxError
from guiagent.sandboxes.shop import carts
from guiagent.sandboxes.shop.catalogue import Product
from guiagent.sandboxes.shop.pages import browse
from guiagent.sandboxes.shop.pricing import Coupon, Totals, totals
from guiagent.sandboxes.shop.visit import Visit

_REFUSALS = {
    "expired": "This code has expired.",
    "minimum": "Your order does not reach the minimum for this code.",
    "category": "This code is not for anything in your order.",
    "unknown": "We do not know this code.",
}


async def show(visit: Visit) -> Response:
    """The cart with its sums."""
    return cart_page(visit)


def cart_page(visit: Visit, status: int = 200, error: str = "") -> Response:
    """The cart's page; `error` says why a coupon was not accepted."""
    goods = carts.goods_of(visit.database, visit.world, visit.owner)
    coupon = usable_coupon(visit)
    typed = visit.fields.get("code", "")
    return visit.page("cart.html", status, goods=goods, coupon=coupon, sums=sums(visit), error=error, typed=typed)


def sums(visit: Visit) -> Totals:
    """What the cart costs with standard delivery."""
    goods = carts.goods_of(visit.database, visit.world, visit.owner)
    return totals(goods, visit.world.tariff, coupon=usable_coupon(visit))


def usable_coupon(visit: Visit) -> Coupon | None:
    """The applied coupon as long as the cart still allows it."""
    coupon = carts.coupon_of(visit.database, visit.world, visit.owner)
    goods = carts.goods_of(visit.database, visit.world, visit.owner)
    return coupon if coupon and not coupon.refusal(goods, visit.world.today) else None


async def add(visit: Visit) -> Response:
    """Add a product with its choices."""
    try:
        product = visit.world.product(visit.fields.get("sku", ""))
        options = product.chosen(visit.fields)
        product.price_of(options)
    except (SandboxError, ValueError):
        return visit.missing("product")
    quantity = _quantity(visit)
    if quantity is None or quantity < 1:
        return browse.product_page(visit, product, 422, "Enter a quantity of 1 or more.")
    if not carts.add(visit.database, visit.owner, product.sku, options, quantity):
        return browse.product_page(visit, product, 422, _too_many(visit, product))
    path = "/cart" if visit.world.look.after_adding == "basket" else f"/product/{product.slug}"
    return visit.go(
        path,
        f"Added to your {visit.world.look.words.basket.lower()}: {quantity} \N{MULTIPLICATION SIGN} {product.name}",
    )


async def change(visit: Visit) -> Response:
    """Set a line's quantity, or remove it."""
    sku, options = visit.fields.get("sku", ""), visit.fields.get("options", "")
    quantity = 0 if "remove" in visit.fields else _quantity(visit)
    if quantity is None:
        return visit.go("/cart", "Enter a quantity as a whole number.")
    if not carts.change(visit.database, visit.owner, sku, options, quantity):
        return visit.go("/cart", _too_many(visit, visit.world.product(sku)))
    return visit.go("/cart", "Removed." if quantity == 0 else "Quantity updated.")


async def coupon(visit: Visit) -> Response:
    """Apply a coupon, or take it away."""
    if "remove" in visit.fields:
        carts.apply(visit.database, visit.owner, "")
        return visit.go("/cart", "Code removed.")
    code = visit.fields.get("code", "").strip().upper()
    known = next((coupon for coupon in visit.world.coupons if coupon.code == code), None)
    goods = carts.goods_of(visit.database, visit.world, visit.owner)
    refusal = known.refusal(goods, visit.world.today) if known else "unknown"
    if refusal:
        return cart_page(visit, 422, _REFUSALS[refusal])
    carts.apply(visit.database, visit.owner, code)
    return visit.go("/cart", f"Code {code} applied.")


def _quantity(visit: Visit) -> int | None:
    text = visit.fields.get("quantity", "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


def _too_many(visit: Visit, product: Product) -> str:
    remaining = carts.remaining(visit.database, product.sku)
    return f"Only {remaining} of {product.name} left." if remaining else f"{product.name} is out of stock."
