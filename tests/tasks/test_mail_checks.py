"""What the checks of the mail client's tasks let pass: what was asked for, and nothing besides."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guiagent.records import Ending, Verdict
from guiagent.sandboxes.mail import MailState, world
from guiagent.sandboxes.mail.state import Contact, Filter, Folder, Label, MarkedUnread, Message, Unread, Visit
from guiagent.tasks.mail import TASKS, MailTask, Plan

SEEDS = range(4)
LOOKED = tuple(Visit(id=place, path=path) for place, path in enumerate(("GET /", "GET /search?q=x", "GET /contacts")))
SENDING = (
    "send-message", "send-copies", "send-by-number", "reply-to", "reply-to-all", "forward-to", "finish-draft",
    "sum-invoices", "largest-photos", "cheapest-quote", "count-guests",
)  # fmt: skip


def well_ended(plan: Plan) -> Ending:
    if plan.impossible:
        return Ending(reason="gave_up", detail="it is not there")
    return Ending(reason="finished", answer=" and ".join(plan.answers))


def judged(task: MailTask, change: Callable[[MailState], MailState], seed: int = 0) -> Verdict:
    """The verdict on a world where all was done, and then this changed."""
    plan = task.planned(seed)
    state = plan.expected.model_copy(update={"visits": LOOKED})
    return task.check(seed, change(state), well_ended(plan))


def adding(table: str, row: object) -> Callable[[MailState], MailState]:
    return lambda state: state.model_copy(update={table: (*getattr(state, table), row)})


def in_sent(**fields: object) -> Callable[[MailState], MailState]:
    """The message that the task sent, with other fields."""
    return lambda state: state.model_copy(
        update={"messages": tuple(each.model_copy(update=fields) if each.id == 0 else each for each in state.messages)}
    )


def test_there_are_tasks_of_every_kind() -> None:
    assert len(TASKS) >= 40
    assert {task.level for task in TASKS.values()} == {1, 2, 3}
    plans = [task.planned(0) for task in TASKS.values()]
    assert sum(plan.impossible for plan in plans) == 4
    assert sum(bool(plan.answers) for plan in plans) == 7


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_what_was_asked_for_succeeds_and_idling_does_not(task: MailTask) -> None:
    for seed in SEEDS:
        assert judged(task, lambda state: state, seed).notes == ()
        start = world(seed).initial.model_copy(update={"visits": LOOKED[:1]})
        for reason in ("finished", "gave_up"):
            assert not task.check(seed, start, Ending(reason=reason)).success


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_any_side_effect_is_noticed(task: MailTask) -> None:
    stray = Message(folder="drafts", sender="a@b.cd", recipients="", subject="Hm", body="", sent=world(0).now)
    for change in (
        adding("messages", stray),
        adding("folders", Folder(name="Attic")),
        adding("labels", Label(name="Odd")),
        adding("contacts", Contact(name="Ada", email="ada@example.org")),
        adding("filters", Filter(sender="ada")),
        adding("marked_unread", MarkedUnread(message=1)),
        lambda state: state.model_copy(update={"messages": state.messages[1:]}),
        lambda state: state.model_copy(update={"contacts": state.contacts[1:]}),
        lambda state: state.model_copy(
            update={
                "settings": tuple(each.model_copy(update={"vacation": not each.vacation}) for each in state.settings)
            }
        ),
    ):
        verdict = judged(task, change)
        assert not verdict.success
        assert verdict.notes


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_what_was_opened_on_the_way_does_not_count(task: MailTask) -> None:
    assert judged(task, lambda state: state.model_copy(update={"unread": ()})).success
    everything = tuple(Unread(message=message.id) for message in world(0).initial.messages)
    assert judged(task, lambda state: state.model_copy(update={"unread": everything})).success


@pytest.mark.parametrize("name", SENDING)
@pytest.mark.parametrize(
    "fields",
    [
        {"recipients": "somebody@example.org"},
        {"cc": "somebody@example.org"},
        {"bcc": "somebody@example.org"},
        {"subject": "Another subject"},
        {"body": "Other words"},
        {"folder": "drafts"},
        {"about": 7},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_a_wrong_message_is_noticed(name: str, fields: dict[str, object]) -> None:
    verdict = judged(TASKS[name], in_sent(**fields))
    assert [note.split(":")[0] for note in verdict.notes] == ["missing in messages", "unexpected in messages"]


@pytest.mark.parametrize("name", SENDING)
def test_a_message_that_was_sent_twice_is_noticed(name: str) -> None:
    def twice(state: MailState) -> MailState:
        return state.model_copy(update={"messages": (*state.messages, state.messages[-1])})

    assert not judged(TASKS[name], twice).success


def test_the_sum_is_that_of_the_three_invoices() -> None:
    for seed in SEEDS:
        here = world(seed)
        bodies = [here.message(invoice.message).body for invoice in here.stories.invoices.wanted]
        amounts = [body.partition(here.currency)[2].split()[0] for body in bodies]
        sent = TASKS["sum-invoices"].planned(seed).expected.messages[-1]
        assert sent.body == f"{sum(round(float(amount) * 100) for amount in amounts) / 100:.2f}"


def test_the_cheapest_offer_is_so_with_all_its_parts() -> None:
    for seed in SEEDS:
        here = world(seed)
        sums = {}
        for quote in here.stories.quotes.offers:
            told = here.message(quote.message).body.replace(".", "").replace(",", "").split()
            sums[quote.message] = sum(int(word[1:]) for word in told if word.startswith(here.currency))
        sent = TASKS["cheapest-quote"].planned(seed).expected.messages[-1]
        assert sent.about == min(sums, key=lambda id_: sums[id_])


@pytest.mark.parametrize("name", [name for name, task in TASKS.items() if task.planned(0).decoys])
def test_an_answer_that_lists_every_candidate_is_no_answer(name: str) -> None:
    task, plan = TASKS[name], TASKS[name].planned(0)
    everything = Ending(reason="finished", answer=" ".join((*plan.answers, *plan.decoys)))
    assert not task.check(0, plan.expected, everything).success


@pytest.mark.parametrize("name", [name for name, task in TASKS.items() if task.planned(0).impossible])
def test_giving_up_at_a_glance_is_no_search(name: str) -> None:
    start = world(0).initial.model_copy(update={"visits": LOOKED[:1]})
    verdict = TASKS[name].check(0, start, Ending(reason="gave_up", detail="no"))
    assert verdict.notes == ("the agent never looked for it",)


def test_another_seed_asks_for_something_else() -> None:
    for task in TASKS.values():
        assert len({task.instruction(seed) for seed in SEEDS}) >= len(SEEDS) - 1
        assert task.instruction(4) == task.instruction(4)
