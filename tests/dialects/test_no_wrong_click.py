"""A draft, a place that is none and one said twice are never clicked; no reply takes long to be read."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from guiagent.actions import Action, Click, Point, Press, Scroll, Type, Wait
from guiagent.catalogue import profiles, resolve
from guiagent.errors import UnreadableReply
from guiagent.messages import Reply
from guiagent.records import Observation
from tests.fakes import painted

NOW = Observation(screen=painted("now", (1000, 1000)))
HERE = Point(500, 300)
CLICK = (Click(point=HERE),)
SEED = "_never_used_51bce0c785ca2f68081bfa7d91973934"
SPOKEN = {profile.speech: profile for profile in profiles() if profile.role != "scorer" and not profile.tool}


def said(model: str, text: str) -> tuple[Action, ...]:
    return resolve(model).speaker().read(Reply(text=text), NOW, ()).actions


def seeded(place: str) -> str:
    point = f"<parameter{SEED}=point><point>{place}</point></parameter{SEED}>"
    return f"<seed:tool_call{SEED}><function{SEED}=click>{point}</function{SEED}></seed:tool_call{SEED}>"


def coded(code: str) -> str:
    return f"```python\n{code}\n```"


DRAFT = coded("pyautogui.click(x=0.1, y=0.1)")
MEANT = coded("pyautogui.click(x=0.5, y=0.3)")


@pytest.mark.parametrize(
    ("model", "text"),
    [
        ("seed-1.8", f"<think{SEED}>perhaps {seeded('100 100')}</think{SEED}>{seeded('500 300')}"),
        ("seed-1.8", f"<gui_think>perhaps {seeded('100 100')}</gui_think>{seeded('500 300')}"),
        ("kimi-vl-a3b", f"◁think▷perhaps {DRAFT}◁/think▷## Action:\nClick.\n\n## Code:\n{MEANT}"),
    ],
)
def test_a_draft_within_the_reasoning_is_not_done(model: str, text: str) -> None:
    assert said(model, text) == CLICK


@pytest.mark.parametrize(
    ("model", "text"),
    [
        ("seed-1.8", f"<think{SEED}>perhaps {seeded('100 100')}"),
        ("seed-1.8", f"<gui_think>perhaps {seeded('100 100')}</gui_think>I am not sure."),
        ("kimi-vl-a3b", f"◁think▷perhaps {DRAFT}"),
        ("kimi-vl-a3b", f"◁think▷perhaps {DRAFT}◁/think▷I am not sure."),
    ],
)
def test_a_reply_that_ends_with_a_draft_is_refused(model: str, text: str) -> None:
    with pytest.raises(UnreadableReply):
        said(model, text)


@pytest.mark.parametrize("text", ["(-1,-1)", "[-1, -1]", "[-1,-1,-1,-1]", "[[-1,-1]]"])
@pytest.mark.parametrize("model", ["gta1-7b", "gelato-30b-a3b", "uground-v1-7b", "qwen3-vl-8b", "ui-venus-ground-7b"])
def test_minus_one_is_no_place(model: str, text: str) -> None:
    with pytest.raises(UnreadableReply):
        said(model, text)


@pytest.mark.parametrize(
    ("model", "text"),
    [
        ("ui-tars-7b-dpo", "Action: click(start_box='(500,300)', start_box='(1,1)')"),
        ("autoglm-phone-9b", '<answer>do(action="Tap", element=[1,1], element=[500,300])</answer>'),
        ("kimi-vl-a3b", coded("pyautogui.click(x=0.5, x=0.1, y=0.3)")),
        ("os-atlas-pro-7b", "Actions:\nCLICK <point>[[1,1]]</point>\nActions:\nCLICK <point>[[500,300]]</point>"),
        (
            "cogagent-9b",
            "Grounded Operation: CLICK(box=[[1,1,1,1]])\nGrounded Operation: CLICK(box=[[500,300,500,300]])",
        ),
    ],
)
def test_two_places_for_one_click_are_refused(model: str, text: str) -> None:
    with pytest.raises(UnreadableReply):
        said(model, text)


@pytest.mark.parametrize(
    ("model", "text", "actions"),
    [
        ("kimi-vl-a3b", "## Code:\n```code\ncomputer.wait\n```", (Wait(seconds=5),)),
        ("glm-4.1v-9b", '{"action_type": "swipe", "direction": "up"}', (Scroll(point=Point(500, 500), dy=500),)),
        ("glm-4.1v-9b", '{"action_type": "scroll", "direction": "down"}', (Scroll(point=Point(500, 500), dy=500),)),
        ("mai-ui-8b", '<grounding_think>t</grounding_think>\n<answer>{"coordinate":[500,300]}</answer>', CLICK),
        (
            "qwen3.8-27b",
            '<tool_call>\n<function=computer_use>\n<parameter=action>\nkey\n</parameter>\n<parameter=keys>\nkeys=["ctrl"\n'
            "</parameter>\n</function>\n</tool_call>",
            (Press(keys=("ctrl",)),),
        ),
        (
            "qwen3-vl-8b",
            '{"name": "computer_use", "arguments": {"action": "key", "keys": ["keys=[\'ctrl", "a\']"]}}',
            (Press(keys=("ctrl", "a")),),
        ),
    ],
)
def test_what_is_plainly_meant_is_read(model: str, text: str, actions: tuple[Action, ...]) -> None:
    assert said(model, text) == actions


def test_what_is_typed_keeps_its_zeros() -> None:
    text = "Action: Type it's code.\nGrounded Operation: TYPE(box=[[050,030,050,030]], text='box=[[007,1]]')"
    assert said("cogagent-9b", text) == (Click(point=Point(50, 30)), Type(text="box=[[007,1]]"))


LONG = 60_000


@pytest.mark.parametrize(
    "text",
    [
        "[500" + " " * LONG,
        "Action: x" + "\n" * LONG + "<tool_call>",
        "\t" * LONG,
        "[[1,2]," * (LONG // 7),
        "[\u201c" * (LONG // 2),
        "{" * LONG,
        "<point>" + " " * LONG,
        "." * LONG,
    ],
    ids=["blanks", "lines", "tabs", "lists", "quotes", "braces", "a point", "dots"],
)
@pytest.mark.parametrize("speech", sorted(SPOKEN))
def test_a_long_reply_takes_no_time(speech: str, text: str) -> None:
    speaker, begun = SPOKEN[speech].speaker(), time.monotonic()
    with suppress(UnreadableReply):
        speaker.read(Reply(text=text), NOW, ())
    assert time.monotonic() - begun < 10
