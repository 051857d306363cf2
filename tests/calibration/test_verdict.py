"""A calibration says which of the usual mistakes a model makes, and the flag that mends it."""

from __future__ import annotations

from itertools import count
from random import Random

import pytest

from guiagent.calibration.verdict import Verdict
from guiagent.errors import ModelError
from tests.calibration.asked import asking, found
from tests.calibration.pointing import Answer, anywhere, astray, clicks, pointing, within
from tests.servers.openai_server import OpenAIServer, Refuses, Says


def verdict(dialect: str, answer: Answer | Says) -> Verdict:
    with OpenAIServer(answer) as server:
        return found(asking("my-model", server.base_url, dialect))


@pytest.mark.parametrize("dialect", ["json:pixels", "json:1000", "json:999", "json:1", "json:percent"])
@pytest.mark.parametrize("order", ["xy", "yx"])
def test_a_model_that_speaks_as_it_is_asked_to_passes(dialect: str, order: str) -> None:
    space = dialect.removeprefix("json:")
    seen = verdict(dialect + (":yx" if order == "yx" else ""), pointing(space, "yx" if order == "yx" else "xy"))
    assert (seen.finding, seen.hits, seen.shots) == ("passed", 12, 12)
    assert [row.view for row in seen.rows] == ["640x480", "1280x800", "1920x1080", "1280x800@2"]
    assert seen.median is not None
    assert seen.median <= 2, "a pixel of a large picture is less than a thousandth"


@pytest.mark.parametrize("space", ["1000", "pixels", "1"])
def test_swapped_axes_are_told_with_the_flag_that_turns_them(space: str) -> None:
    seen = verdict(f"json:{space}", pointing(space, "yx"))
    assert (seen.finding, seen.mend) == ("swapped", f"json:{space}:yx")
    assert "axes are swapped" in seen.words
    assert f"--dialect json:{space}:yx" in seen.advice


@pytest.mark.parametrize(
    ("asked", "speaks"),
    [
        ("1000", "pixels"), ("pixels", "1000"), ("pixels", "1"), ("1000", "1"), ("1", "1000"), ("1", "pixels"),
        ("1000", "percent"), ("percent", "1000"), ("percent", "pixels"), ("999", "pixels"),
    ],
)  # fmt: skip
def test_another_convention_is_told_with_the_flag_that_names_it(asked: str, speaks: str) -> None:
    seen = verdict(f"json:{asked}", pointing(speaks))
    assert (seen.finding, seen.mend) == ("convention", f"json:{speaks}")


def test_another_convention_in_the_other_order_is_told() -> None:
    seen = verdict("json:pixels", pointing("1000", "yx"))
    assert (seen.finding, seen.mend) == ("convention", "json:1000:yx")
    assert "thousandths, y first" in seen.words


@pytest.mark.parametrize(("side", "kept"), [(1024, "640x480"), (1568, "1280x800")])
def test_a_server_that_resizes_is_told_with_the_sizes_that_it_saw(side: int, kept: str) -> None:
    seen = verdict("json:pixels", pointing("pixels", seen=within(side)))
    assert (seen.finding, seen.mend) == ("resized", "")
    assert f"2560x1600 as about {side}x{side * 5 // 8}" in seen.words
    assert f"keep the screen within {kept}" in seen.advice


def test_a_server_that_enlarges_small_images_is_told() -> None:
    seen = verdict("json:pixels", pointing("pixels", seen=lambda size: size if size[0] > 640 else (1280, 960)))
    assert (seen.finding, seen.hits) == ("resized", 9)
    assert "it saw 640x480 as about 128" in seen.words
    assert "within" not in seen.advice


@pytest.mark.parametrize("answer", [Says(clicks(500, 500).text), anywhere])
def test_a_model_that_does_not_see_is_told(answer: Answer | Says) -> None:
    seen = verdict("json:1000", answer)
    assert seen.finding == "blind"
    assert "does not see the pictures" in seen.words


def test_a_server_that_makes_all_images_square_is_told() -> None:
    seen = verdict("json:pixels", pointing("pixels", seen=lambda size: (1024, 1024)))
    assert seen.finding == "resized"
    assert "1920x1080 as about 1024x1024" in seen.words


def test_one_place_for_everything_is_blind_even_where_it_is_outside() -> None:
    assert verdict("json:1", clicks(500, 500)).finding == "blind"


def test_clicks_that_all_miss_by_the_same_are_told() -> None:
    seen = verdict("json:pixels", astray(lambda picture: (0, 85)))
    assert seen.finding == "shifted"
    assert "(+0,+85)" in seen.words


def test_near_misses_are_no_mistake_of_convention() -> None:
    seen = verdict("json:pixels", astray(lambda picture: (picture.box.left % 160 - 80, picture.box.top % 140 - 70)))
    assert (seen.finding, seen.mend) == ("imprecise", "")


@pytest.mark.parametrize("seed", range(3))
def test_scattered_clicks_are_neither_a_shift_nor_another_size(seed: int) -> None:
    chance = Random(seed)
    seen = verdict("json:pixels", astray(lambda picture: (chance.randint(-60, 60), chance.randint(-60, 60))))
    assert (seen.finding, seen.mend) == ("imprecise", ""), seen.words


def test_who_hits_every_other_target_sees_the_pictures() -> None:
    right, turns = pointing("1000"), count()
    seen = verdict("json:1000", lambda request: (right if next(turns) % 2 else anywhere)(request))
    assert (seen.finding, seen.hits) == ("imprecise", 6)
    assert "the others are" in seen.words


def test_another_count_than_thousandths_is_told_as_one() -> None:
    seen = verdict("json:1000", pointing("pixels", seen=lambda size: (500, 500)))
    assert (seen.finding, seen.mend) == ("convention", "")
    assert "whatever the picture's size, and was read as speaking thousandths" in seen.words


def test_replies_that_cannot_be_read_are_what_is_told_of_a_model_that_else_is_right() -> None:
    right, asked = pointing("1000"), count()
    seen = verdict("json:1000", lambda request: right(request) if next(asked) // 3 % 2 else Says("There."))
    assert seen.finding == "mute"
    assert "no place could be read, and " in seen.words
    assert 'having written "There."' in seen.words


@pytest.mark.parametrize(
    ("text", "told"),
    [("I would click it.", "no action"), ('{"kind": "give_up", "reason": "I see no picture"}', "I see no picture")],
)
def test_a_model_that_names_no_place_is_told_with_its_words(text: str, told: str) -> None:
    seen = verdict("json:1000", Says(text))
    assert (seen.finding, seen.hits, seen.median) == ("mute", 0, None)
    assert told in seen.words


def test_an_answer_after_a_complaint_counts_and_is_said() -> None:
    right = pointing("1000")
    told = []

    def stumbling(request: object) -> Says:
        told.append(request)
        return right(request) if len(told) % 2 == 0 else Says("There it is.")  # type: ignore[arg-type]

    seen = verdict("json:1000", stumbling)
    assert (seen.finding, seen.hits) == ("passed", 12)
    assert "12 of them after a reply that could not be read" in seen.words


def test_each_picture_is_one_request() -> None:
    with OpenAIServer(pointing("1000")) as server:
        found(asking("my-model", server.base_url, "json:1000"))
        assert len(server.requests) == 12
        assert all("Click the middle of the" in request.texts[1] for request in server.requests)


@pytest.mark.parametrize("status", [401, 404])
def test_a_refusal_is_no_verdict(status: int) -> None:
    with OpenAIServer(Refuses(status)) as server, pytest.raises(ModelError):
        found(asking("my-model", server.base_url, "json:1000"))
