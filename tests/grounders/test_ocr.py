"""The words of a description are found on a rendered page, and what fits several things is not guessed."""

from __future__ import annotations

import pytest
import pytest_asyncio

from guiagent.grounders.ocr import OcrGrounder
from guiagent.grounders.wording import Wording, likeness
from tests.grounders.conftest import Draw, Page

GROUNDER = OcrGrounder()
"""One for all tests: it keeps nothing but what it has seen of pixels."""
STAFF = """
<header><a href=# id=home>Home</a> &nbsp; &nbsp; <a href=# id=top-help>Help</a></header>
<h2>Staff</h2>
<form>
  <p><label id=label>Email address</label> <input id=email style="width:260px;height:28px">
     <button id=invite type=button style="height:34px;padding:0 24px;margin-left:40px">Invite someone</button></p>
</form>
<table>
  <tr><td>Ada Lovelace</td><td><a href=# id=edit-ada>Edit</a></td><td><a href=# id=remove-ada>Remove</a></td></tr>
  <tr><td>Alan Turing</td><td><a href=# id=edit-alan>Edit</a></td><td><a href=# id=remove-alan>Remove</a></td></tr>
  <tr><td>Grace Hopper</td><td><a href=# id=edit-grace>Edit</a></td><td><a href=# id=remove-grace>Remove</a></td></tr>
</table>
<p>Not sure whom to add? <a href=# id=guide>Read the guide</a> before you do.</p>
<p><label>Start of work<br><input id=start style="width:200px;height:28px"></label></p>
<p><input type=checkbox id=tick> <label id=agree for=tick>Remind me</label><br>
   <input placeholder="Find a colleague" id=find style="width:300px;height:30px"></p>
<footer style="margin-top:30px">
  <a href=# id=bottom-help>Help</a> &nbsp; &nbsp; <a href=# id=terms>Terms & conditions</a>
</footer>
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def staff(draw: Draw) -> Page:
    return await draw(STAFF)


DESCRIPTIONS = {
    "Home": "home",
    "the Invite someone button": "invite",
    '"Terms & conditions"': "terms",
    "the link “Read the guide” in the last paragraph": "guide",
    "Read the guide": "guide",
    "the Remove link in the row of Alan Turing": "remove-alan",
    "Edit next to Grace Hopper": "edit-grace",
    "the 'Edit' link beside 'Ada Lovelace'": "edit-ada",
    "the second Remove link": "remove-alan",
    "the last Edit link": "edit-grace",
    "Help in the header": "top-help",
    "the Help link in the footer": "bottom-help",
    "the Email address field": "email",
    "the text box labelled Email address": "email",
    "the Find a colleague field": "find",
    "Start of work": "start",
    "Remind me": "agree",
}


@pytest.mark.asyncio(loop_scope="module")
async def test_descriptions_of_the_things_on_a_page_are_found(staff: Page) -> None:
    found = {words: staff.hit((await GROUNDER.locate(staff.screen, words)).point) for words in DESCRIPTIONS}
    assert found == DESCRIPTIONS


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_not_there_or_is_there_several_times_is_said_not_guessed(staff: Page) -> None:
    nowhere = await GROUNDER.locate(staff.screen, "the Publish button")
    assert (nowhere.point, nowhere.said) == (None, "nothing that is written there is like it")
    several = await GROUNDER.locate(staff.screen, "the Edit link")
    assert several.point is None
    assert several.said.startswith('3 texts fit alike: "Edit" at (')
    assert several.usage.requests == 0


SIZES = {
    9: ["Inbox", "Sent items", "Calendar", "Contacts", "Settings", "Security", "Language", "Export data"],
    11: ["Billing", "Team members", "Sign out", "Archive", "Spam folder", "Rename", "Duplicate", "Share"],
    24: ["Print", "Undo", "Full screen", "About", "Preferences", "Drafts", "Import", "Move to folder"],
}


@pytest.mark.asyncio(loop_scope="module")
async def test_small_and_large_print_is_read_and_no_word_is_taken_for_another(draw: Draw) -> None:
    columns = [
        "".join(f"<p><a href=# id='{name}' style='font-size:{pixels}px'>{name}</a></p>" for name in names)
        for pixels, names in SIZES.items()
    ]
    page = await draw("".join(f"<div style='float:left;width:300px'>{column}</div>" for column in columns))
    named = [name for names in SIZES.values() for name in names]
    found = {name: page.hit((await GROUNDER.locate(page.screen, name)).point) for name in named}
    assert {name: hit for name, hit in found.items() if hit not in ("", name)} == {}
    assert sum(map(bool, found.values())) >= 20  # small print among large is read at a size that suits neither


@pytest.mark.parametrize(
    ("name", "words", "rank"),
    [
        ("Save", "Save", 4),
        ("café", "CAFE", 4),
        ("Item 10", "ltem lO", 3),
        ("Save", "Save as draft", 2),
        ("Add to basket", "Addtobasket now", 2),
        ("Settings", "Setlings", 1),
        ("Save", "Safe", 0),
        ("Save", "Unsaved", 0),
        ("", "Save", 0),
        ("Zoom in", "Zoom out", 0),
    ],
)
def test_the_same_words_are_liker_than_words_that_hold_them_and_these_than_misread_ones(
    name: str, words: str, rank: int
) -> None:
    assert likeness(name, words)[0] == rank


def test_a_name_may_hold_words_that_else_begin_a_context() -> None:
    assert Wording.of("Zoom in").heads == ("Zoom in",)
    assert Wording.of("the Log in link").heads == ("the Log in link", "Log in")
    assert Wording.of("the Save button in the header").heads[-1] == "Save"
    assert Wording.of("the First name field").heads == ("the First name field", "First name", "name")
