"""Who has an account in a shop when it opens, and what they ordered before."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from random import Random

from guiagent.actions import Value
from guiagent.sandboxes.shop.catalogue import Product, vocabulary
from guiagent.sandboxes.shop.pricing import Goods, Tariff, totals
from guiagent.sandboxes.shop.state import Account, Address, CartLine, Order, OrderLine, Status, Wish

_AGES: tuple[tuple[Status, int, int], ...] = (
    ("Delivered", 120, 170),
    ("Delivered", 80, 110),
    ("Cancelled", 50, 70),
    ("Delivered", 20, 40),
    ("Processing", 1, 3),
)


class Person(Value):
    """A customer with an account, the password in clear for tasks that log in, and the address book."""

    account: Account
    password: str
    addresses: tuple[Address, ...]

    @property
    def email(self) -> str:
        return self.account.email


def digest(email: str, password: str) -> str:
    """A password's digest. Salted with the email alone, so that equal states have equal digests for the judge."""
    return hashlib.pbkdf2_hmac("sha256", password.encode(), email.encode(), 5_000).hex()


def order_number(seed: int, index: int) -> str:
    """Two letters and six digits; the step has no factor in common with 900,000, so none comes twice."""
    rng = Random(f"{seed}:numbers")
    prefix = "".join(rng.choices("ABCDEFGHKLMNPRTWX", k=2))
    return f"{prefix}-{100_000 + (rng.randrange(900_000) + index * 7_919) % 900_000}"


def people(seed: int) -> tuple[Person, Person]:
    """The customer that tasks speak of, and another one."""
    rng = Random(f"{seed}:people")
    names = vocabulary()["people"]
    firsts, lasts = rng.sample(names["first"], 2), rng.sample(names["last"], 2)
    labels = rng.sample(names["labels"], 3)
    customer = _person(rng, f"{firsts[0]} {lasts[0]}", labels, 1)
    return customer, _person(rng, f"{firsts[1]} {lasts[1]}", labels[:1], len(labels) + 1)


def _person(rng: Random, name: str, labels: Sequence[str], first_id: int) -> Person:
    words = vocabulary()["people"]["password"]
    email = f"{name.lower().replace(' ', '.')}@example.com"
    password = f"{rng.choice(words)}-{rng.choice(words)}-{rng.randrange(10, 99)}"
    account = Account(email=email, name=name, password=digest(email, password), phone=phone(rng))
    book = tuple(
        Address(id=first_id + place, email=email, label=label, name=name, is_default=place == 0, **place_of(rng))
        for place, label in enumerate(labels)
    )
    return Person(account=account, password=password, addresses=book)


def phone(rng: Random) -> str:
    """A telephone number that nobody has."""
    return f"+44 1632 {rng.randrange(960_000, 961_000)}"


def place_of(rng: Random) -> dict[str, str]:
    """A place to live: street, city, postcode and country."""
    words = vocabulary()["people"]
    city, country = rng.choice(words["cities"])
    street = f"{rng.randrange(1, 99)} {rng.choice(words['streets'])}"
    return {"street": street, "city": city, "postcode": str(rng.randrange(10_000, 99_999)), "country": country}


def past_orders(
    seed: int, goods: Sequence[Product], prices: Tariff, today: datetime.date, people: Sequence[Person]
) -> tuple[tuple[Order, ...], tuple[OrderLine, ...]]:
    """Five orders of the first person and one of the other; no product stands in two of them."""
    rng = Random(f"{seed}:orders")
    shelf = rng.sample(goods, 24)
    orders: list[Order] = []
    lines: list[OrderLine] = []
    for index, (status, low, high) in enumerate((*_AGES, ("Shipped", 4, 9))):
        person = people[1 if index == len(_AGES) else 0]
        bought = [_goods(rng, shelf.pop()) for _ in range(rng.choice((1, 2, 3)))]
        day = today - datetime.timedelta(rng.randrange(low, high))
        number = order_number(seed, index)
        orders.append(_order(number, person, bought, prices, day, status))
        lines += order_lines(number, bought)
    return tuple(orders), tuple(lines)


def _goods(rng: Random, product: Product) -> Goods:
    chosen = product.chosen({option.name: rng.choice(option.values) for option in product.options})
    return Goods(product=product, options=chosen, quantity=rng.choice((1, 1, 2, 3)))


def _order(
    number: str, person: Person, goods: Sequence[Goods], prices: Tariff, day: datetime.date, status: Status
) -> Order:
    sums, home = totals(goods, prices), person.addresses[0]
    return Order(
        number=number,
        account=person.email,
        placed=day,
        status=status,
        email=person.email,
        phone=person.account.phone,
        **home.model_dump(include={"name", "street", "city", "postcode", "country"}),
        **sums.model_dump(),
        total=sums.total,
    )


def order_lines(number: str, goods: Sequence[Goods]) -> tuple[OrderLine, ...]:
    """The lines of an order of these goods."""
    return tuple(
        OrderLine(
            number=number,
            sku=line.product.sku,
            name=line.product.name,
            options=line.options,
            quantity=line.quantity,
            price=line.price,
        )
        for line in goods
    )


def waiting_cart(seed: int, goods: Sequence[Product], person: Person) -> tuple[CartLine, ...]:
    """Three products that the person left in the cart some time ago, all of them in stock."""
    rng = Random(f"{seed}:cart")
    chosen = [_goods(rng, product) for product in rng.sample([p for p in goods if p.stock >= 8], 3)]
    return tuple(
        CartLine(owner=person.email, sku=line.product.sku, options=line.options, quantity=line.quantity)
        for line in chosen
    )


def wishes(seed: int, goods: Sequence[Product], person: Person) -> tuple[Wish, ...]:
    """Two products that the person would like."""
    return tuple(Wish(email=person.email, sku=p.sku) for p in Random(f"{seed}:wishes").sample(goods, 2))
