"""Who writes to whom: the user, the people in the address book, and others who write."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from guiagent.actions import Value

CONTACTS = 12
OTHERS = 8


@cache
def vocabulary() -> Mapping[str, Any]:
    """The lists in words.toml."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


class Person(Value):
    """Somebody with an address; nobody shares a first or a last name with anybody else."""

    name: str
    email: str
    phone: str = ""
    company: str = ""

    @property
    def first(self) -> str:
        return self.name.split()[0]


class Cast(Value):
    """The user, those in the address book, and those who write without being in it."""

    owner: Person
    contacts: tuple[Person, ...]
    others: tuple[Person, ...]


def cast(seed: int, provider: str) -> Cast:
    """The people of this seed."""
    rng, words = Random(f"{seed}:people"), vocabulary()
    firsts, lasts = (rng.sample(words["people"][kind], 1 + CONTACTS + OTHERS) for kind in ("first", "last"))
    phones = iter(rng.sample(range(960_000, 961_000), 1 + CONTACTS + OTHERS))
    names = [f"{first} {last}" for first, last in zip(firsts, lasts, strict=True)]
    owner = Person(
        name=names[0],
        email=f"{names[0].lower().replace(' ', '.')}@{provider.lower()}.example",
        phone=f"+44 1632 {next(phones)}",
    )
    known = tuple(_person(rng, name, next(phones)) for name in names[1:])
    return Cast(owner=owner, contacts=known[:CONTACTS], others=known[CONTACTS:])


def _person(rng: Random, name: str, number: int) -> Person:
    words = vocabulary()
    first, last = name.lower().split()
    company = rng.choice(words["people"]["companies"]) if rng.random() < 0.5 else ""
    domain = f"{slug(company)}.example" if company else rng.choice(words["domains"])
    local = rng.choice((f"{first}.{last}", f"{first[0]}.{last}", f"{first}{last[0]}", last))
    return Person(name=name, email=f"{local}@{domain}", phone=f"+44 1632 {number}", company=company)


def firm(name: str) -> Person:
    """A company, newsletter or shop that writes."""
    return Person(name=name, email=f"post@{slug(name)}.example", company=name)


def slug(name: str) -> str:
    """A name as it stands in an address."""
    return "".join(c for c in name.lower() if c.isalnum())
