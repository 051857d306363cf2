"""Who is who: sessions, logging in, registering, the address book, wish lists and reviews."""

from __future__ import annotations

import datetime
import secrets
import sqlite3
from hmac import compare_digest

from guiagent.sandboxes.shop.customers import digest
from guiagent.sandboxes.shop.state import Account, Address


def open_session(database: sqlite3.Connection) -> str:
    """A new browser; what its cookie is to say."""
    sid = secrets.token_urlsafe(18)
    with database:
        database.execute("INSERT INTO sessions (sid) VALUES (?)", (sid,))
    return sid


def session(database: sqlite3.Connection, sid: str) -> tuple[str, Account | None] | None:
    """A known browser's id and the account it is logged in to; None where the shop does not know it."""
    row = database.execute("SELECT email FROM sessions WHERE sid = ?", (sid,)).fetchone()
    return (sid, find(database, row["email"])) if row else None


def log_in(database: sqlite3.Connection, sid: str, email: str) -> None:
    """From now on the browser belongs to this account; an empty email logs it out."""
    with database:
        database.execute("UPDATE sessions SET email = ? WHERE sid = ?", (email, sid))


def tell(database: sqlite3.Connection, sid: str, words: str) -> None:
    """What the browser's next page is to show."""
    with database:
        database.execute("UPDATE sessions SET flash = ? WHERE sid = ?", (words, sid))


def told(database: sqlite3.Connection, sid: str) -> str:
    """What this page is to show, once."""
    row = database.execute("SELECT flash FROM sessions WHERE sid = ?", (sid,)).fetchone()
    if row and row["flash"]:
        tell(database, sid, "")
        return str(row["flash"])
    return ""


def find(database: sqlite3.Connection, email: str) -> Account | None:
    """The account with this email."""
    row = database.execute("SELECT * FROM accounts WHERE email = ?", (email,)).fetchone()
    return Account.model_validate(dict(row)) if row else None


def authentic(database: sqlite3.Connection, email: str, password: str) -> bool:
    """Whether this is the account's password."""
    account = find(database, email)
    return account is not None and compare_digest(account.password, digest(email, password))


def register(database: sqlite3.Connection, account: Account) -> None:
    """Add an account; its email is known to be free."""
    with database:
        database.execute(
            "INSERT INTO accounts VALUES (:email, :name, :password, :phone, :newsletter)", account.model_dump()
        )


def change_details(database: sqlite3.Connection, email: str, name: str, phone: str, newsletter: bool) -> None:
    """Change what an account says of its owner."""
    with database:
        database.execute(
            "UPDATE accounts SET name = ?, phone = ?, newsletter = ? WHERE email = ?", (name, phone, newsletter, email)
        )


def addresses(database: sqlite3.Connection, email: str) -> tuple[Address, ...]:
    """The address book, the default first."""
    rows = database.execute("SELECT * FROM addresses WHERE email = ? ORDER BY is_default DESC, id", (email,))
    return tuple(Address.model_validate(dict(row)) for row in rows)


def save_address(database: sqlite3.Connection, address: Address) -> None:
    """Add an address (id 0) or change it; a new default takes the place of the old one."""
    values = address.model_dump() | {"id": address.id or None}
    with database:
        if address.is_default:
            database.execute("UPDATE addresses SET is_default = 0 WHERE email = ?", (address.email,))
        database.execute(
            "INSERT OR REPLACE INTO addresses VALUES "
            "(:id, :email, :label, :name, :street, :city, :postcode, :country, :is_default)",
            values,
        )


def delete_address(database: sqlite3.Connection, email: str, id_: int) -> None:
    """Take an address out of the book; the default one stays."""
    with database:
        database.execute("DELETE FROM addresses WHERE email = ? AND id = ? AND NOT is_default", (email, id_))


def wishes(database: sqlite3.Connection, email: str) -> tuple[str, ...]:
    """The SKUs on an account's wish list."""
    rows = database.execute("SELECT sku FROM wishes WHERE email = ? ORDER BY rowid", (email,))
    return tuple(row["sku"] for row in rows)


def wish(database: sqlite3.Connection, email: str, sku: str, wanted: bool) -> None:
    """Put a product on the wish list, or take it off."""
    with database:
        if wanted:
            database.execute("INSERT OR IGNORE INTO wishes VALUES (?, ?)", (email, sku))
        else:
            database.execute("DELETE FROM wishes WHERE email = ? AND sku = ?", (email, sku))


def review(database: sqlite3.Connection, email: str, sku: str, stars: int, text: str, day: datetime.date) -> None:
    """Keep a review; an account has one a product, the last."""
    with database:
        database.execute(
            "INSERT OR REPLACE INTO reviews VALUES (?, ?, ?, ?, ?)", (email, sku, stars, text, day.isoformat())
        )


def reviews(database: sqlite3.Connection, sku: str) -> list[sqlite3.Row]:
    """The reviews that customers wrote of a product, with `name`, `stars`, `text` and `placed`, the latest first."""
    query = "SELECT name, stars, text, placed FROM reviews JOIN accounts USING (email) WHERE sku = ?"
    return database.execute(f"{query} ORDER BY reviews.rowid DESC", (sku,)).fetchall()


def subscribe(database: sqlite3.Connection, email: str) -> None:
    """Sign an address up for the newsletter."""
    with database:
        database.execute("INSERT OR IGNORE INTO subscribers VALUES (?)", (email,))
