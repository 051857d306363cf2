"""What an order costs: coupons, delivery and wrapping. All money is in cents."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from random import Random
from typing import Literal

from guiagent.actions import Value
from guiagent.sandboxes.shop.catalogue import Product, vocabulary
from guiagent.sandboxes.shop.state import Delivery


class Tariff(Value):
    """What the shop takes for bringing and wrapping, and how long it takes goods back."""

    standard: int
    express: int
    free_over: int
    wrapping: int
    return_days: int

    def shipping(self, delivery: Delivery, goods: int) -> int:
        """The price of a delivery for goods of this value after the discount."""
        match delivery:
            case "pickup":
                return 0
            case "express":
                return self.express
            case "standard":
                return 0 if goods >= self.free_over else self.standard


class Coupon(Value):
    """A code that takes `value` percent or cents off one category, or all where it is empty, until its last day."""

    code: str
    kind: Literal["percent", "amount"]
    value: int
    minimum: int
    ends: datetime.date
    category: str = ""

    def discount(self, goods: Sequence[Goods]) -> int:
        """What it takes off these goods, in cents."""
        base = subtotal([line for line in goods if self.category in ("", line.product.category)])
        return min(base, self.value) if self.kind == "amount" else round(base * self.value / 100)

    def refusal(self, goods: Sequence[Goods], today: datetime.date) -> str:
        """Why it cannot be used, "expired", "minimum" or "category"; empty where it can."""
        if today > self.ends:
            return "expired"
        if subtotal(goods) < self.minimum:
            return "minimum"
        return "" if self.discount(goods) else "category"


class Goods(Value):
    """So many of a product with its choices."""

    product: Product
    options: str
    quantity: int

    @property
    def price(self) -> int:
        return self.product.price_of(self.options)

    @property
    def total(self) -> int:
        return self.price * self.quantity


class Totals(Value):
    """The sums at the foot of an order."""

    subtotal: int
    discount: int
    shipping: int
    wrapping: int

    @property
    def total(self) -> int:
        return self.subtotal - self.discount + self.shipping + self.wrapping


def subtotal(goods: Sequence[Goods]) -> int:
    """What the goods cost by themselves."""
    return sum(line.total for line in goods)


def totals(
    goods: Sequence[Goods],
    tariff: Tariff,
    delivery: Delivery = "standard",
    coupon: Coupon | None = None,
    wrap: bool = False,
) -> Totals:
    """What an order of these goods costs; the coupon is taken to be allowed."""
    discount = coupon.discount(goods) if coupon else 0
    sum_ = subtotal(goods)
    return Totals(
        subtotal=sum_,
        discount=discount,
        shipping=tariff.shipping(delivery, sum_ - discount),
        wrapping=tariff.wrapping if wrap else 0,
    )


def tariff(seed: int) -> Tariff:
    """What the shop with this seed takes."""
    rng = Random(f"{seed}:tariff")
    return Tariff(
        standard=rng.randrange(350, 650, 10),
        express=rng.randrange(890, 1490, 10),
        free_over=rng.choice((6000, 7500, 9000)),
        wrapping=rng.randrange(200, 400, 10),
        return_days=rng.choice((14, 21, 30, 45, 60)),
    )


def coupons(seed: int, today: datetime.date, categories: Sequence[str]) -> tuple[Coupon, ...]:
    """The shop's coupons: one in percent, one in money from a minimum, one for a category, one that has expired."""
    rng = Random(f"{seed}:coupons")
    percent, amount = rng.choice((5, 10, 15)), rng.choice((500, 800, 1000))
    special, expired = rng.choice((20, 25)), rng.choice((30, 40))
    codes = [f"{word}{rng.randrange(10, 99)}" for word in rng.sample(vocabulary()["shop"]["coupons"], 4)]
    later, before = datetime.timedelta(rng.randrange(5, 40)), datetime.timedelta(rng.randrange(2, 20))
    return (
        Coupon(code=codes[0], kind="percent", value=percent, minimum=0, ends=today + later),
        Coupon(code=codes[1], kind="amount", value=amount, minimum=rng.choice((4000, 5000)), ends=today + later * 2),
        Coupon(
            code=codes[2], kind="percent", value=special, minimum=0, ends=today + later, category=rng.choice(categories)
        ),
        Coupon(code=codes[3], kind="percent", value=expired, minimum=0, ends=today - before),
    )
