"""Every solution of the mail client's tasks on the real application, by plain HTTP in place of a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin

import httpx
import pytest
import pytest_asyncio

from guiagent.actions import Finish, GiveUp, Type
from guiagent.policies.scripted import Move
from guiagent.records import Ending, Verdict
from guiagent.sandboxes.mail import Mail, MailSession
from guiagent.tasks.mail import TASKS, MailTask

SEED = 11
_EMPTY = ("input", "meta", "link", "path", "rect")
_ROLES = {"a": "link", "button": "button", "textarea": "textbox", "select": "combobox"}
_TYPES = {"search": "searchbox", "checkbox": "checkbox", "radio": "radio", "hidden": ""}


class Element:
    """An element of a page, with the value that it would send."""

    def __init__(self, tag: str, given: dict[str, str | None], parent: Element | None) -> None:
        self.tag, self.given, self.parent = tag, given, parent
        self.inner: list[Element | str] = []
        self.value = given.get("value") or ""
        self.on = "checked" in given or given.get("type") not in ("checkbox", "radio")

    @property
    def role(self) -> str:
        return _TYPES.get(self.given.get("type") or "", "textbox") if self.tag == "input" else _ROLES.get(self.tag, "")

    @property
    def text(self) -> str:
        parts = (part if isinstance(part, str) else part.told for part in self.inner)
        return " ".join("".join(parts).split())

    @property
    def told(self) -> str:
        return self.given.get("aria-label") or ("" if "aria-hidden" in self.given else self.text)

    def below(self) -> Iterator[Element]:
        for part in self.inner:
            if isinstance(part, Element):
                yield part
                yield from part.below()

    def above(self) -> Iterator[Element]:
        at: Element | None = self
        while at:
            yield at
            at = at.parent


class Page(HTMLParser):
    """A page as it came."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__()
        self.url = str(response.url)
        self.root = self.open = Element("", {}, None)
        self.feed(response.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), self.open)
        self.open.inner.append(element)
        if tag not in _EMPTY:
            self.open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.inner.append(Element(tag, dict(attrs), self.open))

    def handle_endtag(self, tag: str) -> None:
        self.open = next(each for each in self.open.above() if each.tag == tag).parent or self.root
        for each in self.open.inner[-1:]:
            if isinstance(each, Element) and tag == "textarea":
                each.value = "".join(map(str, each.inner)).removeprefix("\n")
            elif isinstance(each, Element) and tag == "select":
                each.value = next((option_value(o) for o in each.below() if "selected" in o.given), "")

    def handle_data(self, data: str) -> None:
        self.open.inner.append(data)

    def find(self, move: Move) -> Element:
        """What a move is about."""
        seen = [e for e in self.root.below() if e.role == move.role and not any("hidden" in a.given for a in e.above())]
        return [element for element in seen if self.name(element) == move.name][move.nth]

    def name(self, element: Element) -> str:
        """What a browser calls it."""
        labels = [each for each in self.root.below() if each.tag == "label"]
        own = element.given.get("id")
        mine = [each for each in labels if own and each.given.get("for") == own] or [
            each for each in labels if each in element.above()
        ]
        return element.given.get("aria-label") or (mine[0].text if mine else element.text)


def option_value(option: Element) -> str:
    """What an option of a list sends."""
    return option.value if "value" in option.given else option.text


class Hand:
    """Makes moves on pages."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def ending(self, moves: tuple[Move, ...]) -> Ending:
        """How it ends."""
        page = Page(await self.client.get("/"))
        for move in moves:
            match move.then[-1:]:
                case [Finish(answer=answer)]:
                    return Ending(reason="finished", answer=answer)
                case [GiveUp(reason=reason)]:
                    return Ending(reason="gave_up", detail=reason)
            if move.name != "Add Cc or Bcc":  # what the script of the page folds is open without it
                page = await self.make(page, move)
        raise AssertionError("the moves have no end")

    async def make(self, page: Page, move: Move) -> Page:
        """The page on which a move leads from another."""
        target = page.find(move)
        typed = "".join(action.text for action in move.then if isinstance(action, Type))
        match target.role:
            case "link":
                return Page(await self.client.get(urljoin(page.url, target.given["href"])))
            case "button":
                return Page(await self.sent(page, target))
            case "checkbox":
                target.on = not target.on
            case "radio":
                for each in page.root.below():
                    if each.given.get("name") == target.given["name"]:
                        each.on = each is target
            case "combobox":
                target.value = next(option_value(option) for option in target.below() if option.text == typed)
            case _:
                date = target.given.get("type") == "date"
                target.value = f"{typed[4:]}-{typed[:2]}-{typed[2:4]}" if date else typed
        return page

    async def sent(self, page: Page, button: Element) -> httpx.Response:
        """What comes of pressing a button."""
        form = next(each for each in button.above() if each.tag == "form")
        fields = [
            (each.given["name"], each.value)
            for each in form.below()
            if "name" in each.given and each.on and (each.tag != "button" or each is button)
        ]
        url = urljoin(page.url, form.given.get("action") or page.url)
        if form.given.get("method") != "post":
            return await self.client.get(url, params=fields)  # type: ignore[arg-type]
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return await self.client.post(url, content=urlencode(fields), headers=kind)  # type: ignore[arg-type]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def mail() -> AsyncIterator[MailSession]:
    async with Mail().open(SEED) as session:
        yield session


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
async def test_the_moves_do_it(task: MailTask, mail: MailSession) -> None:
    await mail.reset()
    async with httpx.AsyncClient(base_url=mail.url, follow_redirects=True) as client:
        ending = await Hand(client).ending(task.solution(SEED))
    assert task.check(SEED, await mail.inspect(), ending) == Verdict(success=True)
