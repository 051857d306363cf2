"""One table of key names for every spelling that the providers use."""

import pytest

from guiagent.computers.keys import KEYS, chord, key, modifiers
from guiagent.errors import ActionFailed


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Return", "Enter"),
        ("KP_Enter", "Enter"),
        ("\n", "Enter"),
        ("esc", "Escape"),
        ("Page_Down", "PageDown"),
        ("page down", "PageDown"),
        ("pg-up", "PageUp"),
        ("ArrowLeft", "ArrowLeft"),
        ("arrowleft", "ArrowLeft"),
        ("LEFT", "ArrowLeft"),
        ("cmd", "Meta"),
        ("super_L", "Meta"),
        ("WIN", "Meta"),
        ("option", "Alt"),
        ("BackSpace", "Backspace"),
        ("Del", "Delete"),
        ("spacebar", "Space"),
        (" ", "Space"),
        ("kp_0", "0"),
        ("KeyA", "a"),
        ("F12", "F12"),
        ("plus", "+"),
        ("[", "["),
        ("bracketleft", "["),
        ("é", "é"),
        ("好", "好"),
        ("A", "A"),
    ],
)
def test_every_spelling_of_a_key_means_the_same(spelling: str, name: str) -> None:
    assert key(spelling) == name


@pytest.mark.parametrize(
    ("spellings", "keys"),
    [
        (["ctrl+c"], ("Control", "c")),
        (["ctrl c"], ("Control", "c")),
        (["Ctrl-C"], ("Control", "c")),
        (["CTRL", "SHIFT", "T"], ("Control", "Shift", "t")),
        (["ctrl+shift", "t"], ("Control", "Shift", "t")),
        (["a", "ctrl"], ("Control", "a")),
        (["ctrl++"], ("Control", "+")),
        (["ctrl+-"], ("Control", "-")),
        (["+"], ("+",)),
        (["-"], ("-",)),
        (["shift+Tab"], ("Shift", "Tab")),
        (["ISO_Left_Tab"], ("Shift", "Tab")),
        (["ctrl + Page_Up"], ("Control", "PageUp")),
        (["Shift", "A"], ("Shift", "A")),
    ],
)
def test_a_chord_is_split_and_its_modifiers_go_first(spellings: list[str], keys: tuple[str, ...]) -> None:
    assert chord(spellings) == keys


def test_an_unknown_key_is_told_with_the_nearest_known_one() -> None:
    with pytest.raises(ActionFailed, match="no key 'Retrun'; did you mean Enter"):
        chord(["Retrun"])
    with pytest.raises(ActionFailed, match="no key 'bananaphone'"):
        chord(["ctrl", "bananaphone"])
    with pytest.raises(ActionFailed):
        chord([""])


def test_only_modifiers_can_be_held_during_a_click() -> None:
    assert modifiers(("ctrl", "SHIFT")) == ("Control", "Shift")
    assert modifiers(()) == ()
    with pytest.raises(ActionFailed, match="Enter cannot be held"):
        modifiers(("Return",))


def test_the_table_knows_each_spelling_once_and_in_small_letters() -> None:
    assert all(spelling == spelling.lower() for spelling in KEYS)
    assert all(key(spelling) for spelling in KEYS if "+" not in KEYS[spelling] or len(KEYS[spelling]) == 1)
