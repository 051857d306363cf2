"""What can change in a shop, as rows: one tuple a table of the database, in plain values that compare equal.

Money is in cents. An account is known by its email; `owner` of a cart is that email, or "guest".
"""

from __future__ import annotations

import datetime
from typing import Literal

from guiagent.actions import Value

Status = Literal["Processing", "Shipped", "Delivered", "Cancelled"]
Delivery = Literal["standard", "express", "pickup"]


class Account(Value):
    """A registered customer; `password` is a digest."""

    email: str
    name: str
    password: str
    phone: str = ""
    newsletter: bool = False


class Address(Value):
    """An entry of an account's address book; one of them is the default."""

    id: int
    email: str
    label: str
    name: str
    street: str
    city: str
    postcode: str
    country: str
    is_default: bool = False


class Order(Value):
    """An order's head. `account` is empty where a guest ordered; `day` where no delivery date was asked for."""

    number: str
    account: str = ""
    placed: datetime.date
    status: Status = "Processing"
    email: str
    name: str
    street: str
    city: str
    postcode: str
    country: str
    phone: str = ""
    delivery: Delivery = "standard"
    day: str = ""
    gift_wrap: bool = False
    message: str = ""
    coupon: str = ""
    subtotal: int
    discount: int = 0
    shipping: int = 0
    wrapping: int = 0
    total: int


class OrderLine(Value):
    """So many of a product in an order, at the price of that day. `options` reads "Size: 250 g, Grind: Filter"."""

    number: str
    sku: str
    name: str
    options: str = ""
    quantity: int
    price: int


class CartLine(Value):
    """So many of a product in a cart."""

    owner: str
    sku: str
    options: str = ""
    quantity: int


class CartCoupon(Value):
    """The coupon that a cart has applied."""

    owner: str
    code: str


class Wish(Value):
    """A product on an account's wish list."""

    email: str
    sku: str


class Review(Value):
    """A review that a customer wrote."""

    email: str
    sku: str
    stars: int
    text: str
    placed: datetime.date


class Subscriber(Value):
    """An address that was signed up for the newsletter at the foot of a page."""

    email: str


class Stock(Value):
    """How many of a product are left."""

    sku: str
    remaining: int


class Visit(Value):
    """A page that was asked for, with its query."""

    id: int
    path: str


class ShopState(Value):
    """Everything in a shop that a customer can change, and the pages that were asked for."""

    accounts: tuple[Account, ...] = ()
    addresses: tuple[Address, ...] = ()
    orders: tuple[Order, ...] = ()
    order_lines: tuple[OrderLine, ...] = ()
    cart_lines: tuple[CartLine, ...] = ()
    cart_coupons: tuple[CartCoupon, ...] = ()
    wishes: tuple[Wish, ...] = ()
    reviews: tuple[Review, ...] = ()
    subscribers: tuple[Subscriber, ...] = ()
    stock: tuple[Stock, ...] = ()
    visits: tuple[Visit, ...] = ()


ROWS: dict[str, type[Value]] = {
    "accounts": Account,
    "addresses": Address,
    "orders": Order,
    "order_lines": OrderLine,
    "cart_lines": CartLine,
    "cart_coupons": CartCoupon,
    "wishes": Wish,
    "reviews": Review,
    "subscribers": Subscriber,
    "stock": Stock,
    "visits": Visit,
}
"""The table of each field of `ShopState`, and the value that a row of it is."""
