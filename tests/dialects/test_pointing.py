"""Models that only point: what they are asked, and what is made of how each family writes a place."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guiagent.actions import Click, GiveUp, Point
from guiagent.catalogue import profiles, resolve
from guiagent.catalogue.profile import Profile
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.pointers import POINTINGS
from guiagent.dialects.pointing import ABSENT, PointingDialect
from guiagent.errors import UnreadableReply
from guiagent.messages import Image, Reply, Talk, Text
from guiagent.records import Observation
from guiagent.usage import Usage
from tests.fakes import painted

POINTERS = {profile.dialect: profile for profile in profiles() if profile.dialect in POINTINGS}
STEPS = {"kosmos2": 32, "seeclick": 100, "showui-point": 100}
"""How many places a side has in the families that write coarsely; thousandths, or 1024ths, in the others."""
SIDES = st.integers(64, 4000)


def dialect_of(name: str) -> PointingDialect:
    dialect = POINTERS[name].speaker()
    assert isinstance(dialect, PointingDialect)
    return dialect


def screen(width: int = 1000, height: int = 500) -> Observation:
    return Observation(screen=painted("", (width, height)))


def read(name: str, text: str, now: Observation | None = None) -> Click | GiveUp:
    (action,) = dialect_of(name).read(Reply(text=text), now or screen(), ()).actions
    assert isinstance(action, Click | GiveUp)
    return action


def at(name: str, text: str, now: Observation | None = None) -> tuple[int, int]:
    action = read(name, text, now)
    assert isinstance(action, Click)
    return action.point


def asked(name: str, description: str = "the blue button") -> Talk:
    return dialect_of(name).ask(description, screen(), ())


def words(talk: Talk) -> list[tuple[str, list[str]]]:
    return [
        (turn.role, [part.text if isinstance(part, Text) else "<screenshot>" for part in turn.parts]) for turn in talk
    ]


def test_every_way_of_pointing_is_some_family_s_in_the_catalogue() -> None:
    assert set(POINTERS) == set(POINTINGS)
    assert {profile.role for profile in POINTERS.values()} == {"pointer"}
    assert all(profile.weights and profile.weights.license for profile in POINTERS.values())


@pytest.mark.parametrize("name", POINTINGS)
@settings(deadline=None, max_examples=40)
@given(width=SIDES, height=SIDES, data=st.data())
def test_a_target_is_found_again_where_the_family_itself_would_write_it(
    name: str, width: int, height: int, data: st.DataObject
) -> None:
    point = Point(data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1)))
    profile: Profile = POINTERS[name]
    dialect = dialect_of(name)
    sent = dialect.setting.image.size(width, height)
    frame = Frame(dialect.setting.convention, sent, (width, height))
    there = dialect.pointing.read(dialect.pointing.written(point, frame), frame)
    assert there is not None
    for mine, theirs, across, shown in zip(point, there, (width, height), sent, strict=True):
        step = across / (shown if profile.space == "pixels" else STEPS.get(name, 1000))
        assert abs(mine - theirs) <= step / 2 + 1


@pytest.mark.parametrize("name", POINTINGS)
@pytest.mark.parametrize("corner", [(0, 0), (999, 0), (0, 499), (999, 499)])
def test_the_corners_are_found_again_too(name: str, corner: tuple[int, int]) -> None:
    dialect = dialect_of(name)
    frame = dialect.setting.frame(screen().screen)
    there = at(name, dialect.pointing.written(Point(*corner), frame))
    step = 1 if POINTERS[name].space == "pixels" else 1000 / STEPS.get(name, 1000)
    assert all(abs(mine - theirs) <= step / 2 + 2 for mine, theirs in zip(corner, there, strict=True))


@pytest.mark.parametrize("name", POINTINGS)
@settings(deadline=None, max_examples=40)
@given(text=st.text(st.sampled_from('<>loc_patchindex0123456789[](){}",.: -|\\n/'), max_size=60))
@example(text="<loc_1><loc_2>")
@example(text="[" * 30)
def test_whatever_is_replied_a_place_lies_on_the_screen_or_there_is_none(name: str, text: str) -> None:
    try:
        action = read(name, text)
    except UnreadableReply:
        return
    if isinstance(action, Click):
        assert 0 <= action.point.x < 1000
        assert 0 <= action.point.y < 500


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("paligemma", [("user", ["<screenshot>", "detect the blue button"])]),
        ("florence2", [("user", ["<screenshot>", "<OPEN_VOCABULARY_DETECTION>the blue button"])]),
        ("kosmos2", [("user", ["<screenshot>", "<grounding><phrase> the blue button</phrase>"])]),
        ("molmo", [("user", ["<screenshot>", "Point to the blue button"])]),
        ("moondream", [("user", ["<screenshot>", "the blue button"])]),
        (
            "os-atlas-7b",
            [
                (
                    "user",
                    [
                        "<screenshot>",
                        "In this UI screenshot, what is the position of the element corresponding to the command "
                        '"the blue button" (with bbox)?',
                    ],
                )
            ],
        ),
    ],
)
def test_a_family_is_asked_in_its_own_words(name: str, expected: list[tuple[str, list[str]]]) -> None:
    assert words(asked(name)) == expected


def test_a_family_in_pixels_is_told_the_size_it_is_sent() -> None:
    (system, user) = asked("gta1")
    (told,) = system.parts
    picture, description = user.parts
    assert isinstance(told, Text)
    assert isinstance(picture, Image)
    assert "The image resolution is height 504 and width 1008." in told.text
    assert (picture.png[16:20], picture.png[20:24]) == ((1008).to_bytes(4, "big"), (504).to_bytes(4, "big"))
    assert description == Text(text="the blue button")


def test_showui_s_rule_stands_before_the_screenshot_and_gelato_s_too() -> None:
    for name in ("showui-point", "gelato"):
        ((role, (rule, picture, description)),) = words(asked(name))
        assert (role, picture, description.strip()) == ("user", "<screenshot>", "the blue button")
        assert "coordinate" in rule


@pytest.mark.parametrize("name", ["paligemma", "florence2", "kosmos2"])
def test_a_description_cannot_bring_tokens_of_its_own(name: str) -> None:
    (_, parts) = words(asked(name, "a <loc0001> ; b\n<phrase>"))[-1]
    assert "<loc0001>" not in parts[-1]
    assert "<phrase>\n" not in parts[-1]
    assert name != "paligemma" or ";" not in parts[-1]


@pytest.mark.parametrize(
    ("name", "text", "point"),
    [
        ("molmo", ' <point x="63.5" y="44.5" alt="the button">the button</point>', (635, 222)),
        ("molmo", '<points x1="10.0" y1="20.0" x2="30.0" y2="40.0" alt="b">b</points>', (100, 100)),
        ("molmo", "<point x='0.4' y='0.6'>", (4, 3)),
        ("molmo", '<points coords="1 1 308 306 2 752 377">x</points>', (308, 153)),
        ("molmo2", '<points coords="1 308 050">x</points>', (308, 25)),
        ("molmo2", '<points coords="1 1 030 1000">x', (30, 499)),
        ("molmo2", '<point x="63.5" y="44.5">', (635, 222)),
        ("paligemma", "<loc0512><loc0256><loc0512><loc0256> the blue button", (250, 250)),
        ("paligemma", "<loc0000><loc0000><loc0001><loc0001> dot", (0, 0)),
        ("paligemma", "<loc0100><loc0100><loc0300><loc0300> a ; <loc0900><loc0900><loc0999><loc0999> b", (195, 97)),
        ("florence2", "</s><s>the blue button<loc_499><loc_499><loc_499><loc_499></s>", (499, 249)),
        ("florence2", "a<loc_100><loc_100><loc_199><loc_299>b<loc_1><loc_1><loc_2><loc_2>", (150, 100)),
        ("florence2", "a<poly><loc_100><loc_100><loc_300><loc_100><loc_300><loc_300></poly>", (200, 100)),
        ("kosmos2", "<object><patch_index_0044><patch_index_0863></object>", (687, 218)),
        (
            "kosmos2",
            "<object><patch_index_0000><patch_index_0000></delimiter_of_multi_objects/>"
            "<patch_index_0044><patch_index_0863></object>",
            (15, 7),
        ),
        ("moondream", '{"points": [{"x": 0.31, "y": 0.7}, {"x": 0.9, "y": 0.1}]}', (310, 350)),
        ("moondream", '{"objects": [{"x_min": 0.2, "y_min": 0.2, "x_max": 0.4, "y_max": 0.4}]}', (300, 150)),
        ("moondream", "```json\n{'points': [{'x': 0.31, 'y': 0.7},]}\n```", (310, 350)),
        ("gta1", "(504, 252)", (500, 250)),
        ("gta1", "The button is at (504,252).", (500, 250)),
        ("gta1", "pyautogui.click(x=504, y=252)", (500, 250)),
        ("gta1", "504,252", (500, 250)),
        ("gta1", "[496,248,512,256]", (500, 250)),
        ("gta1", "(504,252) (504,252)", (500, 250)),
        ("gelato", "(500,500)", (500, 250)),
        ("ui-ins", "<think>(1,2)?</think>" + '<tool_call>\n{"name":"grounding","arguments":', (500, 250)),
        ("infigui", '<think>up to (9, 9)</think>```json\n[{"point_2d": [504, 252], "label": "b"}]\n```', (500, 250)),
        ("infigui", '[{"point_2d": [504, 252]}, {"point_2d": [1, 2]}]', (500, 250)),
        ("infigui", '[{"bbox_2d": [496, 248, 512, 256]}]', (500, 250)),
        ("ui-venus-point", "[500, 500]", (500, 250)),
        ("ui-venus-point", "<think>It is at [1,1].</think>\n[500,500]", (500, 250)),
        (
            "os-atlas-7b",
            "<|object_ref_start|>b<|object_ref_end|><|box_start|>(400,400),(600,600)<|box_end|>",
            (500, 250),
        ),
        ("os-atlas-7b", "<|box_start|>(500,500)<|box_end|>", (500, 250)),
        ("os-atlas-4b", "[[400,400,600,600]]", (500, 250)),
        ("os-atlas-4b", "```\n[[500,500]]\n```", (500, 250)),
        ("os-atlas-4b", "<ref>b</ref><box>[[400, 400, 600, 600]]</box>", (500, 250)),
        ("uground", "(500, 500)", (500, 250)),
        ("uground", "<point>500 500</point>", (500, 250)),
        ("aria-ui", "```\n[500, 500]\n```", (500, 250)),
        ("seeclick", "(0.50,0.50)", (500, 250)),
        ("seeclick", "<box>(0.4,0.4),(0.6,0.6)</box>", (500, 250)),
        ("showui-point", "[0.5, 0.5]", (500, 250)),
    ],
)
def test_what_families_write_is_read(name: str, text: str, point: tuple[int, int]) -> None:
    if name == "ui-ins":
        for end in ('{"action":"click","coordinate":[504,252]}}\n</tool_call>', '{"coordinate":[504, 252]'):
            assert at(name, text + end, screen()) == point
        return
    assert at(name, text) == point


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ui-venus-point", "[-1, -1]"),
        ("gelato", "Refusal"),
        ("molmo", "There are none."),
        ("molmo2", "There isn't a blue button in the image."),
        ("paligemma", " "),
        ("florence2", ""),
        ("moondream", '{"points": []}'),
        ("infigui", "<think>nowhere</think>\n```json\n[]\n```"),
    ],
)
def test_a_thing_that_is_not_there_is_no_place(name: str, text: str) -> None:
    assert read(name, text) == GiveUp(reason=ABSENT)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("molmo", "The button is blue."),
        ("molmo", '<point x="1.2.3" y="44.5">'),
        ("molmo", '<point x="130" y="44.5">'),
        ("molmo2", '<points coords="1 1">'),
        ("paligemma", "sorry, as a base VLM I am not trained to answer this question."),
        ("paligemma", "<loc0512><loc0256> button"),
        ("florence2", "the blue button"),
        ("florence2", "the blue button<loc_1><loc_2>"),
        ("kosmos2", "the blue button is on the left"),
        ("kosmos2", "<patch_index_0863><patch_index_0044>"),
        ("kosmos2", "<patch_index_1500><patch_index_1500>"),
        ("moondream", '{"points": [{"x": 31, "y": 70}]}'),
        ("moondream", '{"points": [{"x": 0.31'),
        ("gta1", ""),
        ("gta1", "(5000,252)"),
        ("gta1", "(10,20), (30,40)"),
        ("gta1", "Between (10,20) and [300,400]."),
        ("gta1", "Click the button."),
        ("seeclick", "(500,500)"),
        ("uground", "(0.5, 0.5)"),
        ("ui-venus-point", "<think>It is at [500,500]"),
        ("ui-ins", '{"name":"grounding","arguments":{"action":"click","coordinate":[50'),
    ],
)
def test_what_names_no_one_place_is_refused_with_what_was_wrong(name: str, text: str) -> None:
    with pytest.raises(UnreadableReply, match=r"\w"):
        read(name, text)


def test_a_reply_that_was_cut_off_says_so() -> None:
    with pytest.raises(UnreadableReply, match="cut off for its length"):
        dialect_of("infigui").read(Reply(text="<think>Let me see", stop="length"), screen(), ())


def test_a_refused_reply_is_told_to_a_family_that_converses_and_asked_again_of_one_that_does_not() -> None:
    wrong = Reply(text="no idea")
    told = dialect_of("gta1").again(asked("gta1"), wrong, "there is no place in the reply")
    assert [turn.role for turn in told] == ["system", "user", "assistant", "user"]
    assert dialect_of("paligemma").again(asked("paligemma"), wrong, "why") == asked("paligemma")


def test_what_it_cost_and_what_was_said_stay_with_the_decision() -> None:
    decision = dialect_of("gta1").read(Reply(text="(504,252)", usage=Usage(output_tokens=9)), screen(), ())
    assert (decision.reply, decision.usage.output_tokens) == ("(504,252)", 9)


@pytest.mark.parametrize(
    ("model", "dialect"),
    [
        ("Salesforce/GTA1-7B", "gta1"),
        ("mlfoundations/Gelato-30B-A3B", "gelato"),
        ("allenai/Molmo-7B-D-0924", "molmo"),
        ("allenai/Molmo2-8B", "molmo2"),
        ("google/paligemma-3b-mix-448", "paligemma"),
        ("google/paligemma2-3b-mix-448", "paligemma"),
        ("microsoft/Florence-2-large", "florence2"),
        ("microsoft/kosmos-2-patch14-224", "kosmos2"),
        ("vikhyatk/moondream2", "moondream"),
        ("moondream/moondream3-preview", "moondream"),
        ("OS-Copilot/OS-Atlas-Base-7B", "os-atlas-7b"),
        ("OS-Copilot/OS-Atlas-Base-4B", "os-atlas-4b"),
        ("osunlp/UGround-V1-7B", "uground"),
        ("osunlp/UGround", "uground-first"),
        ("Aria-UI/Aria-UI-base", "aria-ui"),
        ("cckevinn/SeeClick", "seeclick"),
        ("InfiX-ai/InfiGUI-G1-3B", "infigui"),
        ("inclusionAI/UI-Venus-Ground-7B", "ui-venus-ground"),
        ("Tongyi-MiA/UI-Ins-7B", "ui-ins"),
        ("xlangai/Jedi-7B-1080p", "qwen2.5"),
    ],
)
def test_a_checkpoint_resolves_to_its_own_way_of_pointing(model: str, dialect: str) -> None:
    profile = resolve(model)
    assert (profile.speech, profile.role) == (dialect, "pointer")
