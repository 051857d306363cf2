"""What is told of a past step is short, holds no secret, and tells places in words."""

from __future__ import annotations

import re

import pytest

from guiagent.actions import (
    Action,
    Box,
    Click,
    Drag,
    Finish,
    Look,
    MouseDown,
    Move,
    Navigate,
    Point,
    Press,
    Scroll,
    Type,
)
from guiagent.guards.vault import Vault
from guiagent.recall.telling import WHOLE, told
from guiagent.records import Done, Reflection, Step
from tests.fakes import does, seen

VALUE = "tulip-garden-9"


def step(*actions: Action, thought: str = "", note: str = "", title: str = "") -> Step:
    return Step(
        index=0,
        before=seen(),
        decision=does(*actions, thought=thought),
        outcomes=tuple(Done() for _ in actions),
        after=seen(title=title),
        reflection=Reflection(note=note),
    )


@pytest.fixture
def vault() -> Vault:
    return Vault.of(["pin=@PIN"], {"PIN": VALUE}, "https://bank.test")


@pytest.mark.parametrize("padding", [0, 30, 40, 46, 150, 225, 236, 880])
def test_a_secret_is_hidden_wherever_it_stands_and_wherever_the_text_is_cut(vault: Vault, padding: int) -> None:
    text = "x" * padding + VALUE + " y" * 200
    actions: list[Action] = [
        Type(text=text),
        Click(point=Point(1, 1), target=text),
        Navigate(url=f"https://bank.test/{text}"),
        Finish(answer=text),
    ]
    for made in (
        told(text, step(*actions, thought=text, note=text), vault.hide),
        told("task", step(*actions, title=text), vault.hide),
    ):
        assert VALUE[:5] not in made
        assert len(made) <= WHOLE
        assert "\n" not in made


def test_what_was_typed_as_a_secret_stays_its_name() -> None:
    assert 'type "<secret:pin>"' in told("Log in.", step(Type(text="<secret:pin>")), str)


def test_an_address_loses_what_may_be_a_token() -> None:
    address = "https://ann:pass@bank.test:8443/a/b?session=abc123#k=def456"
    made = told(f"Open {address} now.", step(Navigate(url=address), thought=address, note=f"It is {address}."), str)
    assert not re.search("abc123|def456|ann|pass", made)
    assert "https://bank.test:8443/a/b" in made


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Click(point=Point(300, 10), target="Cart"), 'click "Cart" at the top right'),
        (Click(point=Point(160, 100)), "click in the middle"),
        (Click(point=Point(5, 190), button="right"), "right-click at the bottom left"),
        (Move(point=Point(160, 5)), "hover at the top"),
        (Move(point=Point(300, 100), target="Cart"), 'hover over "Cart" in the middle right'),
        (Scroll(point=Point(160, 100), dy=300), "scroll 300 px down in the middle"),
        (Drag(path=(Point(0, 0), Point(319, 199))), "drag at the top left → at the bottom right"),
        (MouseDown(point=Point(0, 100)), "press the mouse button in the middle left"),
        (Press(keys=("Control", "s")), "press Control+s"),
        (Look(box=Box(0, 0, 9, 9)), "look closer"),
        (Finish(answer="42"), "finish with an answer"),
        (Finish(), "finish"),
    ],
)
def test_a_place_is_told_as_a_part_of_the_screen(action: Action, words: str) -> None:
    assert f"Done: {words}." in told("task", step(action), str)


def test_a_long_batch_is_counted() -> None:
    made = told("task", step(*(Press(keys=("Tab",)) for _ in range(8))), str)
    assert made.count("press Tab") == 5
    assert "and 3 more" in made
