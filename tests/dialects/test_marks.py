"""Numbered marks: what a model is shown and told, what it may answer, and where a number leads."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Picture
from PIL.ImageDraw import Draw as Pen

from guiagent.actions import Action, Box, Click, Drag, Move, Point, Press, Scroll, Type
from guiagent.catalogue import resolve
from guiagent.dialects.coordinates import SPACES
from guiagent.dialects.drawn_marks import drawn, font_of
from guiagent.dialects.images import Fit, SentImage, Square
from guiagent.dialects.json_plain import JsonDialect
from guiagent.dialects.mark_list import LABEL, LISTED, listed, told
from guiagent.dialects.marked import ByMark
from guiagent.dialects.named import named
from guiagent.dialects.screens import Screens, sent
from guiagent.dialects.setting import Setting
from guiagent.dialects.tags import Ground, placed, shared
from guiagent.errors import UnreadableReply
from guiagent.messages import Image, Message, Reply, Text
from guiagent.records import Decision, Done, Mark, Observation, Step
from guiagent.screen import Screen
from tests.fakes import painted, seen

MARKS = tuple(Mark(box=Box(20, 20 + 40 * at, 120, 44 + 40 * at), label=f"label {at + 1}") for at in range(8))
PAGE = seen().model_copy(update={"screen": painted("page", (1280, 800)), "marks": MARKS})
DIALECT = JsonDialect(SPACES["1000"], naming=ByMark())


def read(text: str, now: Observation = PAGE) -> tuple[Action, ...]:
    return DIALECT.read(Reply(text=text), now, ()).actions


def clicked(number: int) -> Click:
    """A click on the mark of this number, as it is read."""
    box = MARKS[number - 1].box
    return Click(point=Point(70, (box.top + box.bottom) // 2), target=f"label {number}")


@pytest.mark.parametrize(
    "reply",
    [
        '{"thought": "t", "actions": [{"kind": "click", "mark": 7}], "expect": "e"}',
        '{"kind": "click", "mark": "7"}',
        '{"kind": "click", "mark": "[7]"}',
        '{"kind": "click", "mark": [7]}',
        '{"kind": "click", "mark": "7 label 7"}',
        '{"action": "click", "id": 7}',
        '{"action": "left_click", "element": "[7]"}',
        '{"action": "click", "label": 7}',
        '{"kind": "click", "target": "label 7"}',
        '{"kind": "click", "target": "mark 7"}',
        '{"kind": "click", "point": [7]}',
        '{"name": "click", "arguments": {"mark": 7}}',
        '```json\n{"kind": "click", "mark": 7}\n```',
        '{"mark": 7}',
        "7",
        "[7]",
        "Mark 7.",
        "click [7]",
        "CLICK(7)",
        "Thought: the button is there.\nAction: Click [7]",
    ],
)
def test_a_number_is_a_click_on_its_mark_however_it_is_written(reply: str) -> None:
    assert [action.model_copy(update={"target": "label 7"}) for action in read(reply)] == [clicked(7)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("reply", "actions"),
    [
        ('{"kind": "type", "mark": 2, "text": "green tea\\n"}', (clicked(2), Type(text="green tea\n"))),
        ('{"kind": "type", "mark": null, "text": "7"}', (Type(text="7"),)),
        ("Type [2]; [green tea]", (clicked(2), Type(text="green tea"))),
        ("type [2] [green tea] [1]", (clicked(2), Type(text="green tea\n"))),
        ('{"kind": "drag", "from": 1, "to": "2"}', (Drag(path=(Point(70, 32), Point(70, 72))),)),
        ('{"kind": "drag", "path": [1, 2]}', (Drag(path=(Point(70, 32), Point(70, 72))),)),
        ('{"kind": "scroll", "mark": 1, "direction": "down"}', (Scroll(point=Point(70, 32), dy=400),)),
        ('{"kind": "scroll", "direction": "up", "amount": 1}', (Scroll(point=Point(640, 400), dy=-800),)),
        ("scroll [down]", (Scroll(point=Point(640, 400), dy=400),)),
        ('{"kind": "move", "mark": 3}', (Move(point=Point(70, 112), target="label 3"),)),
        ('{"kind": "press", "keys": ["Enter"]}', (Press(keys=("Enter",)),)),
        ('{"kind": "click", "mark": 4, "target": "the 7th row"}', (Click(point=Point(70, 152), target="the 7th row"),)),
    ],
)
def test_every_action_that_aims_takes_numbers(reply: str, actions: tuple[Action, ...]) -> None:
    assert read(reply) == actions


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        ('{"kind": "click", "mark": 9}', "there is no mark 9; the marks are numbered 1 to 8"),
        ('{"kind": "click", "mark": 0}', "1 to 8"),
        ('{"kind": "click", "mark": 1.5}', "no mark's number"),
        ('{"kind": "click", "mark": "the button"}', "no mark's number"),
        ('{"kind": "click"}', 'needs a "mark"'),
        ('{"kind": "click", "point": [70, 32]}', "by the number of its mark"),
        ('{"kind": "click", "mark": 1, "mark_id": 2}', "two marks"),
        ('{"kind": "drag", "from": 1}', '"from" and "to"'),
        ("click the button", "no action"),
        ("it is one of 7 or 8", "no action"),
        ("click [7]\nclick [8]", "no action"),
    ],
)
def test_what_names_no_mark_is_refused_with_the_numbers_there_are(reply: str, why: str) -> None:
    with pytest.raises(UnreadableReply, match="(?s)" + why.replace("[", r"\[")):
        read(reply)


def test_on_a_screen_without_marks_the_keyboard_is_left() -> None:
    bare = PAGE.model_copy(update={"marks": ()})
    assert read('{"kind": "press", "keys": ["Tab"]}', bare)
    with pytest.raises(UnreadableReply, match="no marks on this screenshot"):
        read('{"kind": "click", "mark": 1}', bare)


def test_the_rules_speak_of_marks_and_their_example_can_be_read() -> None:
    system, user = DIALECT.ask("Buy tea", PAGE, ())
    rules, told = (message.parts[0].text for message in (system, user) if isinstance(message.parts[0], Text))
    assert "«" not in rules
    assert '"mark": 7' in rules
    assert '"point"' not in rules
    example = next(line for line in rules.splitlines() if line.startswith('{"thought": "The shop'))
    assert read(example)[0] == clicked(7).model_copy(update={"target": "the search field in the header"})
    assert "Marks on this screenshot, 1 to 8:\n1 label 1\n2 label 2" in told


def test_the_list_beside_the_picture_is_bounded_and_on_lines_of_its_own() -> None:
    many = tuple(Mark(box=Box(at, 0, at + 1, 1), label=f"{at}\nx" + "y" * 100) for at in range(200))
    told = DIALECT.ask("t", PAGE.model_copy(update={"marks": many}), ())[1].parts[0]
    assert isinstance(told, Text)
    listed = told.text.partition("1 to 200:\n")[2].splitlines()[:-1]
    assert len(listed) == LISTED
    assert max(len(line) for line in listed) <= LABEL + 4


def step(index: int, now: Observation, *actions: Action) -> Step:
    decision = Decision(thought=f"thought {index}", actions=actions)
    return Step(index=index, before=now, decision=decision, outcomes=tuple(Done() for _ in actions), after=now)


def test_what_it_says_of_the_past_reads_back_as_what_was_done() -> None:
    actions = (
        clicked(3),
        Type(text="tea"),
        Drag(path=(Point(70, 32), Point(70, 72))),
        Scroll(point=Point(70, 32), dy=400),
    )
    said = DIALECT.ask("t", PAGE, (step(0, PAGE, *actions),))[2].parts[0]
    assert isinstance(said, Text)
    assert '"mark": 3' in said.text
    assert read(said.text) == actions


def images(messages: Sequence[Message]) -> list[bytes]:
    return [part.png for message in messages for part in message.parts if isinstance(part, Image)]


def test_an_older_screen_is_drawn_again_exactly_as_it_was_sent() -> None:
    first = images(DIALECT.ask("t", PAGE, ()))
    drawn.cache_clear()
    later = DIALECT.ask("t", seen("later", marks=MARKS[:2]), (step(0, PAGE, clicked(3)),))
    assert images(later)[0] == first[0]
    assert first[0] != PAGE.screen.png, "the marks are drawn"
    assert later[:2] == DIALECT.ask("t", PAGE, ()), "a request grows at its end alone"


def test_a_screenshot_that_leaves_the_request_takes_its_list_along() -> None:
    dialect = JsonDialect(SPACES["1000"], screens=Screens(keep=1, block=1), naming=ByMark())
    talk = dialect.ask("t", PAGE, (step(0, PAGE, clicked(3)),))
    texts = [part.text for message in talk for part in message.parts if isinstance(part, Text)]
    assert sum("label 5" in text for text in texts) == 1


@pytest.mark.parametrize("image", [Fit(), Fit(side=640), Square(side=336)])
def test_marks_are_drawn_at_the_size_that_is_sent(image: SentImage) -> None:
    with Picture.open(io.BytesIO(drawn(PAGE.screen, MARKS, image))) as picture:
        assert picture.size == image.size(1280, 800)


grey = st.integers(0, 255)
boxes = st.lists(
    st.tuples(st.integers(0, 500), st.integers(0, 300), st.integers(4, 120), st.integers(4, 60)),
    min_size=1,
    max_size=30,
)


@settings(max_examples=40, deadline=None)
@given(boxes)
def test_every_tag_lies_on_the_picture_and_none_lies_on_another_where_there_is_room(
    sides: list[tuple[int, ...]],
) -> None:
    import numpy as np

    rows = [Box(x, y, x + width, y + height) for x, y, width, height in sides]
    ground = Ground(np.full((400, 640), 255, np.uint8), rows)
    tags = list(placed(rows, [(16, 12)] * len(rows), ground).values())
    assert all(ground.holds(tag.box) for tag in tags)
    overlaps = sum(shared(one.box, other.box) > 0 for at, one in enumerate(tags) for other in tags[:at])
    apart = len(set(rows)) == len(rows) and not any(shared(a, b) for at, a in enumerate(rows) for b in rows[:at])
    assert overlaps == 0 or not apart or len(rows) > 12


def test_a_tag_hides_nothing_that_is_marked() -> None:
    import numpy as np

    rows = [Box(40, 40 + 26 * at, 180, 60 + 26 * at) for at in range(12)]
    grey = np.full((400, 640), 255, np.uint8)
    for box in rows:
        grey[box.top : box.bottom, box.left : box.right : 3] = 0
    tags = placed(rows, [(16, 12)] * len(rows), Ground(grey, rows)).values()
    assert all(tag.clear for tag in tags)
    assert not any(shared(tag.box, box) for tag in tags for box in rows)


def table(rows: int = 24, columns: int = 8, repeated: bool = False) -> Observation:
    """A screen of 1280x800 with a close table of fine print, each cell a mark; the last column has no labels."""
    with Picture.open(io.BytesIO(PAGE.screen.png)) as opened:
        blank = Picture.new("RGB", opened.size, "white")
    pen, marks = Pen(blank), []
    for row in range(rows):
        for column in range(columns):
            box = Box(10 + 80 * column, 10 + 32 * row, 74 + 80 * column, 34 + 32 * row)
            pen.text((box.left + 4, box.top + 4), f"R{row} C{column}", fill="black", font_size=14)
            name = "" if column == columns - 1 else "Edit" if repeated else f"row {row} column {column}"
            marks.append(Mark(box=box, label=name))
    out = io.BytesIO()
    blank.save(out, format="PNG")
    return PAGE.model_copy(update={"screen": Screen.of(out.getvalue()), "marks": tuple(marks)})


def hidden(now: Observation, image: SentImage) -> float:
    """The share of the marked pixels that are not as they were before the marks were drawn."""
    import numpy as np

    after, before = (
        np.asarray(Picture.open(io.BytesIO(png)).convert("RGB"))
        for png in (drawn(now.screen, now.marks, image), sent(now.screen, image))
    )
    height, width = after.shape[:2]
    held = np.zeros((height, width), bool)
    for mark in now.marks:
        left, right = (round(x * width / now.width) for x in (mark.box.left, mark.box.right))
        top, bottom = (round(y * height / now.height) for y in (mark.box.top, mark.box.bottom))
        held[top + 1 : bottom - 1, left + 1 : right - 1] = True
    return float((after != before).any(axis=2)[held].mean())


@pytest.mark.parametrize("image", [Square(side=224), Square(side=336), Square(side=448), Fit(side=560)])
def test_on_a_picture_too_small_for_its_tags_what_is_marked_can_still_be_seen(image: SentImage) -> None:
    assert hidden(table(), image) < 0.12


def test_a_crowded_picture_is_drawn_again_exactly_as_it_was_sent() -> None:
    first = drawn(table().screen, table().marks, Square(side=336))
    drawn.cache_clear()
    assert drawn(table().screen, table().marks, Square(side=336)) == first


def test_what_has_room_for_its_tags_has_them_all() -> None:
    assert told(table().marks, (1280, 800)) == frozenset()
    assert told(MARKS, (336, 336)) == frozenset()


@pytest.mark.parametrize("repeated", [False, True])
def test_every_mark_has_a_tag_or_a_line_that_no_other_mark_has(repeated: bool) -> None:
    import numpy as np

    now, size = table(repeated=repeated), (336, 336)
    spare = told(now.marks, size)
    lines = [line.partition(" ") for line in listed(now.marks, size)[1:]]
    alone = [name for _, _, name in lines if [each[2] for each in lines].count(name) == 1]
    assert {int(number) - 1 for number, _, name in lines if name in alone} == spare
    cells = [Box(*(side * 336 // 1280 for side in mark.box)) for mark in now.marks]
    tags = placed(cells, [(16, 8)] * len(cells), Ground(np.full((336, 336), 255, np.uint8), cells), spare)
    assert set(range(len(cells))) - set(tags) <= spare
    assert len(tags) < len(cells) or repeated, "a table this close has no room for all"


def test_a_small_picture_has_small_numbers_and_a_usual_one_has_its_own() -> None:
    sizes = [(224, 224), (336, 336), (448, 448), (560, 350), (1280, 800), (3840, 2160)]
    assert [font_of(size) for size in sizes] == [9, 9, 12, 10, 12, 33]


def test_numbers_look_up_the_same_marks_whatever_is_tagged() -> None:
    now = table()
    told_at_336 = JsonDialect(SPACES["1000"], image=Square(side=336), naming=ByMark()).ask("t", now, ())[1].parts[0]
    assert isinstance(told_at_336, Text)
    assert "look it up here" in told_at_336.text
    assert "\n190 row 23 column 5\n" in told_at_336.text, "beyond the usual bound"
    assert read("click [190]", now)[0] == Click(
        point=Point(10 + 80 * 5 + 32, 10 + 32 * 23 + 12), target="row 23 column 5"
    )


def test_families_that_point_badly_are_spoken_to_in_marks() -> None:
    names = ("llava-hf/llava-1.5-7b-hf", "google/gemma-3-4b-it", "HuggingFaceM4/idefics-9b-instruct", "gpt-4-turbo")
    assert {resolve(name).speech for name in names} == {"marks"}
    assert resolve("llava-hf/llava-1.5-7b-hf").image.size(1280, 800) == (336, 336), "its processor cuts what is wider"
    assert resolve("google/gemma-4-27b-it").speech != "marks"


def test_an_answer_that_keeps_to_the_form_can_be_read() -> None:
    forms = DIALECT.schema["properties"]["actions"]["items"]["anyOf"]
    click = next(form for form in forms if form["properties"]["kind"]["enum"] == ["click"])
    assert click["properties"]["mark"] == {"type": "integer"}
    assert set(click["required"]) == {"kind", "target", "mark", "button", "count", "held"}
    answer = {"kind": "click", "target": "x", "mark": 1, "button": "left", "count": 1, "held": []}
    assert read(json.dumps({"thought": "", "actions": [answer], "expect": ""}))


def test_words_name_places_and_are_read_from_what_was_found() -> None:
    words = named("words", Setting(SPACES["1000"]))
    actions = [
        {"kind": "click", "target": "the red button"},
        {"kind": "drag", "from": "the card", "to": "the red button"},
        {"kind": "type", "target": "the field", "text": "x"},
        {"kind": "scroll", "target": None, "direction": "down", "amount": 0.5},
    ]
    reply = Reply(text=json.dumps({"thought": "t", "actions": actions}))
    assert words.described(reply) == ("the red button", "the card", "the field")  # type: ignore[attr-defined]
    found = tuple(
        Mark(box=Box(x, 9, x + 1, 10), label=label)
        for x, label in ((5, "the red button"), (6, "the card"), (7, "the field"))
    )
    now = PAGE.model_copy(update={"marks": found})
    decision = words.read(reply, now, ())
    assert decision.actions == (
        Click(point=Point(5, 9), target="the red button"),
        Drag(path=(Point(6, 9), Point(5, 9)), target="the card → the red button"),
        Click(point=Point(7, 9), target="the field"),
        Type(text="x"),
        Scroll(point=Point(640, 400), dy=400),
    )
    said = words.ask("t", PAGE, (step(0, PAGE, *decision.actions),))[2].parts[0]
    assert '"from": "the card", "to": "the red button"' in said.text
    with pytest.raises(UnreadableReply, match="was not found"):
        words.read(reply, PAGE, ())
    assert words.described(Reply(text="no JSON")) == ()  # type: ignore[attr-defined]
