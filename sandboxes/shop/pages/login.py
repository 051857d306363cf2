"""Logging in and out, and registering."""

from __future__ import annotations

from starlette.responses import Response

from guiagent.sandboxes.shop import accounts, carts, forms
from guiagent.sandboxes.shop.customers import digest
from guiagent.sandboxes.shop.state import Account
from guiagent.sandboxes.shop.visit import Visit


async def show(visit: Visit) -> Response:
    """The form for logging in."""
    return visit.go("/account") if visit.account else visit.page("login.html", fields={}, error="")


async def enter(visit: Visit) -> Response:
    """Log in, and bring along what lies in the browser's cart."""
    email = visit.fields.get("email", "").strip().lower()
    if not accounts.authentic(visit.database, email, visit.fields.get("password", "")):
        words = "We do not know this email and password."
        return visit.page("login.html", 422, fields=visit.fields, error=words)
    return _enter(visit, email, "Welcome back!")


def _enter(visit: Visit, email: str, words: str) -> Response:
    carts.move(visit.database, visit.world, visit.sid, email)
    accounts.log_in(visit.database, visit.sid, email)
    wanted = visit.query.get("next", "")
    own = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return visit.go(wanted if own else "/account", words)


async def show_register(visit: Visit) -> Response:
    """The form for a new account."""
    return visit.page("register.html", fields={}, errors={})


async def register(visit: Visit) -> Response:
    """Make an account and log in to it."""
    fields = forms.trimmed(visit.fields) | {name: visit.fields.get(name, "") for name in ("password", "repeat")}
    email = fields.get("email", "").lower()
    errors = forms.account_errors(fields)
    if "email" not in errors and accounts.find(visit.database, email):
        errors["email"] = "There is an account with this email already."
    if errors:
        return visit.page("register.html", 422, fields=fields, errors=errors)
    newsletter = bool(fields.get("newsletter"))
    secret = digest(email, fields["password"])
    accounts.register(visit.database, Account(email=email, name=fields["name"], password=secret, newsletter=newsletter))
    return _enter(visit, email, f"Welcome, {fields['name']}!")


async def leave(visit: Visit) -> Response:
    """Log out."""
    accounts.log_in(visit.database, visit.sid, "")
    return visit.go("/", "You are logged out.")
