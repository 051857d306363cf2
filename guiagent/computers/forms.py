"""What was filled into a page and not sent yet, kept so that a killed browser or a resumed run finds it again."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.async_api import Error, Page
from pydantic import ValidationError

from guiagent.actions import Value
from guiagent.protocols import Secrets

PATIENCE = 2000
"""Milliseconds in which a page that was opened again must have come to its old address."""

SCRIPT = Path(__file__).with_name("forms.js")


class Field(Value):
    """The field at a place among the page's fields, known again by its name; what it holds: a text, on or off, or
    the places of the chosen options."""

    at: int
    name: str
    value: str | bool | tuple[int, ...]


class Form(Value):
    """The fields of a page that do not hold what they were made with, and how far the page is scrolled, in CSS pixels.

    Passwords, files and whatever holds a secret are never taken down.
    """

    url: str = ""
    scroll: tuple[int, int] = (0, 0)
    fields: tuple[Field, ...] = ()


async def read(page: Page, secrets: Secrets | None) -> Form:
    """What stands in the page now; nothing where the page does not tell, which is no reason not to look at it."""
    try:
        form = Form.model_validate(await page.evaluate(f"{_script()}.read()"))
    except (Error, ValidationError):
        return Form()
    if secrets is None:
        return form
    open_to_all = (field for field in form.fields if secrets.hide(str(field.value)) == str(field.value))
    return form.model_copy(update={"fields": tuple(open_to_all)})


async def write(page: Page, form: Form) -> int:
    """Put it back, once the page has been read; the number of fields that were found again.

    Raises playwright's Error where the page has become another one.
    """
    await page.wait_for_url(form.url, wait_until="domcontentloaded", timeout=PATIENCE)
    found: int = await page.evaluate(f"(form) => {_script()}.write(form)", form.model_dump(mode="json"))
    return found


@cache
def _script() -> str:
    return SCRIPT.read_text(encoding="utf-8").partition("\n")[2].rstrip()
