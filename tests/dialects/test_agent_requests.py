"""What these families are asked: their own prompts, their own order of turns, and a request that grows at its end."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from guiagent.actions import Action, Click, Finish, Point, Press, Scroll, Type
from guiagent.catalogue import resolve
from guiagent.dialects.family import FamilyDialect
from guiagent.errors import UnreadableReply
from guiagent.messages import Image, Message, Reply, Text
from guiagent.records import Decision, Failed
from tests.dialects.agent_kin import NAMES, OF, clicked, dialect, framed, read, screen, step, words

HISTORY = [step(index, Click(point=Point(100 + index, 200))) for index in range(14)]


def parts(talk: Sequence[Message]) -> list[tuple[str, Text | Image]]:
    return [(message.role, part) for message in talk for part in message.parts]


def images(talk: Sequence[Message]) -> list[bytes]:
    return [part.png for _, part in parts(talk) if isinstance(part, Image)]


@pytest.mark.parametrize("name", NAMES)
def test_between_two_evictions_a_request_grows_at_its_end_alone(name: str) -> None:
    screens = OF[name].screens
    grown = 0
    for count in range(12):
        before = parts(dialect(name).ask("Buy tea", HISTORY[count].before, HISTORY[:count]))
        after = parts(dialect(name).ask("Buy tea", HISTORY[count + 1].before, HISTORY[: count + 1]))
        if screens.dropped(count + 1) == screens.dropped(count + 2):
            assert after[: len(before)] == before
            grown += 1
    assert grown > 0 or screens.block == 1


@pytest.mark.parametrize("name", NAMES)
def test_as_many_screenshots_are_sent_as_the_family_takes(name: str) -> None:
    screens = OF[name].screens
    counts = [len(images(dialect(name).ask("t", screen("now"), HISTORY[:count]))) for count in range(14)]
    assert counts[0] == 1
    assert max(counts) == screens.keep + screens.block - 1
    assert all(count >= min(screens.keep, at + 1) for at, count in enumerate(counts))


@pytest.mark.parametrize("name", NAMES)
def test_the_task_is_told_once_and_never_filled_in_again(name: str) -> None:
    told = "\n".join(words(dialect(name).ask("Buy «past» {task} tea", screen("now"), HISTORY[:3])))
    assert told.count("Buy «past» {task} tea") == 1
    assert "«task»" not in told
    assert "«functions»" not in told


@pytest.mark.parametrize("name", NAMES)
def test_what_went_wrong_is_told(name: str) -> None:
    failed = step(0, Press(keys=("F13",)), outcomes=(Failed(reason="there is no key F13"),))
    told = "\n".join(words(dialect(name).ask("t", screen("now"), (failed, *HISTORY[1:9]))))
    assert "there is no key F13" in told


@pytest.mark.parametrize("name", NAMES)
def test_the_browser_s_actions_are_offered_where_there_is_a_browser(name: str) -> None:
    def told(*kinds: str) -> str:
        speaker = OF[name].speaker(frozenset(kinds))
        return "\n".join(words(speaker.ask("t", screen("now"), ()))).lower()

    if name not in ("cogagent", "showui"):  # whose prompt is fixed
        assert "navigate" in told("click", "navigate")
    assert "navigate(" not in told("click")
    assert "computer.navigate" not in told("click")


@pytest.mark.parametrize("name", ["glm", "cogagent", "showui", "step-gui", "os-atlas"])
def test_a_family_without_conversations_is_told_all_in_one_turn(name: str) -> None:
    (only,) = dialect(name).ask("t", screen("now"), HISTORY[:3])
    assert only.role == "user"


def test_past_turns_of_ui_tars_stand_in_its_own_tokens() -> None:
    talk = dialect("ui-tars").ask("t", screen("now"), [step(0, Click(point=Point(500, 400)), thought="I see it.")])
    said = [text for message, text in zip(talk, words(talk), strict=True) if message.role == "assistant"]
    assert said == ["Thought: I see it.\nAction: click(start_box='<|box_start|>(500,501)<|box_end|>')"]
    assert [message.role for message in talk] == ["system", "user", "assistant", "user"]


def test_ui_tars_keeps_its_words_where_a_screenshot_has_gone() -> None:
    talk = dialect("ui-tars").ask("t", screen("now"), HISTORY[:12])
    assert sum(message.role == "assistant" for message in talk) == 12
    assert len(images(talk)) == 5


def test_steps_that_cogagent_no_longer_sees_stand_in_its_own_lines() -> None:
    done = (
        step(0, Click(point=Point(500, 400)), thought="Click the search field."),
        step(1, Type(text="tea"), thought="Type it."),
    )
    (only,) = dialect("cogagent").ask("Buy tea", screen("now"), done)
    assert words((only,))[0] == (
        "Task: Buy tea\nHistory steps: "
        "\n0. CLICK(box=[[500,501,500,501]])\tClick the search field."
        "\n1. TYPE(text='tea')\tType it."
        "\n(Platform: WIN)\n(Answer in Action-Operation format.)\n"
    )


def test_steps_that_showui_no_longer_sees_are_its_past_actions() -> None:
    (only,) = dialect("showui").ask("Buy tea", screen("now"), [step(0, Press(keys=("Enter",)))])
    assert words((only,))[0].endswith(
        "Task: Buy tea\nAction History: {'action': 'ENTER', 'value': None, 'position': None}"
    )


def test_glm_remembers_what_it_chose_to() -> None:
    first = step(0, Click(point=Point(500, 400)), thought='It is there.\nMemory: [{"price": 3}]')
    (only,) = dialect("glm").ask("t", screen("now"), [first])
    assert "It is there.\nleft_click(start_box='[500,501]')\nMemory:\n[{\"price\": 3}]" in words((only,))[0]


def test_autoglm_s_thought_stays_though_its_screenshot_goes() -> None:
    reply = read("autoglm", '<think>I tap it.</think><answer>do(action="Tap", element=[500,500])</answer>')
    (*_, said, last) = dialect("autoglm").ask("t", screen("now"), [step(0, *reply.actions, thought=reply.thought)])
    assert "<think>I tap it.</think>" in words((said,))[0]
    assert [isinstance(part, Image) for part in last.parts] == [True, False]


def test_secrets_are_told_by_name() -> None:
    for name in NAMES:
        speaker = OF[name].speaker(None, ("password",))
        assert "<secret:password>" in "\n".join(words(speaker.ask("t", screen("now"), ())))


def test_internvl_speaks_json_and_its_boxes_are_read() -> None:
    speaker = resolve("OpenGVLab/InternVL3_5-8B-HF").speaker()
    assert not isinstance(speaker, FamilyDialect)
    boxed: dict[str, Action] = {
        '{"actions": [{"kind": "click", "point": [500, 500]}]}': Click(point=Point(500, 400)),
        '{"kind": "click", "point": "<box>[[400, 400, 600, 600]]</box>"}': Click(point=Point(500, 400)),
        "<ref>Search</ref><box>[[400, 400, 600, 600]]</box>": Click(point=Point(500, 400), target="Search"),
        "Click on the <ref>Search</ref><box>[[400,400,600,600]]</box>.": Click(point=Point(500, 400), target="Search"),
        '{"kind": "finish", "answer": "12"}': Finish(answer="12"),
    }
    for text, action in boxed.items():
        assert speaker.read(Reply(text=text), screen("now"), ()).actions == (action,)


@pytest.mark.parametrize(
    "text",
    [
        "<box>[[1,1,2,2]]</box> and <box>[[3,3,4,4]]</box>",
        "I would not touch <ref>Buy</ref><box>[[1,1,2,2]]</box>",
        "<ref>Search</ref>",
    ],
)
def test_a_box_among_words_is_no_click(text: str) -> None:
    with pytest.raises(UnreadableReply):
        resolve("internvl3-8b").speaker().read(Reply(text=text), screen("now"), ())


def test_both_ui_tars_say_a_place_in_their_own_numbers() -> None:
    assert clicked(read("ui-tars", "Action: click(start_box='(500,500)')")) == Point(500, 400)
    assert clicked(read("ui-tars-1.5", "Action: click(start_box='(504,406)')")) == Point(500, 400)


def test_a_swipe_stands_for_a_scroll_where_it_fits_the_screen() -> None:
    def written(name: str, down: int) -> str:
        decision = step(0, Scroll(point=Point(500, 600), dy=down)).decision
        return dialect(name).grammar.written(decision, framed(name))

    assert "Swipe" in written("autoglm", 400)
    assert "SLIDE" in written("step-gui", 400)
    assert "Swipe" not in written("autoglm", 700)
    assert "SLIDE" not in written("step-gui", 700)


def test_a_past_turn_is_written_in_the_signs_that_the_family_was_taught() -> None:
    there = Decision(actions=(Click(point=Point(10, 60)),))
    turns = {name: dialect(name).grammar.written(there, framed(name)) for name in ("cogagent", "autoglm")}
    assert "CLICK(box=[[010,076,010,076]])" in turns["cogagent"]
    assert '<answer>do(action="Tap", element=[10,76])</answer>' in turns["autoglm"]
