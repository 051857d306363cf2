"""UI-Venus-1.5 and 2: one action in Python's own syntax between `<action>` tags, after its thinking.

Source: inclusionAI/UI-Venus (Apache-2.0), the processor of 1.5 and the browser and computer examples of branch
UI-Venus-2; coordinates are thousandths that end at 999. Version 2 has a list of actions for browsers and one for
desktops: which is shown depends on whether the computer can open addresses. All lists are read, whichever was shown,
and none is shortened. What they have no word for (tabs, held keys) is written in plain words, which are read back. The
address cannot be asked for by `GetUrl`, nor can a native list be answered by `SelectOption`: both go back to the model.
A phone's `Scroll` is a finger's, from start to end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guiagent.actions import Action, Back, Click, Drag, Finish, GiveUp, Move, Navigate, Point, Press, Scroll, Type, Wait
from guiagent.dialects.calls import Called, call, calls_in, literal
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.grammar import Layout, Said
from guiagent.dialects.qwen import filled
from guiagent.dialects.reading import NOTCH
from guiagent.dialects.setting import Setting
from guiagent.dialects.spellings import snake
from guiagent.dialects.verbs import Verbs, all_actions, in_json
from guiagent.dialects.wording import plain, turned
from guiagent.errors import UnreadableReply
from guiagent.records import Decision

FORM = "write one action, as <action>Click(point=(500,500))</action>"
NOTE = "\nNote: "
PAUSE, PRESSED = 1.0, 1.0
"""Seconds of a wait and of a long press that say none."""
MOST = 8
"""How often a hotkey may be repeated at once."""
VERBS = Verbs(
    form=FORM,
    renamed={"answer": ("finish", {})},
    floating=frozenset(("click", "scroll", "swipe", "drag", "mouse_down", "mouse_up")),
)
_ACTION = re.compile(r"<action>(.*?)(?:</action>|<conclusion>|$)", re.DOTALL | re.IGNORECASE)
_CONCLUSION = re.compile(r"<conclusion>(.*?)(?:</conclusion>|$)", re.DOTALL | re.IGNORECASE)
_CLICKS = {
    **{("left", 1): "Click", ("left", 2): "DoubleClick", ("left", 3): "TripleClick"},
    **{("right", 1): "RightClick", ("middle", 1): "MiddleClick"},
}


@dataclass(frozen=True)
class UiVenus:
    """A `Grammar`. `spot` is the name of a place among an action's arguments, `finger`: a scroll is a finger's way."""

    browser: str
    desktop: str
    spot: str
    layout: Layout
    finger: bool = False

    def system(self, task: str, frame: Frame, setting: Setting) -> str:
        """The rules and the task, where the version has them there."""
        return "" if self.finger else filled(self._rules(setting), task=task)

    def opening(self, task: str, frame: Frame, setting: Setting, past: Sequence[str]) -> str:
        if not self.finger:
            return ""
        return filled(self._rules(setting), task=task, past="\n".join(past) or "None")

    def written(self, decision: Decision, frame: Frame) -> str:
        calls = [self._written(action, frame) for action in decision.actions]
        said = calls[0] if len(calls) == 1 else f"Sequence(actions=[{', '.join(calls)}])"
        return f"<think>{decision.thought}</think>\n<action>{said}</action>"

    def read(self, text: str, frame: Frame, at: Point | None) -> Said:
        blocks = dict.fromkeys(block.strip() for block in _ACTION.findall(text))
        if not blocks and not (calls := calls_in(text, VERBS.names | _OWN)):
            return in_json(text, frame, FORM)
        if len(blocks) > 1:
            raise UnreadableReply(f"the reply holds {len(blocks)} actions: {FORM}")
        if blocks and not (calls := _calls(next(iter(blocks)), closed="</action>" in text)):
            raise UnreadableReply(f"the action {next(iter(blocks))[:60]!r} cannot be read: {FORM}")
        notes = [NOTE + str(each.arguments.get("content", "")) for each in calls if snake(each.name) == "take_note"]
        conclusion = _CONCLUSION.search(text)
        thought = (conclusion[1].strip() if conclusion else "") + "".join(notes)
        shared = [each for called in calls for each in _shared(called)]
        return Said(all_actions(VERBS, shared, frame, at), thought)

    def _rules(self, setting: Setting) -> str:
        return self.browser if setting.offers("navigate") else self.desktop

    def _written(self, action: Action, frame: Frame) -> str:
        """An action in its words; in the plain ones that all families read where it has none."""
        match action:
            case Click(point=point, held=()) if name := _CLICKS.get((action.button, action.count)):
                return f"{name}({self.spot}={_pair(point, frame)})"
            case Move(point=point):
                return f"Hover({self.spot}={_pair(point, frame)})"
            case Drag(path=(start, end), held=()):
                return f"Drag(start={_pair(start, frame)}, end={_pair(end, frame)})"
            case Scroll(held=()) if bool(action.dx) != bool(action.dy):
                return self._scroll(action, frame)
        return _unaimed(action) or call(*plain(action, frame))

    def _scroll(self, action: Scroll, frame: Frame) -> str:
        end = Point(action.point.x - action.dx, action.point.y - action.dy)
        if self.finger and 0 <= end.x < frame.screen[0] and 0 <= end.y < frame.screen[1]:
            return f"Scroll(start={_pair(action.point, frame)}, end={_pair(end, frame)})"
        side, pixels, length = turned(action, frame)
        more = "" if pixels == round(length / 2) else f", pixels={pixels}"
        return f"Scroll({self.spot}={_pair(action.point, frame)}, direction={literal(side)}{more})"


def _calls(block: str, *, closed: bool) -> list[Called]:
    """The calls of an action; one that was ended by its tag may lack its own last bracket."""
    try:
        return calls_in(block)
    except UnreadableReply:
        if closed and block.endswith(")"):
            return calls_in(block + ")")
        raise


_OWN = frozenset(("launch", "geturl", "takenote", "selectoption", "sequence", "presshome", "pressback", "pressenter"))


def _shared(called: Called) -> list[Called]:
    """A call in words that all families share. Raises UnreadableReply for what cannot be done here."""
    arguments = called.arguments
    match snake(called.name):
        case "sequence":
            return [each for part in arguments.get("actions", ()) for each in _shared(part)]
        case "launch":
            return [Called("navigate", (), {"url": arguments.get("url") or arguments.get("app")})]
        case "take_note":
            return [Called("wait", (), {"seconds": 0})]
        case "press_home":
            return [Called("press", (), {"keys": ["Home"]})]
        case "hotkey":
            return _repeated(arguments)
        case "swipe" if "amount" in arguments:
            return [_wheel(arguments)]
        case "scroll" if "start" in arguments:
            return [Called("swipe", called.places, arguments)]
        case "long_press":
            return [Called("long_press", called.places, {"duration": PRESSED, **arguments})]
        case "get_url" | "select_option" as own:
            raise UnreadableReply(f"{own} cannot be answered here: look at the page, and click or type instead")
    return [called]


def _repeated(arguments: dict[str, object]) -> list[Called]:
    times = arguments.pop("repeat", 1)
    if not isinstance(times, int) or not 1 <= times <= MOST:
        raise UnreadableReply(f"repeat is a number from 1 to {MOST}, not {times!r}")
    return [Called("hotkey", (), arguments)] * times


def _wheel(arguments: dict[str, object]) -> Called:
    """A desktop's `Swipe`: notches of the wheel, up or to the right where they are positive."""
    amount, axis = arguments.get("amount"), arguments.get("axis", "vertical")
    if not isinstance(amount, int | float) or axis not in ("vertical", "horizontal"):
        raise UnreadableReply("Swipe needs an amount, as -5, and an axis, 'vertical' or 'horizontal'")
    pixels = round(amount * NOTCH)
    return Called("scroll", (), {"dx": pixels} if axis == "horizontal" else {"dy": -pixels})


def _pair(point: Point, frame: Frame) -> str:
    return "({},{})".format(*frame.pair(point))


def _unaimed(action: Action) -> str:
    """An action without a place; empty where there is no word for it."""
    match action:
        case Type(text=text):
            return call("Type", {"content": text})
        case Press(keys=("Enter",)):
            return "PressEnter()"
        case Press(keys=keys):
            return call("Hotkey", {"keys": list(keys)})
        case Wait(seconds=seconds):
            return "Wait()" if seconds == PAUSE else call("Wait", {"seconds": seconds})
        case Navigate(url=url):
            return call("Launch", {"url": url})
        case Back():
            return "PressBack()"
        case Finish(answer=answer):
            return call("Finished", {"content": answer})
        case GiveUp(reason=reason):
            return call("CallUser", {"content": reason})
    return ""


UI_VENUS_1_5 = UiVenus("ui_venus_phone", "ui_venus_phone", "box", Layout(folds=True, thinks=True), finger=True)
UI_VENUS_2 = UiVenus("ui_venus_browser", "ui_venus_computer", "point", Layout(image_first=False, thinks=True))
