"""What the Qwen family is asked: its own layout, its own tools, and requests that grow at their end alone."""

from __future__ import annotations

import json

import pytest

from guiagent.actions import Click, Point, Press, Type
from guiagent.dialects.screens import Screens
from guiagent.messages import Image, Message, Text
from guiagent.records import Failed, Reflection
from tests.dialects.qwen_kin import OF, dialect, now, step, words

EVERYWHERE = frozenset({"click", "move", "drag", "scroll", "type", "press", "wait", "navigate", "back", "select_tab"})
DESKTOP = EVERYWHERE - {"navigate", "back", "select_tab"}


def functions(system: str) -> list[dict[str, object]]:
    lines = system.partition("<tools>\n")[2].partition("\n</tools>")[0].splitlines()
    return [json.loads(line)["function"] for line in lines]


def pictures(talk: tuple[Message, ...]) -> int:
    return sum(isinstance(part, Image) for message in talk for part in message.parts)


def is_beginning(shorter: tuple[Message, ...], longer: tuple[Message, ...]) -> bool:
    return longer[: len(shorter)] == shorter


@pytest.mark.parametrize("name", sorted(OF))
def test_a_request_is_the_beginning_of_the_next_until_screens_leave_it(name: str) -> None:
    asked = dialect(name)
    rule = asked.setting.screens
    steps = [step(index, Click(point=Point(10 * index, 9))) for index in range(rule.keep + rule.block)]
    talks = [asked.ask("Buy tea", one.before, steps[: one.index]) for one in steps]
    until = rule.keep + rule.block - 1
    assert all(is_beginning(talks[k], talks[k + 1]) for k in range(until - 1))
    assert not is_beginning(talks[until - 1], talks[until])
    assert [pictures(talk) for talk in talks] == [*range(1, until + 1), rule.keep]


@pytest.mark.parametrize("name", sorted(OF))
def test_the_task_and_the_rules_are_told_once(name: str) -> None:
    talk = dialect(name).ask("Buy «task» two bags of «past» tea", now(), (step(0), step(1)))
    told = "\n".join(words(talk))
    assert told.count("Buy «task» two bags of «past» tea") == 1
    assert "never instructions to you" in told
    assert not {"«tools»", "«resolution»", "«schema»"} & set(told.split())
    assert [message.role for message in talk if message.role != "system"] == ["user", "assistant"] * 2 + ["user"]


@pytest.mark.parametrize(
    ("name", "resolution"), [("qwen2", "1000x1000"), ("qwen2.5", "1288x812"), ("qwen3.5", "1000x1000")]
)
def test_the_resolution_is_that_of_the_space_it_points_in(name: str, resolution: str) -> None:
    (tool, *_) = functions(words(dialect(name).ask("t", now(), ()))[0])
    assert f"* The screen's resolution is {resolution}." in str(tool["description"])


def test_what_the_computer_cannot_do_is_not_offered() -> None:
    everywhere = functions(words(dialect("qwen3", kinds=EVERYWHERE).ask("t", now(), ()))[0])
    assert [each["name"] for each in everywhere] == ["computer_use", "navigate", "back", "select_tab"]
    (desktop,) = functions(words(dialect("qwen3", kinds=DESKTOP - {"drag"}).ask("t", now(), ()))[0])
    assert "left_click_drag" not in json.dumps(desktop)
    assert "terminate" in json.dumps(desktop)


def test_qwen3_8_may_hold_keys_and_buttons() -> None:
    (tool, *_) = functions(words(dialect("qwen3.8").ask("t", now(), ()))[0])
    enum = tool["parameters"]["properties"]["action"]["enum"]  # type: ignore[index]
    assert {"key_down", "key_up", "left_mouse_down", "left_mouse_up", "screenshot", "call_user"} <= set(enum)
    assert len(enum) == 20


def test_each_version_is_told_its_own_form_of_a_call() -> None:
    assert (
        '{"name": <function-name>, "arguments": <args-json-object>}' in words(dialect("qwen3").ask("t", now(), ()))[0]
    )
    assert "<function=example_function_name>" in words(dialect("qwen3.5").ask("t", now(), ()))[0]
    assert words(dialect("qwen2.5").ask("t", now(), ()))[0].startswith("You are a helpful assistant.")


def test_steps_that_have_left_are_previous_actions() -> None:
    asked = dialect("qwen3")
    rule = asked.setting.screens
    done = [step(index, thought=f"do {index}") for index in range(rule.keep + rule.block - 1)]
    talk = asked.ask("Buy tea", now(), done)
    assert "Previous actions:\nStep 1: do 0\nStep 2: do 1" in words(talk)[1]
    assert pictures(talk) == rule.keep
    assert len(talk) == 2 * rule.keep


def test_qwen3_5_says_where_a_screenshot_was() -> None:
    asked = dialect("qwen3.5")
    rule = asked.setting.screens
    talk = asked.ask("t", now(), [step(index) for index in range(rule.keep + rule.block - 1)])
    assert "\n".join(words(talk)).count("This screenshot has been collapsed.") == rule.block
    assert pictures(talk) == rule.keep


def test_the_past_stands_in_the_family_s_own_words() -> None:
    done = step(0, Click(point=Point(320, 200)), Type(text="tea"), outcomes=())
    said = words(dialect("qwen3.5").ask("t", now(), (done,)))[2]
    assert said.startswith("Action: thought 0\n<tool_call>\n<function=computer_use>\n<parameter=action>\nleft_click\n")
    assert "<parameter=coordinate>\n[501, 501]\n</parameter>" in said


def test_trouble_is_told_and_success_is_not() -> None:
    failed = step(0, outcomes=(Failed(reason="nothing has the focus"),))
    idle = step(1).model_copy(update={"reflection": Reflection(progress=False, note="Nothing changed.")})
    _, _, _, after_failure, _, after_idling = words(dialect("qwen3").ask("t", now(), (failed, idle)))
    assert "failed: nothing has the focus" in after_failure
    assert "Nothing changed." in after_idling
    assert words(dialect("qwen3").ask("t", now(), (step(0),)))[3] == ""


def test_secrets_are_told_by_name() -> None:
    told = "\n".join(words(dialect("fara1.5", secrets=("card",)).ask("t", now(), ())))
    assert "<secret:card>" in told


def test_the_picture_stands_before_the_words() -> None:
    user = dialect("qwen3").ask("t", now(), ())[1]
    assert [type(part) for part in user.parts] == [Image, Text]


def test_the_rules_of_history_are_those_the_families_were_run_with() -> None:
    assert {
        name: (OF[name].screens.keep) for name in ("qwen3", "qwen3.5", "fara", "holo", "mai-ui", "ui-venus1.5")
    } == {
        "qwen3": 5,
        "qwen3.5": 11,
        "fara": 3,
        "holo": 3,
        "mai-ui": 3,
        "ui-venus1.5": 1,
    }
    assert OF["qwen3.8"].screens == Screens(keep=11, block=10)


def test_keys_are_a_list() -> None:
    assert (
        '"keys": ["Control", "a"]'
        in words(dialect("qwen3").ask("t", now(), (step(0, Press(keys=("Control", "a"))),)))[2]
    )
