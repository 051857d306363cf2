"""A shop's world: what never changes while it is open, and the state that it opens with. A seed decides all of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import lru_cache
from random import Random

from guiagent.actions import Value
from guiagent.errors import SandboxError
from guiagent.sandboxes.shop import customers
from guiagent.sandboxes.shop.catalogue import Product, products, vocabulary
from guiagent.sandboxes.shop.look import Look, look
from guiagent.sandboxes.shop.pricing import Coupon, Tariff, coupons, tariff
from guiagent.sandboxes.shop.state import ShopState, Stock


class World(Value):
    """A shop on its day: `customer` and `neighbour` have accounts, `initial` is the state it opens with."""

    seed: int
    name: str
    slogan: str
    currency: str
    today: datetime.date
    look: Look
    categories: tuple[str, ...]
    products: tuple[Product, ...]
    tariff: Tariff
    coupons: tuple[Coupon, ...]
    customer: customers.Person
    neighbour: customers.Person
    initial: ShopState

    def product(self, sku: str) -> Product:
        """The product with this SKU; SandboxError where there is none."""
        return self._one(lambda product: product.sku == sku, sku)

    def named(self, name: str) -> Product:
        """The product with this name; SandboxError where there is none."""
        return self._one(lambda product: product.name == name, name)

    def _one(self, fits: Callable[[Product], bool], words: str) -> Product:
        for product in self.products:
            if fits(product):
                return product
        raise SandboxError(f"no product {words!r} in the shop with seed {self.seed}")

    def money(self, cents: int) -> str:
        """An amount as the shop writes it: "€12.50"."""
        return f"{self.currency}{cents // 100:,}.{cents % 100:02d}"

    def order_number(self, index: int) -> str:
        """The number of the shop's order with this index, the initial ones included; each differs from the others."""
        return customers.order_number(self.seed, index)

    def next_order_number(self) -> str:
        """The number of the first order that is placed after the shop has opened."""
        return self.order_number(len(self.initial.orders))


@lru_cache(maxsize=32)
def world(seed: int) -> World:
    """The world with this seed: always the same."""
    rng = Random(f"{seed}:world")
    words = vocabulary()["shop"]
    goods, day = products(seed), datetime.date(2024, 1, 15) + datetime.timedelta(rng.randrange(900))
    categories = tuple(dict.fromkeys(product.category for product in goods))
    prices = tariff(seed)
    customer, neighbour = customers.people(seed)
    return World(
        seed=seed,
        name=rng.choice(words["names"]),
        slogan=rng.choice(words["slogans"]),
        currency=rng.choice(("€", "$", "£")),
        today=day,
        look=look(seed),
        categories=categories,
        products=goods,
        tariff=prices,
        coupons=coupons(seed, day, categories),
        customer=customer,
        neighbour=neighbour,
        initial=_initial(seed, goods, prices, day, (customer, neighbour)),
    )


def _initial(
    seed: int, goods: tuple[Product, ...], prices: Tariff, day: datetime.date, people: tuple[customers.Person, ...]
) -> ShopState:
    orders, lines = customers.past_orders(seed, goods, prices, day, people)
    return ShopState(
        accounts=tuple(person.account for person in people),
        addresses=tuple(address for person in people for address in person.addresses),
        orders=orders,
        order_lines=lines,
        cart_lines=customers.waiting_cart(seed, goods, people[0]),
        wishes=customers.wishes(seed, goods, people[0]),
        stock=tuple(Stock(sku=product.sku, remaining=product.stock) for product in goods),
    )
