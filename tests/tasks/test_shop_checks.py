"""What the checks of the shop's tasks let pass: what was asked for, and nothing besides."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guiagent.errors import SandboxError
from guiagent.records import Ending, Verdict
from guiagent.sandboxes.shop import ShopState, world
from guiagent.sandboxes.shop.state import CartLine, Subscriber, Visit
from guiagent.tasks._planned import says
from guiagent.tasks.shop import TASKS, Plan, ShopTask

SEEDS = range(4)


def well_ended(plan: Plan) -> Ending:
    if plan.impossible:
        return Ending(reason="gave_up", detail="it is not there")
    return Ending(reason="finished", answer=" and ".join(plan.answers))


def judged(task: ShopTask, change: Callable[[ShopState], ShopState], seed: int = 0) -> Verdict:
    """The verdict on a world where all was done, and then this changed."""
    plan = task.planned(seed)
    looked = tuple(Visit(id=place, path=path) for place, path in enumerate(plan.looked))
    state = plan.expected.model_copy(update={"visits": looked})
    return task.check(seed, change(state), well_ended(plan))


def in_last_order(**fields: object) -> Callable[[ShopState], ShopState]:
    return lambda state: state.model_copy(
        update={"orders": (*state.orders[:-1], state.orders[-1].model_copy(update=fields))}
    )


def in_last_line(**fields: object) -> Callable[[ShopState], ShopState]:
    return lambda state: state.model_copy(
        update={"order_lines": (*state.order_lines[:-1], state.order_lines[-1].model_copy(update=fields))}
    )


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_what_was_asked_for_succeeds_and_idling_does_not(task: ShopTask) -> None:
    for seed in SEEDS:
        assert judged(task, lambda state: state, seed).notes == ()
        for reason in ("finished", "gave_up"):
            assert not task.check(seed, world(seed).initial, Ending(reason=reason)).success


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_any_side_effect_is_noticed(task: ShopTask) -> None:
    stray = CartLine(owner="guest", sku=world(0).products[0].sku, quantity=1)
    for change in (
        lambda state: state.model_copy(update={"cart_lines": (*state.cart_lines, stray)}),
        lambda state: state.model_copy(update={"subscribers": (Subscriber(email="ada@example.org"),)}),
        lambda state: state.model_copy(update={"wishes": state.wishes[1:]}),
        lambda state: state.model_copy(update={"addresses": state.addresses[1:]}),
        lambda state: state.model_copy(update={"orders": state.orders[1:]}),
        lambda state: state.model_copy(update={"stock": state.stock[1:]}),
        lambda state: state.model_copy(update={"accounts": state.accounts[1:]}),
    ):
        verdict = judged(task, change)
        assert not verdict.success
        assert verdict.notes


@pytest.mark.parametrize(
    "change",
    [
        in_last_order(street="1 Wrong Street"),
        in_last_order(name="Somebody Else"),
        in_last_order(country="Norway"),
        in_last_order(delivery="express"),
        in_last_order(gift_wrap=True),
        in_last_order(coupon="SPRING10", discount=100),
        in_last_line(quantity=7),
        in_last_line(sku="TEA-0000"),
        in_last_line(options="Size: huge"),
    ],
)
@pytest.mark.parametrize("name", ["buy-two", "choose-variant", "buy-cheapest"])
def test_a_wrong_order_is_noticed(name: str, change: Callable[[ShopState], ShopState]) -> None:
    verdict = judged(TASKS[name], change)
    assert not verdict.success
    assert any(note.startswith("unexpected in order") for note in verdict.notes)


def test_a_second_order_is_noticed() -> None:
    def twice(state: ShopState) -> ShopState:
        again = state.orders[-1].model_copy(update={"number": world(0).order_number(99)})
        return state.model_copy(update={"orders": (*state.orders, again)})

    assert judged(TASKS["buy-two"], twice).notes[0].startswith("unexpected in orders: number=")


def test_an_order_without_the_number_reported_is_not_all() -> None:
    task, plan = TASKS["buy-two"], TASKS["buy-two"].plan(world(0))
    verdict = task.check(0, plan.expected, Ending(reason="finished", answer="The order is placed."))
    assert verdict.notes == (f"the answer does not say {plan.answers[0]}",)


def test_an_answer_that_lists_every_candidate_is_no_answer() -> None:
    task, plan = TASKS["order-total"], TASKS["order-total"].plan(world(0))
    everything = Ending(reason="finished", answer=" ".join((*plan.answers, *plan.decoys)))
    assert not task.check(0, plan.expected, everything).success


def test_giving_up_at_once_is_no_search() -> None:
    verdict = TASKS["no-such-product"].check(0, world(0).initial, Ending(reason="gave_up"))
    assert verdict.notes == ("the agent never looked for it",)


def test_giving_up_what_can_be_done_fails() -> None:
    assert not TASKS["price-of-variant"].check(0, world(0).initial, Ending(reason="gave_up", detail="no")).success


def test_only_a_shop_is_judged() -> None:
    with pytest.raises(SandboxError, match="judges a shop"):
        TASKS["buy-two"].check(0, Visit(id=1, path="/"), Ending(reason="finished"))


@pytest.mark.parametrize("answer", ["€1,217.35", "It was 1217.35.", "1.217,35 no: 1217,35", "total: $1,217.35!"])
def test_an_amount_is_read_however_it_is_written(answer: str) -> None:
    assert says(answer, "1217.35")


@pytest.mark.parametrize("answer", ["", "217.35", "1217.3", "11217.35", "1217.355", "order 1217"])
def test_another_amount_is_not_taken_for_it(answer: str) -> None:
    assert not says(answer, "1217.35")


def test_another_seed_asks_for_something_else() -> None:
    for task in TASKS.values():
        assert len({task.instruction(seed) for seed in SEEDS}) == len(SEEDS)
        assert task.instruction(4) == task.instruction(4)
