"""A recording as a policy, and as a computer."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from guiagent.actions import Action, Click, Drag, Finish, GiveUp, Point, Press, Scroll, Type, Wait
from guiagent.errors import ActionFailed, ComputerError
from guiagent.policies.replay import EXACT, LOOKS, ReplayPolicy
from guiagent.records import Decision, Done, Ending, Failed, Observation, Outcome, Skipped, Step, Trajectory
from guiagent.replay import ReplayComputer
from guiagent.screen import Screen

SIZE = (640, 400)


def view(*boxes: tuple[int, int, int, int], size: tuple[int, int] = SIZE) -> Observation:
    image = Image.new("RGB", size, "white")
    for box in boxes:
        ImageDraw.Draw(image).rectangle(box, fill="navy")
    file = io.BytesIO()
    image.save(file, "PNG")
    return Observation(screen=Screen.of(file.getvalue()))


START, FILLED, DONE = view(), view((50, 50, 300, 90)), view((50, 200, 600, 390))
CLICK, TYPE, BUY = Click(point=Point(60, 60), target="Name"), Type(text="<secret:pin>"), Click(point=Point(400, 300))


def step(
    index: int, before: Observation, after: Observation, *actions: Action, outcomes: tuple[Outcome, ...] = ()
) -> Step:
    decision = Decision(actions=actions, thought="as planned", expected="it is there")
    return Step(
        index=index, before=before, decision=decision, outcomes=outcomes or (Done(),) * len(actions), after=after
    )


RECORDED = Trajectory(
    instruction="Buy",
    steps=(
        step(0, START, FILLED, CLICK, TYPE),
        step(1, FILLED, DONE, BUY),
        step(2, DONE, DONE, Finish(answer="No. 7")),
    ),
    ending=Ending(reason="finished", answer="No. 7"),
)


async def test_a_recording_is_proposed_step_by_step_while_the_screens_are_the_recorded_ones() -> None:
    policy = ReplayPolicy(RECORDED)
    for place, before in enumerate((START, FILLED, DONE)):
        decision = await policy.decide("Buy", before, RECORDED.steps[:place])
        assert decision.actions == RECORDED.steps[place].decision.actions
        assert decision.expected == "it is there"


async def given_up(policy: ReplayPolicy, now: Observation, history: tuple[Step, ...]) -> str:
    """Why the policy gives up on a screen that stays as it is."""
    for _ in range(LOOKS):
        decision = await policy.decide("Buy", now, history)
        match decision.actions:
            case (GiveUp(reason=reason),):
                return reason
            case (Wait(),):
                waited = Step(index=len(history), before=now, decision=decision, outcomes=(Done(),), after=now)
                history = (*history, waited)
            case other:
                pytest.fail(f"it went on with {other}")
    return pytest.fail("it never gave up")


async def test_the_first_screen_that_differs_is_named_with_what_differs_and_where() -> None:
    now = view((50, 50, 300, 90), (400, 300, 599, 349))
    reason = await given_up(ReplayPolicy(RECORDED), now, RECORDED.steps[:1])
    assert "step 2" in reason
    assert "200x50 at (400,300)" in reason
    assert "3.91% of the pixels" in reason


async def test_another_size_is_another_screen() -> None:
    reason = await given_up(ReplayPolicy(RECORDED), view(size=(800, 600)), ())
    assert "800x600" in reason
    assert "640x400" in reason


async def test_a_screen_that_comes_in_late_is_waited_for() -> None:
    policy = ReplayPolicy(RECORDED)
    first = RECORDED.steps[:1]
    early = await policy.decide("Buy", START, first)
    assert early.actions == (Wait(),)

    waited = Step(index=1, before=START, decision=early, outcomes=(Done(),), after=FILLED)
    later = await policy.decide("Buy", FILLED, (*first, waited))
    assert later.actions == (BUY,)


async def test_a_caret_and_a_clock_may_differ_but_not_when_all_must_be_exact() -> None:
    caret, clock = (70, 55, 71, 74), (600, 5, 606, 13)
    recorded = Trajectory(instruction="Buy", steps=(step(0, START, DONE, CLICK),))
    for box in (caret, clock):
        assert (await ReplayPolicy(recorded).decide("Buy", view(box), ())).actions == (CLICK,)
        assert "step 1" in await given_up(ReplayPolicy(recorded, EXACT), view(box), ())


async def test_a_small_change_where_the_step_aims_is_a_difference() -> None:
    recorded = Trajectory(instruction="Buy", steps=(step(0, START, DONE, CLICK),))
    reason = await given_up(ReplayPolicy(recorded), view((56, 56, 63, 63)), ())
    assert "8x8 at (56,56)" in reason


async def test_a_recording_that_was_cut_off_says_so_at_its_end() -> None:
    recorded = Trajectory(instruction="Buy", steps=RECORDED.steps[:1])
    reason = await given_up(ReplayPolicy(recorded), FILLED, RECORDED.steps[:1])
    assert "ends after 1 steps: interrupted" in reason


async def test_what_was_skipped_in_the_recording_is_skipped_again() -> None:
    skipped = step(0, START, FILLED, CLICK, TYPE, outcomes=(Done(), Skipped(reason="the screen changed first")))
    cut_off = step(1, FILLED, DONE, BUY, outcomes=(Skipped(reason="cut off"),))
    policy = ReplayPolicy(Trajectory(instruction="Buy", steps=(skipped, cut_off)))
    assert (await policy.decide("Buy", START, ())).actions == (CLICK,)
    assert (await policy.decide("Buy", FILLED, (skipped,))).actions == (Wait(seconds=0),)


async def test_a_recorded_computer_shows_what_was_seen() -> None:
    computer = ReplayComputer(RECORDED)
    assert await computer.observe() == START
    await computer.perform(Click(point=Point(65, 58)))
    await computer.perform(Wait())
    await computer.perform(TYPE)
    assert await computer.observe() == FILLED
    await computer.perform(BUY)
    assert await computer.observe() == DONE
    with pytest.raises(ActionFailed, match="ends here"):
        await computer.perform(BUY)


@pytest.mark.parametrize("other", [Click(point=Point(200, 60)), Press(keys=("Enter",)), Scroll(point=Point(60, 60))])
async def test_a_policy_that_goes_another_way_is_told_what_was_done(other: Click | Press | Scroll) -> None:
    computer = ReplayComputer(RECORDED)
    with pytest.raises(ActionFailed, match=r'here it did click "Name" \(60,60\)'):
        await computer.perform(other)
    assert await computer.observe() == START


async def test_what_failed_in_the_recording_fails_again() -> None:
    failed = step(0, START, START, CLICK, outcomes=(Failed(reason="nothing there"),))
    computer = ReplayComputer(Trajectory(instruction="Buy", steps=(failed, step(1, START, DONE, BUY))))
    with pytest.raises(ActionFailed, match="nothing there"):
        await computer.perform(CLICK)
    await computer.perform(BUY)
    assert await computer.observe() == DONE


async def test_a_drag_is_the_recorded_one_where_both_its_ends_are() -> None:
    path = (Point(10, 10), Point(50, 90), Point(300, 20))
    computer = ReplayComputer(Trajectory(instruction="Slide", steps=(step(0, START, DONE, Drag(path=path)),)))
    with pytest.raises(ActionFailed, match="another way"):
        await computer.perform(Drag(path=(Point(10, 10), Point(100, 20))))
    await computer.perform(Drag(path=(Point(12, 8), Point(305, 25))))
    assert await computer.observe() == DONE


def test_a_recording_without_steps_is_no_computer() -> None:
    with pytest.raises(ComputerError, match="no steps"):
        ReplayComputer(Trajectory(instruction="nothing"))
