"""A person is asked before the act; nobody there means no."""

# ruff: noqa: RUF001 - look-alike letters are what is tested

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from guiagent.actions import (
    Back,
    Click,
    DeviceAction,
    Drag,
    Hold,
    KeyDown,
    KeyUp,
    MouseDown,
    MouseUp,
    Move,
    Navigate,
    Point,
    Press,
    Scroll,
    SelectTab,
    Type,
    Wait,
)
from guiagent.guards import AllOf, ConfirmGuard, Question
from guiagent.guards.confirm import ConfirmPolicy
from guiagent.guards.risks import known_risks
from guiagent.protocols import Target
from guiagent.records import Blocked, Concern, Observation
from guiagent.screen import Screen

PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
NOW = Observation(screen=Screen.of(PNG), url="https://shop.test/cart")
CLICK = Click(point=Point(5, 5))


@dataclass
class Page:
    """An inspector that says what it was told to, one answer after the other, the last one for ever."""

    targets: list[Target | Exception]

    async def describe(self, action: DeviceAction) -> Target:
        target = self.targets.pop(0) if len(self.targets) > 1 else self.targets[0]
        if isinstance(target, Exception):
            raise target
        return target

    async def find(self, role: str, name: str, nth: int = 0) -> Point:
        raise NotImplementedError


@dataclass
class Human:
    """Answers every question the same, and keeps them."""

    answer: bool = True
    asked: list[Question] = field(default_factory=list)

    async def __call__(self, question: Question) -> bool:
        self.asked.append(question)
        return self.answer


def on(name: str = "", role: str = "button", origin: str = "https://shop.test") -> Target:
    return Target(role=role, name=name, origin=origin)


async def asked(action: DeviceAction, *targets: Target | Exception, policy: ConfirmPolicy = "risky") -> bool:
    human = Human()
    assert await ConfirmGuard(policy, human, Page(list(targets) or [on("Next")])).review(action, NOW) is None
    return bool(human.asked)


RISKY = [
    "Pay",
    "Pay €24.90 now",
    "Buy now",
    "Place order",
    "DELETE",
    "Delete file…",
    "Remove item",
    "Send",
    "Submit",
    "Publish",
    "Unsubscribe",
    "I agree and continue",
    "Authorize app",
    "Reset password",
    "Jetzt kaufen",
    "Zahlungspflichtig bestellen",
    "Löschen",
    "Supprimer",
    "Acheter",
    "Pagar",
    "Eliminar",
    "Invia",
    "Excluir",
    "Verwijderen",
    "Usuń",
    "Удалить",
    "購入する",
    "删除",
    "삭제",
    "ＰＡＹ",
    "Pa\u200by",
    "P\u00aday",
    "Transfer $5",
    "Choose File",
    "Order history, delete all",
]
HARMLESS = [
    "Next",
    "Add to cart",
    "Search",
    "Order history",
    "Sort order",
    "Show details",
    "Payload",
    "Sender",
    "Display",
    "Back",
    "Sign in",
    "Log in",
    "Continue shopping",
    "Remove filters",
    "Postcode",
    "Weiter",
    "Close",
    "Menu",
    "Size: 42",
    "Sign up",
    "Release notes",
]


@pytest.mark.parametrize("name", RISKY)
async def test_a_button_that_says_it_does_harm_is_asked_about(name: str) -> None:
    assert await asked(CLICK, on(name))


@pytest.mark.parametrize("name", HARMLESS)
async def test_a_harmless_button_is_not(name: str) -> None:
    assert not await asked(CLICK, on(name))


@pytest.mark.parametrize(
    ("action", "target", "risky"),
    [
        (CLICK, on("Delete", "link"), True),
        (CLICK, on("Delete", ""), True),
        (CLICK, on("Reason to delete", "textbox"), False),
        (CLICK, on("", "button"), True),
        (CLICK, on("", "paragraph"), False),
        (Drag(path=(Point(1, 1), Point(9, 9))), on("Slide to pay", "slider"), True),
        (Press(keys=("Enter",)), on("Place order"), True),
        (Press(keys=("Enter",)), on("Next"), False),
        (Press(keys=("Return",)), on("Card number", "textbox"), True),
        (Press(keys=("Control", "Enter")), on("Message", "textbox"), True),
        (Press(keys=("Enter",)), on("Search products", "textbox"), False),
        (Press(keys=("Enter",)), on("Anything", "searchbox"), False),
        (Press(keys=("space",)), on("Delete"), True),
        (Press(keys=("space",)), on("Delete", "textbox"), False),
        (Hold(keys=("Enter",)), on("Pay"), True),
        (Press(keys=("Delete",)), on("Inbox", "list"), True),
        (Press(keys=("Delete",)), on("Name", "textbox"), False),
        (Press(keys=("Tab",)), on("Pay"), False),
        (Type(text="green tea"), on("Name", "textbox"), False),
        (Type(text="green tea\n"), on("Name", "textbox"), True),
        (Type(text="green tea\n"), on("Suche", "textbox"), False),
        (Type(text="<secret:pw>"), on("Password", "textbox"), False),
        (Type(text="<secret:pw>"), on("Password", "textbox", "https://frame.test"), True),
        (Type(text="<secret:pw>\n"), on("Password", "textbox"), True),
        (Navigate(url="https://shop.test/other"), on(), False),
        (Navigate(url="shop.test/other"), on(), False),
        (Navigate(url="https://elsewhere.test"), on(), True),
        (Scroll(point=Point(1, 1), dy=100), on("Pay"), False),
        (Move(point=Point(1, 1)), on("Pay"), False),
        (Back(), on("Pay"), False),
        (SelectTab(index=0), on("Pay"), False),
        (Wait(), on("Pay"), False),
    ],
)
async def test_what_risky_means(action: DeviceAction, target: Target, risky: bool) -> None:
    assert await asked(action, target) is risky


async def test_what_cannot_be_inspected_is_asked_about() -> None:
    assert await asked(CLICK, RuntimeError("the page is gone"))
    human = Human()
    assert await ConfirmGuard("risky", human, None).review(CLICK, NOW) is None
    assert "cannot be read" in human.asked[0].why


async def test_never_asks_nothing_and_always_asks_everything_but_waiting() -> None:
    assert not await asked(CLICK, on("Pay"), policy="never")
    for action in (CLICK, Move(point=Point(1, 1)), Back(), Type(text="a"), Press(keys=("Tab",))):
        assert await asked(action, on("Next"), policy="always")
    assert not await asked(Wait(), policy="always")


async def test_the_question_says_what_where_and_why() -> None:
    human = Human()
    await ConfirmGuard("risky", human, Page([on("Pay now")])).review(CLICK, NOW)
    assert human.asked[0].target == on("Pay now")
    said = str(human.asked[0])
    assert all(part in said for part in ("click", "'Pay now'", "https://shop.test/cart", "money"))


async def test_a_no_ends_the_run() -> None:
    blocked = await ConfirmGuard("risky", Human(False), Page([on("Pay")])).review(CLICK, NOW)
    assert blocked is not None
    assert blocked.final
    assert "said no" in blocked.reason


async def test_with_nobody_to_ask_the_answer_is_no() -> None:
    blocked = await ConfirmGuard("risky", None, Page([on("Pay")])).review(CLICK, NOW)
    assert blocked is not None
    assert blocked.final
    assert "--confirm" in blocked.reason
    assert await ConfirmGuard("risky", None, Page([on("Next")])).review(CLICK, NOW) is None


@pytest.mark.parametrize(
    "swapped", [on("Pay 9,999"), on("Delete"), on("Pay", origin="https://evil.test"), OSError("gone")]
)
async def test_a_yes_does_not_hold_for_what_came_in_its_place(swapped: Target | Exception) -> None:
    blocked = await ConfirmGuard("risky", Human(), Page([on("Pay"), swapped])).review(CLICK, NOW)
    assert blocked is not None
    assert "changed" in blocked.reason


async def test_each_act_is_asked_about_anew_but_a_new_site_once() -> None:
    human = Human()
    guard = ConfirmGuard("risky", human, Page([on("Pay")]))
    for action in (CLICK, CLICK, Navigate(url="https://new.test/a"), Navigate(url="https://new.test/b")):
        assert await guard.review(action, NOW) is None
    assert len(human.asked) == 3


@pytest.mark.parametrize("policy", ["never", "risky", "always"])
async def test_a_provider_s_concern_is_for_a_person_whatever_is_confirmed(policy: ConfirmPolicy) -> None:
    concern = Concern(id="sc_1", code="sensitive_domain", message="This looks like a bank.")
    yes, no = Human(), Human(answer=False)
    assert await AllOf([ConfirmGuard(policy, yes, None)]).consent([concern], NOW) is None
    assert "This looks like a bank." in str(yes.asked[0])
    assert "https://shop.test/cart" in str(yes.asked[0])
    refused = await AllOf([ConfirmGuard(policy, no, None)]).consent([concern], NOW)
    nobody = await AllOf([ConfirmGuard(policy, None, None)]).consent([concern], NOW)
    assert refused is not None
    assert nobody is not None
    assert (refused.final, nobody.final) == (True, True)
    assert "nobody to ask" in nobody.reason


@pytest.mark.parametrize("action", [MouseDown(point=Point(5, 5)), MouseUp(point=Point(5, 5)), KeyDown(key="Enter")])
async def test_halves_of_a_click_and_of_a_key_press_are_asked_about_like_the_whole(action: DeviceAction) -> None:
    assert await asked(action, on("Pay"))
    assert not await asked(action, on("Next"))
    assert not await asked(KeyUp(key="Enter"), on("Pay"))


async def test_a_guard_that_fails_blocks_and_the_first_to_block_has_the_word() -> None:
    class Broken:
        async def review(self, action: DeviceAction, now: Observation) -> Blocked | None:
            raise ZeroDivisionError("oh")

    class Says:
        async def review(self, action: DeviceAction, now: Observation) -> Blocked | None:
            return Blocked(reason="second")

    failed = await AllOf([Broken(), Says()]).review(CLICK, NOW)
    assert failed == Blocked(reason="the guard failed: ZeroDivisionError: oh")
    assert await AllOf([Says(), Broken()]).review(CLICK, NOW) == Blocked(reason="second")
    assert await AllOf([]).review(CLICK, NOW) is None


def test_the_words_are_whole_words() -> None:
    assert known_risks().why("Repayment schedule") is None
    assert known_risks().why("お支払いへ進む") is not None
