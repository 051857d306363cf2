"""What the shop accepts in its forms, and what it says where it does not. Errors are by field, in words to show."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from guiagent.sandboxes.shop.catalogue import vocabulary
from guiagent.sandboxes.shop.look import Words

Fields = Mapping[str, str]
Errors = dict[str, str]

DELIVERIES = ("standard", "express", "pickup")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}")
_POSTCODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{2,9}")
_PHONE = re.compile(r"\+?[0-9][0-9 ()/-]{5,19}")


def countries() -> tuple[str, ...]:
    """Where the shop delivers."""
    return tuple(vocabulary()["people"]["countries"])


def trimmed(fields: Fields) -> dict[str, str]:
    """The fields without blanks around them; line ends as `\\n`."""
    return {name: value.strip().replace("\r\n", "\n") for name, value in fields.items()}


def checkout_errors(fields: Fields, words: Words, today: datetime.date) -> Errors:
    """What is wrong with the checkout form."""
    errors = place_errors(fields, words) | email_errors(fields) | phone_errors(fields)
    if fields.get("delivery") not in DELIVERIES:
        errors["delivery"] = "Choose how you want it delivered."
    if day := fields.get("day"):
        errors |= _day_errors(day, today)
    if not fields.get("gift_wrap") and fields.get("message"):
        errors["message"] = "A message needs gift wrapping. Tick Gift wrap or clear the message."
    if len(fields.get("message", "")) > 200:
        errors["message"] = "Keep the message under 200 characters."
    if not fields.get("terms"):
        errors["terms"] = "Please accept the terms to place your order."
    return errors


def place_errors(fields: Fields, words: Words) -> Errors:
    """What is wrong with a name and an address."""
    required = {"name": words.name, "street": words.street, "city": words.city, "postcode": words.postcode}
    errors = {name: f"{label} is required." for name, label in required.items() if not fields.get(name)}
    if "name" not in errors and len(fields["name"]) < 3:
        errors["name"] = f"{words.name} is too short."
    if "postcode" not in errors and not _POSTCODE.fullmatch(fields["postcode"]):
        errors["postcode"] = f"Enter a valid {words.postcode.lower()}."
    if fields.get("country") not in countries():
        errors["country"] = "Choose a country."
    return errors


def email_errors(fields: Fields) -> Errors:
    """What is wrong with an email."""
    return {} if _EMAIL.fullmatch(fields.get("email", "")) else {"email": "Enter a valid email address."}


def phone_errors(fields: Fields) -> Errors:
    """What is wrong with a telephone number; none is allowed."""
    phone = fields.get("phone", "")
    return {} if not phone or _PHONE.fullmatch(phone) else {"phone": "Enter a valid phone number."}


def account_errors(fields: Fields) -> Errors:
    """What is wrong with a registration."""
    errors = email_errors(fields)
    if len(fields.get("name", "")) < 3:
        errors["name"] = "Tell us your name."
    if len(fields.get("password", "")) < 8:
        errors["password"] = "Choose a password of at least 8 characters."
    elif fields.get("password") != fields.get("repeat"):
        errors["repeat"] = "The two passwords differ."
    return errors


def _day_errors(day: str, today: datetime.date) -> Errors:
    try:
        wanted = datetime.date.fromisoformat(day)
    except ValueError:
        return {"day": "Enter a date."}
    if not today < wanted <= today + datetime.timedelta(60):
        return {"day": "Choose a day within the next 60 days."}
    return {"day": "We do not deliver on Sundays."} if wanted.isoweekday() == 7 else {}
