"""The loop: how a run goes on, and how it ends."""

from __future__ import annotations

import asyncio

import pytest

from guiagent.actions import (
    Box,
    Click,
    Finish,
    GiveUp,
    Look,
    MouseDown,
    MouseUp,
    Move,
    Navigate,
    Point,
    Press,
    Scroll,
    Type,
    Wait,
)
from guiagent.errors import ActionFailed, ComputerError, Interrupted, UnreadableReply
from guiagent.limits import Limits
from guiagent.loop import Agent
from guiagent.memory import InMemory
from guiagent.records import Blocked, Concern, Done, Failed, Pending, Rejected, Skipped, Unknown
from guiagent.reflection import ScreenChanged
from guiagent.usage import Usage
from tests.fakes import Allows, Pictures, Says, does, painted, seen

HERE = Click(point=Point(50, 60), target="Search")


def agent(policy: Says, computer: Pictures, **more: object) -> Agent:
    parts = {"guard": Allows(), "reflector": ScreenChanged(), **more}
    return Agent(policy=policy, computer=computer, **parts)  # type: ignore[arg-type]


def pages(count: int) -> list[object]:
    return [seen(f"page {number}") for number in range(count)]


async def test_a_task_is_done_step_by_step_until_the_agent_says_so() -> None:
    computer = Pictures(pages(3))
    run = await agent(Says([does(HERE), does(Type(text="tea"))]), computer).run("buy tea")
    assert [type(step.outcomes[0]) for step in run.steps] == [Done, Done, Done]
    assert computer.done == [HERE, Type(text="tea")]
    assert run.ending is not None
    assert (run.ending.reason, run.ending.answer) == ("finished", "all done")
    assert run.steps[1].before == run.steps[0].after


async def test_giving_up_is_an_ending_with_its_reason() -> None:
    run = await agent(Says([does(GiveUp(reason="no such product"))]), Pictures(pages(1))).run("buy")
    assert run.ending is not None
    assert (run.ending.reason, run.ending.detail) == ("gave_up", "no such product")


async def test_an_action_that_fails_is_told_and_ends_its_batch() -> None:
    computer = Pictures(pages(3), failing=lambda a: ActionFailed("nothing there") if a == HERE else None)
    run = await agent(Says([does(HERE, Type(text="tea"))]), computer).run("buy")
    assert run.steps[0].outcomes == (Failed(reason="nothing there"),)
    assert computer.done == []


async def test_an_action_that_the_computer_cannot_do_is_told() -> None:
    computer = Pictures(pages(2), kinds=frozenset({"click"}))
    run = await agent(Says([does(Type(text="x"))]), computer).run("type")
    assert run.steps[0].outcomes == (Failed(reason="cannot type here; what can be done: click"),)


async def test_a_batch_stops_where_the_page_changes_under_it() -> None:
    views = [seen("a"), seen("a", url="http://shop.test/next"), seen("c")]
    computer = Pictures(views)
    run = await agent(Says([does(HERE, Type(text="tea"))]), computer).run("buy")
    assert isinstance(run.steps[0].outcomes[1], Skipped)
    assert computer.done == [HERE]


async def test_what_begins_nothing_is_done_whatever_the_page_has_become() -> None:
    views = [seen("a"), seen("a", url="http://shop.test/next"), seen("c")]
    computer = Pictures(views)
    batch = (MouseDown(point=HERE.point), Move(point=Point(9, 9)), MouseUp(point=Point(9, 9)), Wait(seconds=0), Look())
    run = await agent(Says([does(*batch)]), computer).run("drag")
    assert run.steps[0].outcomes == (Done(),) * 5
    assert computer.done == list(batch[:4])


async def test_looking_touches_nothing_and_shows_what_has_come_since() -> None:
    computer = Pictures([seen("a"), seen("b")])

    async def meanwhile() -> None:
        computer.at = 1

    run = await agent(Says([does(Look(box=Box(0, 0, 50, 50)))], thinks=meanwhile), computer).run("look")
    assert run.steps[0].outcomes == (Done(),)
    assert (run.steps[0].before.screen, run.steps[0].after.screen) == (painted("a"), painted("b"))
    assert computer.done == []


async def test_looks_are_not_counted_among_what_brought_nothing() -> None:
    looks = [does(Look(box=Box(0, 0, 50, size))) for size in range(20, 30)]
    run = await agent(Says([*looks, does(HERE)]), Pictures([seen()])).run("look closely")
    assert run.ending is not None
    assert run.ending.reason == "finished"
    assert not any("brought nothing" in step.reflection.note for step in run.steps)


async def test_what_a_provider_has_concerns_about_is_not_begun_without_a_yes() -> None:
    decision = does(HERE).model_copy(update={"concerns": (Concern(id="1", code="malicious", message="really?"),)})
    refused = Blocked(reason="nobody is there", final=True)
    computer = Pictures(pages(2))
    run = await agent(Says([decision]), computer, guard=Allows(concerned=refused)).run("buy")
    assert run.ending is not None
    assert (run.ending.reason, run.steps[0].outcomes, computer.done) == ("denied", (refused,), [])
    run = await agent(Says([decision]), computer := Pictures(pages(2))).run("buy")
    assert computer.done == [HERE]


async def test_a_batch_goes_on_where_only_another_place_changed() -> None:
    views = [seen(), seen(screen=painted("start", box=(200, 150, 230, 180))), seen("end")]
    computer = Pictures(views)
    run = await agent(Says([does(HERE, Click(point=Point(60, 60)))]), computer).run("buy")
    assert run.steps[0].outcomes == (Done(), Done())


async def test_a_batch_stops_where_something_came_to_lie_over_the_next_point() -> None:
    views = [seen(), seen(screen=painted("start", box=(40, 40, 120, 120))), seen("end")]
    run = await agent(Says([does(HERE, Click(point=Point(60, 60)))]), Pictures(views)).run("buy")
    assert isinstance(run.steps[0].outcomes[1], Skipped)


async def test_notices_seen_in_the_middle_of_a_batch_reach_the_next_prompt() -> None:
    views = [seen(), seen(notices=("a dialog opened",)), seen("end", notices=("and closed",))]
    run = await agent(Says([does(HERE, Type(text="x"))]), Pictures(views)).run("buy")
    assert "a dialog opened" in run.steps[0].after.notices


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(steps=3), "steps"),
        (Limits(tokens=250), "tokens"),
        (Limits(usd=0.025), "usd"),
    ],
)
async def test_a_limit_ends_the_run_and_keeps_its_steps(limits: Limits, reason: str) -> None:
    many = [does(Click(point=Point(n, n)), tokens=100, usd=0.01) for n in range(20)]
    run = await agent(Says(many), Pictures(pages(30)), limits=limits).run("go on")
    assert run.ending is not None
    assert run.ending.reason == reason
    assert len(run.steps) == 3


async def test_a_cost_that_nobody_knows_counts_as_over_a_limit_on_it() -> None:
    run = await agent(Says([does(HERE, usd=None)]), Pictures(pages(5)), limits=Limits(usd=5.0)).run("x")
    assert run.ending is not None
    assert (run.ending.reason, len(run.steps)) == ("usd", 1)


async def test_a_model_that_never_answers_meets_the_limit_on_seconds() -> None:
    policy = Says([does(HERE)], thinks=lambda: asyncio.sleep(60))
    run = await agent(policy, Pictures(pages(2)), limits=Limits(seconds=0.2)).run("x")
    assert run.ending is not None
    assert run.ending.reason == "seconds"


async def test_a_timeout_inside_a_policy_is_not_taken_for_the_runs_own() -> None:
    with pytest.raises(TimeoutError):
        await agent(Says([TimeoutError("a socket's")]), Pictures(pages(2))).run("x")


async def test_an_unreadable_reply_is_an_ending_that_keeps_what_was_said() -> None:
    refused = UnreadableReply("no JSON", (Rejected(reply="hm", why="no JSON"),), Usage(input_tokens=7))
    run = await agent(Says([refused]), Pictures(pages(1))).run("x")
    assert run.ending is not None
    assert run.ending.reason == "unreadable_reply"
    assert run.ending.rejected[0].reply == "hm"
    assert run.usage.tokens == 7


async def test_a_computer_that_is_gone_is_for_a_person_to_mend() -> None:
    computer = Pictures(pages(2), failing=lambda action: ComputerError("the browser is gone"))
    with pytest.raises(ComputerError):
        await agent(Says([does(HERE)]), computer).run("x")


async def test_the_same_click_on_the_same_screen_is_nudged_and_then_stuck() -> None:
    run = await agent(Says([does(HERE, thought=str(n)) for n in range(30)]), Pictures([seen()])).run("x")
    assert run.ending is not None
    assert run.ending.reason == "stuck"
    assert "Do something else" in run.steps[2].reflection.note
    assert len(run.steps) == 5


async def test_going_to_and_fro_is_found_out_as_well() -> None:
    there, back = does(Scroll(point=Point(5, 5), dy=50)), does(Scroll(point=Point(5, 5), dy=-50))
    run = await agent(Says([there, back] * 20), Pictures([seen("top"), seen("bottom")] * 20)).run("x")
    assert run.ending is not None
    assert run.ending.reason == "stuck"
    assert len(run.steps) < 12


async def test_a_screen_that_never_moves_is_stuck_whatever_is_tried() -> None:
    many = [does(Click(point=Point(n, n))) for n in range(30)]
    run = await agent(Says(many), Pictures([seen()])).run("x")
    assert run.ending is not None
    assert run.ending.reason == "stuck"
    assert "brought nothing" in run.steps[2].reflection.note


async def test_waiting_for_a_slow_page_is_not_nudged_at_once() -> None:
    run = await agent(Says([does(Wait(seconds=n / 100)) for n in range(4)]), Pictures([seen()])).run("x")
    assert [step.reflection.note for step in run.steps[:4]] == ["The screen did not change."] * 4


async def test_a_blocked_action_is_not_done_and_the_model_may_go_on() -> None:
    guard = Allows(lambda action: Blocked(reason="not allowed") if isinstance(action, Navigate) else None)
    computer = Pictures(pages(3))
    run = await agent(Says([does(Navigate(url="http://evil.test")), does(HERE)]), computer, guard=guard).run("x")
    assert run.steps[0].outcomes == (Blocked(reason="not allowed"),)
    assert computer.done == [HERE]
    assert run.ending is not None
    assert run.ending.reason == "finished"


async def test_a_final_no_ends_the_run_as_denied() -> None:
    guard = Allows(lambda action: Blocked(reason="you said no", final=True))
    run = await agent(Says([does(HERE)]), Pictures(pages(2)), guard=guard).run("x")
    assert run.ending is not None
    assert (run.ending.reason, run.ending.detail) == ("denied", "you said no")


async def test_giving_up_because_of_a_block_is_denied() -> None:
    guard = Allows(lambda action: Blocked(reason="not allowed"))
    run = await agent(Says([does(HERE), does(GiveUp(reason="cannot"))]), Pictures(pages(2)), guard=guard).run("x")
    assert run.ending is not None
    assert run.ending.reason == "denied"


async def test_a_run_that_was_cut_off_in_an_action_says_that_nobody_knows() -> None:
    memory = InMemory(pending=Pending(index=0, before=seen(), decision=does(Press(keys=("Enter",)), HERE), begun=0))
    policy, computer = Says([does(HERE)]), Pictures(pages(2))
    run = await agent(policy, computer).run("x", memory)
    assert isinstance(run.steps[0].outcomes[0], Unknown)
    assert computer.done == [], "what may have happened is not blindly done again"
    assert policy.asked[0] == ("x", 1)


async def test_a_last_word_that_was_cut_off_stands() -> None:
    cut = Pending(index=0, before=seen(), decision=does(Finish(answer="tea")), outcomes=(Done(),))
    run = await agent(Says([]), Pictures(pages(2))).run("x", InMemory(pending=cut))
    assert run.ending is not None
    assert (run.ending.answer, len(run.steps)) == ("tea", 1)


async def test_a_run_that_had_said_its_last_word_is_not_worked_on_again() -> None:
    policy = Says([does(HERE)])
    computer = Pictures(pages(3))
    memory = InMemory()
    await agent(policy, computer).run("x", memory)
    again = await agent(Says([]), computer).run("x", memory)
    assert again.ending is not None
    assert (again.ending.reason, len(again.steps)) == ("finished", 2)


class Speaks:
    """A person who calls out at once, and says something when it is their turn."""

    def __init__(self, word: str) -> None:
        self.word, self.spoken = word, False

    async def calls(self) -> None:
        if self.spoken:
            await asyncio.Event().wait()
        self.spoken = True

    async def turn(self) -> str:
        if not self.spoken or not self.word:
            return ""
        if self.word == "stop":
            raise Interrupted
        word, self.word = self.word, ""
        return word


async def test_a_hint_from_a_person_joins_the_task() -> None:
    policy = Says([does(HERE)], thinks=lambda: asyncio.sleep(0.05))
    await agent(policy, Pictures(pages(2)), person=Speaks("use the top field")).run("x")
    assert policy.asked[-1][0] == "x\nuse the top field"


async def test_a_person_can_stop_the_run() -> None:
    policy = Says([does(HERE)], thinks=lambda: asyncio.sleep(0.05))
    with pytest.raises(Interrupted):
        await agent(policy, Pictures(pages(2)), person=Speaks("stop")).run("x")


def test_a_finish_may_only_stand_last() -> None:
    with pytest.raises(ValueError, match="only stand last"):
        does(Finish(), HERE)
