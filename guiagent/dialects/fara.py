"""Fara-7B and Fara1.5: web agents with one function, `computer_use`, that opens addresses and types into places.

Source: microsoft/fara, `_prompts.py` and `fara15_agent.py` (MIT). Fara-7B points in pixels of the resized image,
Fara1.5 in thousandths. It says what it thinks in plain prose before the call, which is also its answer where it ends
without one. Its function is closed: it has no word for tabs, and what is kept in mind by `pause_and_memorize_fact`
stays in its own turn. Pages cannot be read for it, so that `read_page_answer_question` goes back to it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from guiagent.actions import Action, Back, Finish, Navigate, Point, SelectTab, Type
from guiagent.dialects.computer_use import NAME, Call, calls_of, signature
from guiagent.dialects.coordinates import Frame
from guiagent.dialects.grammar import Layout, Said
from guiagent.dialects.qwen import HELPFUL, filled, resolution
from guiagent.dialects.setting import Setting
from guiagent.dialects.spellings import unpacked
from guiagent.dialects.tool_actions import Arguments, said_in
from guiagent.dialects.tool_call import JsonForm, tool_calls_in
from guiagent.errors import UnreadableReply
from guiagent.records import Decision

FOLLOWING = "Here is the next screenshot. Think about what to do next."
NEXT = Layout(following=FOLLOWING)
SEARCH = "https://www.bing.com/search?q={}&FORM=QBLH"
"""Where Fara's own runner looks for what it wants to search."""
WEB = ("visit_url", "web_search", "history_back", "pause_and_memorize_fact")
FARA_7B = ("key", "type", "mouse_move", "left_click", "scroll", *WEB, "wait", "terminate")
FARA_1_5 = (
    *("key", "type", "mouse_move", "left_click", "left_click_drag", "right_click", "double_click", "triple_click"),
    *("scroll", "hscroll", *WEB, "ask_user_question", "wait", "terminate"),
)
_TEXT = {"type": "string"}
_MORE: dict[str, dict[str, Any]] = {
    "press_enter": {"description": "Whether to press the Enter key after typing.", "type": "boolean"},
    "delete_existing_text": {"description": "Whether to delete existing text before typing.", "type": "boolean"},
    "url": {"description": "The URL to visit. Required only by `action=visit_url`.", **_TEXT},
    "query": {"description": "The query to search for. Required only by `action=web_search`.", **_TEXT},
    "fact": {"description": "The fact to remember. Required only by `action=pause_and_memorize_fact`.", **_TEXT},
}
_ASKED = {
    "question": {"description": "The question. Required only by `action=ask_user_question`.", **_TEXT},
    "answer": {"description": "The final answer. Used by `action=terminate`.", **_TEXT},
}


@dataclass(frozen=True)
class Fara:
    """A `Grammar`. `values` are what `action` may be."""

    values: tuple[str, ...]
    layout: Layout = NEXT

    def system(self, task: str, frame: Frame, setting: Setting) -> str:
        declared = signature(self.values, resolution(frame))
        asked = _ASKED if "ask_user_question" in self.values else {}
        declared["function"]["parameters"]["properties"].update({**_MORE, **asked})
        return f"{HELPFUL}\n\n{filled('fara', tools=json.dumps(declared, ensure_ascii=False))}"

    def opening(self, task: str, frame: Frame, setting: Setting, past: Sequence[str]) -> str:
        return task

    def written(self, decision: Decision, frame: Frame) -> str:
        calls = [call for action in decision.actions for call in _calls_of(action, frame)]
        thought = [decision.thought] if decision.thought else []
        return "\n".join((*thought, *(JsonForm().written(*call) for call in calls)))

    def read(self, text: str, frame: Frame, at: Point | None) -> Said:
        example = JsonForm().written(NAME, {"action": "left_click", "coordinate": frame.pair(Point(0, 0))})
        said = said_in(text, frame, at, frozenset(("action", *_MORE, *_ASKED)), example, self._meant)
        thought = "\n".join(filter(None, (said.thought, *_facts(text))))
        match said.actions:
            case [*rest, Finish(answer="")] if thought and not self.answers:
                return Said((*rest, Finish(answer=said.thought)), thought)
        return Said(said.actions, thought)

    @property
    def answers(self) -> bool:
        """Whether it can say an answer beside its thoughts."""
        return "ask_user_question" in self.values

    def _meant(self, action: str, arguments: Arguments) -> Arguments | None:
        """What an action of its own means; Fara-7B's runner presses Enter after typing where nothing is said of it."""
        match action:
            case "web_search":
                return {"action": "navigate", "url": SEARCH.format(quote_plus(str(arguments.get("query", ""))))}
            case "refresh":
                return {"action": "key", "keys": ["F5"]}
            case "pause_and_memorize_fact":
                return {"action": "wait", "time": 0}
            case "read_page_answer_question":
                raise UnreadableReply("pages cannot be read for you: read the screenshot, and scroll to see more")
            case "type" if not self.answers:
                return {"action": "type", "press_enter": True, **arguments}
            case "terminate" if "answer" in arguments and "status" not in arguments:
                return {"action": "terminate", "status": "success", **arguments}
        return None


def _facts(text: str) -> list[str]:
    """What a reply wants kept in mind; told in its thought, which stays in its own turn."""
    calls = [unpacked(call.get("arguments")) for call in tool_calls_in(text, frozenset())]
    return [f"Memorized: {call['fact']}" for call in calls if isinstance(call, Mapping) and call.get("fact")]


def _calls_of(action: Action, frame: Frame) -> list[Call]:
    """An action in Fara's words; what it has none for in Qwen's, which are read back, too."""
    match action:
        case Navigate(url=url):
            return [(NAME, {"action": "visit_url", "url": url})]
        case Back():
            return [(NAME, {"action": "history_back"})]
        case SelectTab(index=index):
            return [(NAME, {"action": "select_tab", "index": index})]
        case Type(text=text):
            return [(NAME, {"action": "type", "text": text, "press_enter": False})]
        case Finish(answer=answer):
            return [(NAME, {"action": "terminate", "status": "success", **({"answer": answer} if answer else {})})]
    return calls_of(action, frame)


FARA = Fara(FARA_7B)
FARA1_5 = Fara(FARA_1_5)
