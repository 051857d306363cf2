"""Actions as PyAutoGUI code, as models write it; what it has no call for as a function `computer.…`."""

from __future__ import annotations

from collections.abc import Sequence

from guiagent.actions import (
    Action,
    Click,
    Drag,
    Finish,
    GiveUp,
    KeyDown,
    KeyUp,
    MouseDown,
    MouseUp,
    Move,
    Point,
    Press,
    Scroll,
    Type,
    Wait,
)
from guiagent.dialects.calls import call, literal
from guiagent.dialects.code import Fields
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.wording import counted, plain

_CLICKS = {
    ("left", 1): "pyautogui.click",
    ("left", 2): "pyautogui.doubleClick",
    ("left", 3): "pyautogui.tripleClick",
    ("right", 1): "pyautogui.rightClick",
    ("middle", 1): "pyautogui.middleClick",
}


def code_of(actions: Sequence[Action], frame: Frame, triple: str = "pyautogui.tripleClick") -> str:
    """The actions as code, a statement a line; `code.actions_in` of it gives them back. `triple` clicks three times."""
    lines = [line for action in actions for line in _lines(action, frame)]
    return "\n".join(
        triple + line.removeprefix("pyautogui.tripleClick") if line.startswith("pyautogui.tripleClick(") else line
        for line in lines
    )


def _lines(action: Action, frame: Frame) -> list[str]:
    match action:
        case Click(held=held) | Drag(held=held) | Scroll(held=held) if held:
            return _between(held, _lines(action.model_copy(update={"held": ()}), frame))
        case Click() if name := _CLICKS.get((action.button, action.count)):
            return [call(name, _at(action.point, frame))]
        case Click():
            return [
                call("pyautogui.click", {**_at(action.point, frame), "clicks": action.count, "button": action.button})
            ]
        case Drag():
            return _dragged(action, frame)
        case Scroll() if bool(action.dx) != bool(action.dy):
            return [_wheel(action, frame)]
        case Move() | MouseDown() | MouseUp():
            names = {"move": "moveTo", "mouse_down": "mouseDown", "mouse_up": "mouseUp"}
            return [call(f"pyautogui.{names[action.kind]}", _at(action.point, frame))]
    return [_unaimed(action, frame)]


def _unaimed(action: Action, frame: Frame) -> str:
    match action:
        case Type():
            return call("pyautogui.write", {"message": action.text})
        case Press(keys=(key,)):
            return f"pyautogui.press({literal(key)})"
        case Press():
            return f"pyautogui.hotkey({', '.join(literal(key) for key in action.keys)})"
        case KeyDown() | KeyUp():
            return f"pyautogui.{'keyDown' if action.kind == 'key_down' else 'keyUp'}({literal(action.key)})"
        case Wait():
            return "computer.wait()" if action.seconds == 5 else call("time.sleep", {"seconds": action.seconds})
        case Finish():
            return call("computer.terminate", {"status": "success", "answer": action.answer})
        case GiveUp():
            return call("computer.terminate", {"status": "failure", "answer": action.reason})
    name, arguments = plain(action, frame)
    return call(f"computer.{name}", arguments)


def _at(point: Point, frame: Frame) -> Fields:
    return dict(zip("xy", frame.pair(point), strict=True))


def _dragged(action: Drag, frame: Frame) -> list[str]:
    start, *rest = action.path
    move = call("pyautogui.moveTo", _at(start, frame))
    if len(rest) == 1:
        return [move, call("pyautogui.dragTo", {**_at(rest[0], frame), "button": "left"})]
    return [
        move,
        "pyautogui.mouseDown()",
        *(call("pyautogui.moveTo", _at(point, frame)) for point in rest),
        "pyautogui.mouseUp()",
    ]


def _wheel(action: Scroll, frame: Frame) -> str:
    name, notches = ("hscroll", counted(action.dx)) if action.dx else ("scroll", counted(-action.dy))
    x, y = (literal(value) for value in frame.pair(action.point))
    return f"pyautogui.{name}({notches}, x={x}, y={y})"


def _between(held: Sequence[str], lines: Sequence[str]) -> list[str]:
    return [
        *(f"pyautogui.keyDown({literal(key)})" for key in held),
        *lines,
        *(f"pyautogui.keyUp({literal(key)})" for key in reversed(held)),
    ]
