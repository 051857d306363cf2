"""The shop as a web application: its routes and its templates."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from guiagent.sandboxes._pages import routes, templates
from guiagent.sandboxes.shop.catalogue import slug
from guiagent.sandboxes.shop.pages import account, basket, browse, checkout, login
from guiagent.sandboxes.shop.pictures import picture
from guiagent.sandboxes.shop.visit import Handler, Site, Visit, endpoint
from guiagent.sandboxes.shop.world import World

_HERE = Path(__file__).parent

_PAGES: dict[str, Handler] = {
    "GET /": browse.home,
    "GET /search": browse.search,
    "GET /category/{slug}": browse.category,
    "GET /suggest": browse.suggest,
    "GET /product/{slug}": browse.product,
    "GET /offers": browse.offers,
    "GET /help": browse.help_,
    "POST /newsletter": browse.newsletter,
    "GET /cart": basket.show,
    "POST /cart/add": basket.add,
    "POST /cart/change": basket.change,
    "POST /cart/coupon": basket.coupon,
    "GET /checkout": checkout.show,
    "POST /checkout": checkout.place,
    "GET /order/{number}": checkout.confirmation,
    "GET /login": login.show,
    "POST /login": login.enter,
    "GET /register": login.show_register,
    "POST /register": login.register,
    "POST /logout": login.leave,
    "GET /account": account.orders_,
    "GET /account/orders/{number}": account.order,
    "POST /account/orders/{number}/cancel": account.cancel,
    "GET /account/addresses": account.addresses,
    "GET /account/addresses/{id}": account.address,
    "POST /account/addresses/{id}": account.save_address,
    "POST /account/addresses/{id}/delete": account.delete_address,
    "GET /account/details": account.details,
    "POST /account/details": account.save_details,
    "GET /wishes": account.wishes,
    "POST /wishes": account.wish,
    "POST /product/{slug}/review": account.review,
}


def application(world: World, database: sqlite3.Connection) -> Starlette:
    """The shop of this world, with its state in this database."""
    picture_of = Route("/picture/{sku}.svg", _picture)
    static = Mount("/static", StaticFiles(directory=_HERE / "static"))
    app = Starlette(routes=[*routes(_PAGES, endpoint), picture_of, static])
    app.add_exception_handler(404, _not_found)
    written = templates(_HERE / "templates")
    written.filters.update(money=world.money, slug=slug)
    app.state.site = Site(world, database, written)
    return app


async def _picture(request: Request) -> Response:
    site: Site = request.app.state.site
    product = next((each for each in site.world.products if each.sku == request.path_params["sku"]), None)
    if product is None:
        return Response(status_code=404)
    drawn = picture(site.templates, product)
    return Response(drawn, media_type="image/svg+xml", headers={"cache-control": "max-age=3600"})


async def _not_found(request: Request, _: Exception) -> Response:
    async def missing(visit: Visit) -> Response:
        return visit.missing("page")

    return await endpoint(missing)(request)
