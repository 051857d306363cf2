"""The products of a shop, drawn from the lists in words.toml; prices are in cents, ratings in tenths of a star."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from guiagent.actions import Value

PER_CATEGORY = 10
CATEGORIES = 6


@cache
def vocabulary() -> Mapping[str, Any]:
    """The lists in words.toml: `category`, `people` and `shop`."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


class Option(Value):
    """What can be chosen of a product, and what each choice costs in percent of its price."""

    name: str
    values: tuple[str, ...]
    percent: tuple[int, ...]


class Remark(Value):
    """A review that the shop opened with."""

    author: str
    stars: int
    title: str
    text: str


class Product(Value):
    """A product; `price` is that of its first choices, `was` what it cost before a sale or 0."""

    sku: str
    slug: str
    name: str
    category: str
    shape: str
    hue: int
    price: int
    was: int
    rating: int
    ratings: int
    stock: int
    about: str
    facts: tuple[tuple[str, str], ...]
    options: tuple[Option, ...]
    remarks: tuple[Remark, ...]

    def price_of(self, options: str) -> int:
        """The price with these choices, in cents; KeyError or ValueError where they are not offered."""
        chosen = choices(options)
        price = float(self.price)
        for option in self.options:
            price *= option.percent[option.values.index(chosen[option.name])] / 100
        return round(price / 5) * 5

    def chosen(self, values: Mapping[str, str]) -> str:
        """These choices as text, "Size: 250 g, Grind: Filter"; the first of each where none is given."""
        return ", ".join(f"{option.name}: {values.get(option.name, option.values[0])}" for option in self.options)


def choices(options: str) -> dict[str, str]:
    """The choices that a text like "Size: 250 g, Grind: Filter" tells."""
    pairs = (part.split(": ", 1) for part in options.split(", ") if part)
    return {name: value for name, value in pairs}


def slug(name: str) -> str:
    """A name as it stands in an address."""
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


def products(seed: int) -> tuple[Product, ...]:
    """The shop's products in the order it shows them; names, prices and SKUs are unique."""
    rng = Random(f"{seed}:products")
    taken: set[int] = set()
    found = []
    for category in rng.sample(vocabulary()["category"], CATEGORIES):
        ratings = rng.sample(range(31, 50), PER_CATEGORY)
        for name, rating in zip(_names(rng, category), ratings, strict=True):
            found.append(_product(rng, category, name, rating, taken))
    rng.shuffle(found)
    return tuple(found)


def _names(rng: Random, category: Mapping[str, Any]) -> Iterator[str]:
    """Unique names, some with the same kind, so that a search finds neighbours too."""
    kinds = rng.sample(category["kinds"], 7)
    kinds += rng.sample(kinds, PER_CATEGORY - len(kinds))
    firsts = rng.sample(category["first"], PER_CATEGORY)
    bare = rng.choice(kinds[3:7])
    for place, (first, kind) in enumerate(zip(firsts, kinds, strict=True)):
        yield kind if kind == bare and place < 7 else f"{first} {kind}"


def _product(rng: Random, category: Mapping[str, Any], name: str, rating: int, taken: set[int]) -> Product:
    price = _price(rng, category["price"], taken)
    return Product(
        sku=f"{category['name'][:3].upper()}-{1000 + rng.randrange(90) * 100 + len(taken)}",
        slug=slug(name),
        name=name,
        category=category["name"],
        shape=category["shape"],
        hue=rng.randrange(360),
        price=price,
        was=round(price * rng.choice((1.15, 1.25, 1.4)) / 10) * 10 if rng.random() < 0.2 else 0,
        rating=rating,
        ratings=rng.randrange(3, 420),
        stock=_stock(rng),
        about=" ".join(rng.sample(category["about"], 2)),
        facts=tuple((fact, rng.choice(values)) for fact, values in category["facts"].items()),
        options=tuple(Option.model_validate(option) for option in category.get("options", ())),
        remarks=tuple(_remark(rng, rating) for _ in range(rng.randrange(1, 4))),
    )


def _price(rng: Random, span: tuple[int, int], taken: set[int]) -> int:
    """A price that no other product has, cheap ones more often, in steps of 5 cents."""
    while True:
        price = round((span[0] + (span[1] - span[0]) * float(rng.random() ** 1.6)) / 5) * 5
        if price not in taken:
            taken.add(price)
            return price


def _stock(rng: Random) -> int:
    return rng.choices((0, rng.randrange(1, 5), rng.randrange(8, 90)), weights=(10, 15, 75))[0]


def _remark(rng: Random, rating: int) -> Remark:
    words = vocabulary()
    person = f"{rng.choice(words['people']['first'])} {rng.choice('ABCDEFGHKLMNPRSTW')}."
    stars = min(5, max(1, round(rating / 10 + rng.gauss(0, 0.7))))
    return Remark(
        author=person, stars=stars, title=rng.choice(words["shop"]["titles"]), text=rng.choice(words["shop"]["remarks"])
    )
