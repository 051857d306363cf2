"""Names of keys: every spelling that a provider, xdotool or the web uses, told as the web names them.

The web's names are those of `KeyboardEvent.key`, which Playwright takes too: `Enter`, `ArrowLeft`, `Control`, `a`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from guiagent.errors import ActionFailed

MODIFIERS = frozenset({"Control", "Shift", "Alt", "Meta"})

_NAMED = """
Enter: return, enter, kp_enter, kpenter, numpadenter, num_enter, newline, linefeed
Escape: esc, escape
Tab: tab, kp_tab
Shift+Tab: iso_left_tab, backtab
Space: space, spacebar, space_bar, kp_space
Backspace: backspace, back_space, bksp, bs
Delete: delete, del, kp_delete, forwarddelete
Insert: insert, ins, kp_insert
Home: home, kp_home
End: end, kp_end
PageUp: pageup, page_up, pgup, pg_up, prior, page up, kp_page_up, kp_prior
PageDown: pagedown, page_down, pgdn, pg_down, pg_dn, pgdown, next, page down, kp_page_down, kp_next
ArrowLeft: left, arrowleft, arrow_left, left_arrow, leftarrow, kp_left, arrow left, left arrow
ArrowRight: right, arrowright, arrow_right, right_arrow, rightarrow, kp_right, arrow right, right arrow
ArrowUp: up, arrowup, arrow_up, up_arrow, uparrow, kp_up, arrow up, up arrow
ArrowDown: down, arrowdown, arrow_down, down_arrow, downarrow, kp_down, arrow down, down arrow
Control: ctrl, control, ctl, control_l, control_r, ctrl_l, ctrl_r, ctrlleft, ctrlright, controlleft, controlright
Shift: shift, shift_l, shift_r, shiftleft, shiftright
Alt: alt, alt_l, alt_r, altleft, altright, option, opt, option_l, option_r, optionleft, optionright
Meta: meta, meta_l, meta_r, cmd, command, cmd_l, cmd_r, command_l, super, super_l, super_r, win, windows, winleft,
  winright, metaleft, metaright, os, hyper
ControlOrMeta: controlormeta, mod, commandorcontrol, cmdorctrl, primary
AltGraph: altgr, altgraph, iso_level3_shift, mode_switch
CapsLock: capslock, caps_lock, caps
NumLock: numlock, num_lock
ScrollLock: scrolllock, scroll_lock
PrintScreen: printscreen, print_screen, prtsc, prtscr, prntscrn, print, sys_req, snapshot
Pause: pause, break
ContextMenu: contextmenu, context_menu, menu, apps
AudioVolumeMute: audiovolumemute, volumemute, volume_mute, xf86audiomute
AudioVolumeUp: audiovolumeup, volumeup, volume_up, xf86audioraisevolume
AudioVolumeDown: audiovolumedown, volumedown, volume_down, xf86audiolowervolume
BrowserBack: browserback, browser_back, xf86back
BrowserForward: browserforward, browser_forward, xf86forward
BrowserRefresh: browserrefresh, browser_refresh, xf86reload
+: plus, kp_add, add, numpadadd
-: minus, hyphen, dash, kp_subtract, subtract, numpadsubtract
*: asterisk, star, kp_multiply, multiply, numpadmultiply
/: slash, kp_divide, divide, numpaddivide, forward_slash, forwardslash
=: equal, equals, kp_equal
.: period, dot, fullstop, kp_decimal, decimal, numpaddecimal, point
,: comma, kp_separator, separator
;: semicolon
:: colon
!: exclam, exclamation, exclamationmark
?: question, questionmark
@: at
#: numbersign, hash, pound_sign
$: dollar
%: percent
^: asciicircum, caret
&: ampersand, and
(: parenleft, left_paren, leftparen
): parenright, right_paren, rightparen
[: bracketleft, leftbracket, left_bracket, openbracket
]: bracketright, rightbracket, right_bracket, closebracket
{: braceleft, leftbrace, left_brace
}: braceright, rightbrace, right_brace
<: less, lessthan
>: greater, greaterthan
|: bar, pipe, verticalbar
\\: backslash, back_slash
_: underscore
~: asciitilde, tilde
`: grave, backquote, backtick, quoteleft
': apostrophe, quote, singlequote, quoteright
": quotedbl, doublequote
"""


def _table() -> dict[str, str]:
    names = {f"f{n}": f"F{n}" for n in range(1, 25)}
    for digit in "0123456789":
        names |= {f"{before}{digit}": digit for before in ("kp_", "kp", "numpad", "num_", "num", "digit")}
    names |= {f"key{letter}": letter for letter in "abcdefghijklmnopqrstuvwxyz"}
    for line in re.sub(r",\s*\n\s+", ", ", _NAMED.strip()).splitlines():
        name, _, spellings = line.partition(": ")
        names |= {spelling.strip(): name for spelling in spellings.split(",")}
    return names


KEYS = _table()
"""From a spelling in small letters to the web's name."""


def key(spelling: str) -> str:
    """The web's name of one key: `Return` is `Enter`, `kp_0` is `0`, `é` is itself. Raises ActionFailed."""
    if spelling == " ":
        return "Space"
    bare = spelling.strip(" \t") or spelling
    if bare in ("\n", "\r", "\r\n"):
        return "Enter"
    if bare == "\t":
        return "Tab"
    if len(bare) == 1 and bare.isprintable():
        return bare
    small = bare.lower().replace("-", "_")
    found = KEYS.get(small) or KEYS.get(small.strip("<>")) or KEYS.get(small.removeprefix("key_"))
    if found is None:
        raise ActionFailed(f"there is no key {spelling!r}{_hint(small)}")
    return found


def chord(spellings: Iterable[str]) -> tuple[str, ...]:
    """The keys of one chord in the order to press them: `["ctrl+shift", "t"]` is Control, Shift, t.

    Each entry is a key or several, joined by `+`, as in `ctrl+s`, or by blanks or dashes, as in `ctrl c` or `Ctrl-C`.
    A modifier goes before what it modifies, and a letter that a modifier other than Shift holds is written small.
    Raises ActionFailed for an unknown key or for none.
    """
    keys = [name for entry in spellings for part in parts(entry) for name in _each(key(part))]
    held = [name for name in dict.fromkeys(keys) if name in MODIFIERS or name == "ControlOrMeta"]
    rest = [name for name in keys if name not in held]
    if not keys:
        raise ActionFailed("a chord needs at least one key")
    if set(held) - {"Shift"}:
        rest = [name.lower() if len(name) == 1 and name.isascii() else name for name in rest]
    return (*held, *rest)


def parts(entry: str) -> list[str]:
    """What stands between the joints of a chord written as one word: `ctrl++` is `ctrl` and `+`."""
    if len(entry) == 1 or entry.strip().lower() in KEYS:
        return [entry]
    body = entry.strip()
    if body.endswith("++"):
        return [*parts(body[:-2]), "+"]
    if "+" in body:
        return [part for part in body.split("+") if part.strip()]
    for joint in (None, "-"):
        split = body.split(joint)
        if len(split) > 1 and all(_known(part) for part in split):
            return split
    return [body]


def modifiers(spellings: Iterable[str]) -> tuple[str, ...]:
    """The modifiers to hold during a click. Raises ActionFailed for a key that is none."""
    held = chord(spellings) if (spellings := tuple(spellings)) else ()
    for name in held:
        if name not in MODIFIERS and name != "ControlOrMeta":
            raise ActionFailed(f"{name} cannot be held during a click; ctrl, shift, alt and meta can")
    return held


def _known(part: str) -> bool:
    return len(part) == 1 or part.lower() in KEYS


def _each(name: str) -> list[str]:
    return name.split("+") if len(name) > 1 else [name]


def _hint(small: str) -> str:
    near = get_close_matches(small, KEYS, n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(dict.fromkeys(KEYS[name] for name in near))}?" if near else ""
