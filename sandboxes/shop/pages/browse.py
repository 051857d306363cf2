"""Finding products: home, search with its filters, product pages, offers and help."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode

from starlette.responses import JSONResponse, Response

from guiagent.sandboxes.shop import accounts, carts, forms
from guiagent.sandboxes.shop.catalogue import Product, slug
from guiagent.sandboxes.shop.visit import Visit

PER_PAGE = 12
SORTS = {
    "": "Featured",
    "price": "Price: low to high",
    "-price": "Price: high to low",
    "-rating": "Best rated",
    "name": "Name: A to Z",
}


@dataclass(frozen=True)
class Filters:
    """What a search asks for; prices in cents, the rating in tenths of a star."""

    text: str
    category: str
    low: int
    high: int
    rating: int
    in_stock: bool
    sort: str

    @classmethod
    def of(cls, visit: Visit, category: str = "") -> Filters:
        query = visit.query
        return cls(
            text=query.get("q", "").strip(),
            category=category or query.get("category", ""),
            low=_cents(query.get("min", ""), 0),
            high=_cents(query.get("max", ""), 10**9),
            rating=_cents(query.get("rating", ""), 0) // 10,
            in_stock=query.get("stock") == "1",
            sort=query.get("sort", ""),
        )

    def fits(self, product: Product, remaining: int) -> bool:
        words = f"{product.name} {product.category}".lower()
        return (
            all(word in words for word in self.text.lower().split())
            and self.category in ("", product.category)
            and self.low <= product.price <= self.high
            and product.rating >= self.rating
            and (remaining > 0 or not self.in_stock)
        )


def _cents(text: str, otherwise: int) -> int:
    try:
        return max(0, min(10**9, round(float(text.replace(",", ".")) * 100)))
    except (ValueError, OverflowError):
        return otherwise


async def home(visit: Visit) -> Response:
    """The front page: some products, the same ones each time."""
    rng = Random(f"{visit.world.seed}:home")
    featured = rng.sample([product for product in visit.world.products if product.stock], 8)
    return visit.page("home.html", featured=featured, stock=_stock(visit))


async def search(visit: Visit) -> Response:
    """What fits the filters in the address, twelve a page."""
    return _results(visit, Filters.of(visit), "/search")


async def category(visit: Visit) -> Response:
    """A category, with the same filters."""
    wanted = visit.path("slug")
    name = next((name for name in visit.world.categories if slug(name) == wanted), "")
    return _results(visit, Filters.of(visit, name), f"/category/{wanted}") if name else visit.missing("category")


def _results(visit: Visit, filters: Filters, path: str) -> Response:
    stock = _stock(visit)
    found = _sorted([p for p in visit.world.products if filters.fits(p, stock[p.sku])], filters.sort)
    pages = max(1, -(-len(found) // PER_PAGE))
    asked = visit.query.get("page", "1")
    page = min(pages, max(1, int(asked))) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    rest = [(name, value) for name, value in visit.query.items() if name != "page" and value]
    links = [f"{path}?{urlencode([*rest, ('page', str(number))])}" for number in range(1, pages + 1)]
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    return visit.page(
        "results.html", found=found, shown=shown, page=page, links=links, filters=filters, sorts=SORTS, stock=stock
    )


def _sorted(found: list[Product], sort: str) -> list[Product]:
    match sort:
        case "price":
            return sorted(found, key=lambda product: product.price)
        case "-price":
            return sorted(found, key=lambda product: -product.price)
        case "-rating":
            return sorted(found, key=lambda product: -product.rating)
        case "name":
            return sorted(found, key=lambda product: product.name)
        case _:
            return found


def _stock(visit: Visit) -> dict[str, int]:
    return {row["sku"]: row["remaining"] for row in visit.database.execute("SELECT * FROM stock")}


async def suggest(visit: Visit) -> Response:
    """Names that fit what is being typed, for the script of the search field."""
    text = visit.query.get("q", "").lower().split()
    names = [product for product in visit.world.products if text and all(word in product.name.lower() for word in text)]
    return JSONResponse([{"name": product.name, "path": f"/product/{product.slug}"} for product in names[:6]])


async def product(visit: Visit) -> Response:
    """A product, with what can be chosen and what others say of it."""
    found = find(visit)
    return product_page(visit, found) if found else visit.missing("product")


def find(visit: Visit) -> Product | None:
    """The product that the address names."""
    return next((product for product in visit.world.products if product.slug == visit.path("slug")), None)


def product_page(visit: Visit, product: Product, status: int = 200, error: str = "") -> Response:
    """A product's page; `error` says why its form was not accepted."""
    others = [other for other in visit.world.products if other.category == product.category and other != product]
    wished = visit.account and product.sku in accounts.wishes(visit.database, visit.account.email)
    return visit.page(
        "product.html",
        status,
        product=product,
        remaining=carts.remaining(visit.database, product.sku),
        written=accounts.reviews(visit.database, product.sku),
        others=others[:4],
        wished=wished,
        stock=_stock(visit),
        error=error,
        fields=visit.fields,
    )


async def offers(visit: Visit) -> Response:
    """The coupons, those that have ended too."""
    return visit.page("offers.html")


async def help_(visit: Visit) -> Response:
    """Delivery, returns and wrapping."""
    return visit.page("help.html")


async def newsletter(visit: Visit) -> Response:
    """Sign up at the foot of a page."""
    fields = forms.trimmed(visit.fields)
    if errors := forms.email_errors(fields):
        return visit.go("/", errors["email"])
    accounts.subscribe(visit.database, fields["email"].lower())
    return visit.go("/", "Thank you for signing up to our newsletter.")
