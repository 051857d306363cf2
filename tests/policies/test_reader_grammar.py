"""The reader's grammar: what people write, and the steps that it means."""

import pytest

from guiagent.policies.reader.goals import (
    Bump,
    Choose,
    Chord,
    Copy,
    Fill,
    Find,
    Goal,
    Haul,
    Open,
    Point,
    Press,
    Read,
    Rest,
    Return,
    ScrollBy,
    Search,
    Tick,
    Unreadable,
    Write,
)
from guiagent.policies.reader.grammar import read_task

STEPS = [
    (
        "Type 'green tea' into Search and click Go, then set Quantity to 2 and add it to the cart",
        ["set 'Search' to 'green tea'", "click 'Go'", "set 'Quantity' to '2'", "click 'add cart'"],
    ),
    (
        'Please fill in the "First name" field with "Ada", type `Lovelace` into Last name, and click Sign up.',
        ["set 'First name' to 'Ada'", "set 'Last name' to 'Lovelace'", "click 'Sign up'"],
    ),
    (
        "Fill in First name with Ada, Last name with Lovelace and Email with a@example.com. Then press Enter.",
        ["set 'First name' to 'Ada'", "set 'Last name' to 'Lovelace'", "set 'Email' to 'a@example.com'", "press Enter"],
    ),
    (
        "Enter Ada as the first name, Lovelace as the last name and click 'Create account'",
        ["set 'first name' to 'Ada'", "set 'last name' to 'Lovelace'", "click 'Create account'"],
    ),
    (
        "First name: Alan\n- Email: alan@example.uk\n3. Submit the form",
        ["set 'First name' to 'Alan'", "set 'Email' to 'alan@example.uk'", "click 'submit form'"],
    ),
    (
        "Select France from the Country dropdown, choose the Large option and tick “I agree to the terms”",
        ["choose 'France' in 'Country'", "choose 'Large'", "tick 'I agree to the terms'"],
    ),
    (
        "Turn on Dark mode, turn Email notifications off and uncheck 'Send me news'",
        ["tick 'Dark mode'", "untick 'Email notifications'", "untick 'Send me news'"],
    ),
    (
        "Log in with username alice and password <secret:pw>",
        ["click 'log in'", "set 'username' to 'alice'", "set 'password' to '<secret:pw>'", "click 'log in'"],
    ),
    (
        "Log in as bob@example.com with password 'hunter2'",
        ["click 'log in'", "set 'email' to 'bob@example.com'", "set 'password' to 'hunter2'", "click 'log in'"],
    ),
    (
        "Scroll down until you see 'Terms of service', then click it",
        ["find 'Terms of service'", "click 'Terms of service'"],
    ),
    ("If a cookie banner appears, click Accept all. Open the Privacy tab.", ["click 'Accept all'", "click 'Privacy'"]),
    ("Search for 'Green tea' and open it", ["search for 'Green tea'", "click 'Green tea'"]),
    ("If there is a 'Got it' button click it", ["click 'Got it'"]),
    (
        'Type "Hello, world. This is it!" in the message box and hit send',
        ["set 'message' to 'Hello, world. This is it!'", "click 'send'"],
    ),
    ("Apply the coupon code SAVE10", ["set 'coupon code' to 'SAVE10'", "click 'apply'"]),
    ("Place the order and report the order number.", ["click 'place order'", "read 'order number'"]),
    ("Click on the Checkout button, and once done, tell me the order number and the total.",
     ["click 'Checkout'", "read 'order number'", "read 'total'"]),
    ("Click Save and Close", ["click 'Save and Close'"]),
    ("Click Save to store the changes so that nothing is lost", ["click 'Save'"]),
    ("Click the second 'Add to cart' button", ["click number 2 'Add to cart'"]),
    ("Click the second Edit button and the last Delete button", ["click number 2 'Edit'", "click last 'Delete'"]),
    ("Click Delete next to Black tea", ["click 'Delete' (near 'Black tea')"]),
    ("Click the Delete button in the row of 'Black tea'", ["click 'Delete' (row 'Black tea')"]),
    ("Could you please press Save, and afterwards go back?", ["click 'Save'", "go back"]),
    ("Name is Olga Petrova, country Denmark, time 18:30, 3 guests, comments: 'Late arrival'",
     ["set 'Name' to 'Olga Petrova'", "set 'country' to 'Denmark'", "set 'time' to '18:30'", "set 'guests' to '3'",
      "set 'comments' to 'Late arrival'"]),
    ("Username: maria, Password: tulip42, press submit",
     ["set 'Username' to 'maria'", "set 'Password' to 'tulip42'", "click 'submit'"]),
    ("Create an account for Mia Wong, email mia@wong.io and report the member ID",
     ["set 'name' to 'Mia Wong'", "set 'email' to 'mia@wong.io'", "click 'sign up'", "read 'member ID'"]),
    ("Add three items: Buy milk, Walk the dog, Call mum. Then tick the second one and delete the first",
     ["add 'Buy milk'", "add 'Walk the dog'", "add 'Call mum'", "tick number 2 'item'", "click number 1 'delete'"]),
    ("Press 7, +, 8, = and report the result",
     ["click '7'", "click '+'", "click '8'", "click '='", "read 'result'"]),
    ("Calculate 9 - 4", ["click '9'", "click '-'", "click '4'", "click '='"]),
    ("Mark the message from Ada Lovelace as read", ["tick 'Ada Lovelace'", "click 'mark as read'"]),
    ("Filter the table by region South, then sort by amount",
     ["choose 'South' in 'region'", "choose 'amount' in 'sort by'"]),
    ("Move the card 'Write report' to the In progress column", ["drag 'Write report' to 'In progress'"]),
    ("Under Security enable Two-factor login", ["click 'Security'", "tick 'Two-factor login'"]),
    ("Answer No to Do you smoke?", ["choose 'No' in 'Do you smoke'"]),
    ("Time: 18:00. Guests: 3. Reserve.", ["set 'Time' to '18:00'", "set 'Guests' to '3'", "click 'reserve'"]),
    ("1. Name: Karl 2. Next 3. Museum tour 4. Finish",
     ["set 'Name' to 'Karl'", "click 'Next'", "choose 'Museum tour'", "click 'Finish'"]),
    ("What is the answer to 'Can I return an item?'", ["click 'Can I return an item?'", "read 'thing'"]),
    ("Clear completed tasks and confirm with OK", ["set 'completed tasks' to ''", "click 'OK'"]),
]  # fmt: skip


@pytest.mark.parametrize(("task", "steps"), STEPS, ids=[task[:40] for task, _ in STEPS])
def test_a_task_reads_as_its_steps(task: str, steps: list[str]) -> None:
    assert [str(goal) for goal in read_task(task)] == steps


KINDS: list[tuple[str, type[Goal]]] = [
    ("Search for green tea", Search),
    ("Double-click 'Report.txt'", Press),
    ("Press Ctrl+A", Chord),
    ("Press the down arrow key three times", Chord),
    ("Increase the quantity twice", Bump),
    ("Set the volume slider to 70", Fill),
    ("Move the slider to 40", Fill),
    ("Drag 'Task A' to 'Done'", Haul),
    ("Hover over Products", Point),
    ("Go to https://example.com/shop", Open),
    ("Wait 2 seconds", Rest),
    ("Go back to the previous page", Return),
    ("Go back to the General tab", Press),
    ("Make sure that 'Order placed' is shown", Find),
    ("Copy the code into the Code field", Copy),
    ("Scroll to the bottom of the page", ScrollBy),
    ("What is the total price?", Read),
    ("How many results are there?", Read),
    ("Type 'abc'", Write),
    ("Pick the Suite radio button", Choose),
    ("Check WiFi", Tick),
    ("Enable the 'Wifi' switch", Tick),
]


@pytest.mark.parametrize(("task", "kind"), KINDS, ids=[task for task, _ in KINDS])
def test_a_clause_is_of_its_kind(task: str, kind: type[Goal]) -> None:
    (goal,) = read_task(task)
    assert isinstance(goal, kind)


def test_two_names_after_one_verb_stay_one_name_where_the_screen_has_it() -> None:
    first, second = read_task("Tick the terms and conditions")
    assert isinstance(first, Tick)
    assert isinstance(second, Tick)
    assert first.target.whole == second.target.whole == "terms and conditions"


def test_a_click_count_and_a_button_are_read() -> None:
    twice, right = read_task("Double-click 'a.txt' and right-click 'b.txt'")
    assert isinstance(twice, Press)
    assert isinstance(right, Press)
    assert (twice.count, right.button) == (2, "right")


@pytest.mark.parametrize(
    "task", ["Frobnicate the zorgle", "Buy 2 bags of Green tea", "If the price is over the moon, click Save"]
)
def test_what_cannot_be_followed_is_named(task: str) -> None:
    assert any(isinstance(goal, Unreadable) for goal in read_task(task))


def test_a_literal_is_never_parted_or_read() -> None:
    (goal,) = read_task("Type 'click Save, then go back and tick it. Done' into Notes")
    assert goal == read_task('Type "click Save, then go back and tick it. Done" into Notes')[0]
    assert isinstance(goal, Fill)
    assert goal.text == "click Save, then go back and tick it. Done"
