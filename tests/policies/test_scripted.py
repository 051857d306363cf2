"""A scripted policy: which move is next is read from the steps, and what is not on the screen is scrolled to."""

from __future__ import annotations

from collections.abc import Sequence

from guiagent.actions import Action, Click, Finish, GiveUp, Point, Press, Scroll, Type, Wait
from guiagent.errors import ActionFailed
from guiagent.memory import closed
from guiagent.policies.scripted import TRIES, Move, ScriptedPolicy, click, finish, type_into
from guiagent.protocols import Target
from guiagent.records import Decision, Done, Failed, Outcome, Pending, Skipped, Step, Unknown
from tests.fakes import seen

NOW = seen()
"""A screen of 320 by 200 pixels."""


class Page:
    """An inspector of elements with known places."""

    def __init__(self, **places: tuple[int, int]) -> None:
        self.places = places

    async def describe(self, action: object) -> Target:
        return Target()

    async def find(self, role: str, name: str, nth: int = 0) -> Point:
        if name not in self.places:
            raise ActionFailed(f"there is no {role} {name!r}")
        return Point(*self.places[name])


async def decide(moves: Sequence[Move], page: Page, *steps: Step) -> Decision:
    return await ScriptedPolicy(moves, page).decide("", NOW, steps)


def after(decision: Decision, *outcomes: Outcome) -> Step:
    done = outcomes or tuple(Done() for _ in decision.actions)
    return Step(index=0, before=NOW, decision=decision, outcomes=done, after=NOW)


def kinds(decision: Decision) -> list[type[Action]]:
    return [type(action) for action in decision.actions]


SEARCH = (type_into("searchbox", "Search", "tea"), click("button", "Go"), finish("found"))
PAGE = Page(Search=(100, 20), Go=(200, 20))


async def test_a_field_is_clicked_emptied_and_typed_into() -> None:
    decision = await decide(SEARCH, PAGE)
    assert kinds(decision) == [Click, Press, Type]
    assert decision.actions[0] == Click(point=Point(100, 20), target="Search")


async def test_the_moves_follow_one_another_to_the_answer() -> None:
    first = after(await decide(SEARCH, PAGE))
    second = after(await decide(SEARCH, PAGE, first))
    assert second.decision.actions == (Click(point=Point(200, 20), target="Go"),)
    assert (await decide(SEARCH, PAGE, first, second)).actions == (Finish(answer="found"),)


async def test_a_policy_made_anew_goes_on_from_the_recorded_steps() -> None:
    step = Step.model_validate_json(after(await decide(SEARCH, PAGE)).model_dump_json())
    assert kinds(await decide(SEARCH, PAGE, step)) == [Click]


async def test_a_move_that_failed_is_made_again() -> None:
    first = await decide(SEARCH, PAGE)
    for outcome in (Failed(reason="no"), Skipped(reason="moved")):
        assert await decide(SEARCH, PAGE, after(first, Done(), outcome)) == first


async def test_what_lies_further_down_is_scrolled_to_first() -> None:
    decision = await decide(SEARCH, Page(Search=(100, 900)))
    assert decision.actions == (Scroll(point=Point(160, 100), dy=800),)
    assert kinds(await decide(SEARCH, PAGE, after(decision))) == [Click, Press, Type]


async def test_what_lies_to_the_side_is_scrolled_to_where_it_is() -> None:
    assert (await decide(SEARCH, Page(Search=(700, 50)))).actions == (Scroll(point=Point(160, 50), dx=540),)


async def test_what_is_not_there_is_waited_for_and_then_given_up() -> None:
    steps: list[Step] = []
    for _ in range(TRIES):
        decision = await decide(SEARCH, Page(), *steps)
        assert kinds(decision) == [Wait]
        steps.append(after(decision))
    assert kinds(await decide(SEARCH, Page(), *steps)) == [GiveUp]


async def test_an_order_that_may_have_been_placed_is_not_placed_again() -> None:
    moves = (click("button", "Order"), finish())
    cut = after(await decide(moves, Page(Order=(9, 9))), Unknown(reason="cut off"))
    assert kinds(await decide(moves, Page(), cut)) == [Finish]
    assert kinds(await decide(moves, Page(Order=(9, 9)), cut)) == [Click]


async def test_what_went_with_a_killed_browser_is_done_again() -> None:
    typed = await decide(SEARCH, PAGE)
    cut = closed(Pending(index=0, before=NOW, decision=typed, outcomes=(Done(),) * 3), NOW)
    assert await decide(SEARCH, PAGE, cut) == typed
    assert kinds(await decide(SEARCH, PAGE, cut, after(typed))) == [Click]


async def test_a_button_is_pressed_again_only_where_nothing_came_of_it() -> None:
    moves = (click("button", "Add"), click("link", "Basket"), click("button", "Order"), finish())
    added = await decide(moves, Page(Add=(9, 9)))
    cut = closed(Pending(index=0, before=NOW, decision=added, outcomes=(Done(),)), NOW)
    assert await decide(moves, Page(Add=(9, 9)), cut) == added
    assert (await decide(moves, Page(Add=(9, 9), Basket=(9, 9)), cut)).thought == "click link 'Basket'"
    opened = await decide(moves, Page(Basket=(9, 9)), after(added))
    ordered = await decide(moves, Page(Order=(9, 9)), after(added), after(opened))
    last = closed(Pending(index=2, before=NOW, decision=ordered, outcomes=(Done(),)), NOW)
    steps = (after(added), after(opened), last)
    assert await decide(moves, Page(Order=(9, 9)), *steps) == ordered
    assert kinds(await decide(moves, Page(), *steps)) == [Finish]


async def test_a_script_without_an_end_gives_up() -> None:
    moves = (click("button", "Go"),)
    assert kinds(await decide(moves, PAGE, after(await decide(moves, PAGE)))) == [GiveUp]
