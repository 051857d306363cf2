"""The reader on real pages, at several viewports and scale factors."""

from tests.policies.driving import driven


def _reason(trajectory: object) -> str:
    ending = trajectory.ending  # type: ignore[attr-defined]
    return f"{ending.reason}: {ending.detail}"


async def test_a_form_is_filled_and_its_outcome_reported() -> None:
    task = (
        "Enter 'Grace' as first name, 'Hopper' as last name, choose Norway as the country, tick the terms and "
        "conditions box, click 'Create account' and report the customer number"
    )
    run, state = await driven("signup.html", task, (800, 800), 1)
    assert run.ending is not None
    assert run.ending.answer == "KD-20718", _reason(run)
    filled = (state["first"], state["last"], state["country"], state["terms"], state["news"])
    assert filled == ("Grace", "Hopper", "Norway", True, True)


async def test_unstyled_controls_are_found_at_twice_the_scale() -> None:
    task = "Set Your name to Zoë, select the Suite radio button, tick Parking, set Guests to 3 and hit Book now"
    run, state = await driven("plain.html", task, (640, 480), 2)
    assert state, _reason(run)
    assert (state["name"], state["room"], state["parking"], state["guests"]) == ("Zoë", "suite", True, "3")


async def test_a_button_is_taken_from_the_row_that_is_meant() -> None:
    run, state = await driven(
        "table.html", "Delete the order of Grace Hopper, then tell me the total of #1044", (900, 600), 1.5
    )
    assert run.ending is not None
    assert (state["log"], run.ending.answer) == (["Delete Grace Hopper"], "$310.25"), _reason(run)


async def test_a_dark_page_with_switches_and_tabs_is_worked() -> None:
    task = "Open the Privacy tab, switch 'Share usage data' off and click Export my data"
    run, state = await driven("settings.html", task, (600, 500), 1, "all()")
    assert (state["share"], state["profile"], state.get("exported")) == (False, True, True), _reason(run)


async def test_what_is_further_down_a_small_screen_is_scrolled_to() -> None:
    run, state = await driven("plain.html", "Type Bob into Your name and book now", (332, 214), 1)
    assert state.get("name") == "Bob", _reason(run)


async def test_an_ambiguous_name_is_given_up_before_anything_is_clicked() -> None:
    run, state = await driven("table.html", "Click Delete", (900, 700), 1)
    assert run.ending is not None
    assert run.ending.reason == "gave_up"
    assert "ambiguous" in run.ending.detail
    assert state["log"] == []


async def test_what_is_not_there_is_given_up_with_what_was_seen() -> None:
    run, _ = await driven("settings.html", "Click 'Launch rocket'", (900, 700), 1)
    assert run.ending is not None
    assert run.ending.reason == "gave_up"
    assert "Launch rocket" in run.ending.detail
    assert "the nearest I saw: 'Cancel'" in run.ending.detail


async def test_a_clause_that_means_nothing_stops_the_task_before_its_first_step() -> None:
    run, state = await driven("table.html", "Click the first Delete button and frobnicate the zorgle", (900, 700), 1)
    assert run.ending is not None
    assert (run.ending.reason, state["log"]) == ("gave_up", [])
    assert "frobnicate the zorgle" in run.ending.detail


async def test_a_dialog_is_answered_as_the_task_says() -> None:
    run, state = await driven("dialog.html", "Click Delete all, then click Cancel in the dialog", (600, 400), 1.5)
    assert state == {"deleted": False}, _reason(run)


async def test_a_refused_form_is_given_up_in_the_words_of_the_page() -> None:
    run, state = await driven("login.html", "Log in as maria with password wrongpw", (600, 500), 1.5, "st")
    assert run.ending is not None
    assert (run.ending.reason, state["tries"]) == ("gave_up", 1)
    assert "Incorrect username or password" in run.ending.detail


async def test_signs_on_little_buttons_are_read_and_the_answer_is_what_is_new() -> None:
    run, state = await driven("calc.html", "Press 7, +, 8, = and report the result", (500, 500), 1, "st")
    assert run.ending is not None
    assert ("".join(state["keys"]), run.ending.answer) == ("7+8=", "15"), _reason(run)


async def test_rows_are_ticked_and_a_button_named_as_a_key_is_pressed() -> None:
    task = "Select the emails from Grace Hopper and Newsletter, then press Delete"
    run, state = await driven("mail.html", task, (900, 500), 1, "st")
    assert state["log"] == [["Delete", ["Grace Hopper", "Newsletter"]]], _reason(run)


async def test_a_button_that_chooses_is_pressed_in_the_card_of_what_is_chosen() -> None:
    run, state = await driven("pricing.html", "Choose the Business plan", (900, 700), 1, "st")
    assert state["log"] == ["Business"], _reason(run)


async def test_what_stands_on_another_page_is_looked_for_by_links_of_related_names() -> None:
    run, _ = await driven("site/home.html", "What is the status of order 5012?", (900, 600), 1, "document.title")
    assert run.ending is not None
    assert (run.ending.reason, "In transit" in run.ending.answer) == ("finished", True), _reason(run)


async def test_a_deed_is_confirmed_where_the_page_asks_whether_it_is_meant() -> None:
    run, state = await driven("site/home.html", "Cancel order 5010", (900, 600), 1.5, "document.title")
    assert state == "Order 5010 is cancelled", _reason(run)


async def test_a_button_that_acts_is_never_pressed_to_look_for_something_else() -> None:
    run, state = await driven("table.html", "Edit the order of Kurt Gödel", (900, 700), 1)
    assert run.ending is not None
    assert run.ending.reason == "gave_up"
    assert not any("Edit" in entry or "Delete" in entry for entry in state["log"])


async def test_a_form_that_stays_as_it_was_when_sent_is_not_called_done() -> None:
    run, state = await driven("required.html", "Write 'Hello there' as message and send it", (700, 500), 1)
    assert run.ending is not None
    assert (run.ending.reason, state) == ("gave_up", {}), _reason(run)
