"""How a shop looks and what it calls things: drawn from the seed, so that nothing about a page can be memorised."""

from __future__ import annotations

from random import Random
from typing import Literal

from guiagent.actions import Value

_ACCENTS = ("#1f6f50", "#7a3b69", "#0b5cad", "#a63d2f", "#5b4b9a", "#805300", "#0f6b78", "#2b3a67")
_GROUNDS = ("#ffffff", "#faf8f4", "#f6f8fa", "#fbf7f7", "#f7faf7")
_FONTS = (
    'Arial, "Liberation Sans", sans-serif',
    'Verdana, "DejaVu Sans", sans-serif',
    'Helvetica, "Nimbus Sans", Arial, sans-serif',
    '"Noto Sans", "Liberation Sans", Arial, sans-serif',
)
_HEADINGS = ("inherit", 'Georgia, "DejaVu Serif", serif', '"Noto Serif", "Liberation Serif", serif')
_WORDS: dict[str, tuple[str, ...]] = {
    "search": ("Search", "Search products", "Find a product"),
    "go": ("Search", "Go", "Find"),
    "basket": ("Cart", "Basket", "Bag"),
    "checkout": ("Checkout", "Go to checkout", "Proceed to checkout"),
    "place": ("Place order", "Complete order", "Order now"),
    "quantity": ("Quantity", "Qty"),
    "name": ("Full name", "Your name", "Name"),
    "street": ("Street address", "Address", "Street and number"),
    "city": ("City", "Town or city", "Town"),
    "postcode": ("Postcode", "Postal code", "ZIP code"),
    "country": ("Country", "Country or region"),
    "coupon": ("Coupon code", "Promo code", "Discount code"),
    "wish": ("Wish list", "Favourites", "Saved items"),
    "apply": ("Apply filters", "Show results", "Update results"),
}


class Words(Value):
    """What the shop writes on its fields and buttons."""

    search: str
    go: str
    basket: str
    checkout: str
    place: str
    quantity: str
    name: str
    street: str
    city: str
    postcode: str
    country: str
    coupon: str
    wish: str
    apply: str

    @property
    def add(self) -> str:
        return f"Add to {self.basket.lower()}"

    @property
    def save(self) -> str:
        """What puts a product on the wish list."""
        return f"Add to {self.wish.lower()}"


class Look(Value):
    """Colours, type and the places of things."""

    accent: str
    ground: str
    font: str
    heading: str
    radius: int
    columns: Literal[3, 4]
    filters: Literal["left", "top"]
    labels: Literal["above", "beside"]
    choices: Literal["pills", "list"]
    summary: Literal["left", "right"]
    picture: Literal["left", "right"]
    after_adding: Literal["basket", "product"]
    words: Words


def look(seed: int) -> Look:
    """The look of the shop with this seed."""
    rng = Random(f"{seed}:look")
    return Look(
        accent=rng.choice(_ACCENTS),
        ground=rng.choice(_GROUNDS),
        font=rng.choice(_FONTS),
        heading=rng.choice(_HEADINGS),
        radius=rng.choice((0, 4, 8, 14)),
        columns=rng.choice((3, 4)),
        filters=rng.choice(("left", "top")),
        labels=rng.choice(("above", "beside")),
        choices=rng.choice(("pills", "list")),
        summary=rng.choice(("left", "right")),
        picture=rng.choice(("left", "right")),
        after_adding=rng.choice(("basket", "product")),
        words=Words(**{name: rng.choice(spellings) for name, spellings in _WORDS.items()}),
    )
