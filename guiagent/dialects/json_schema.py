"""The JSON dialect's answer as a JSON schema, for servers that can hold a model to one.

It is strict in OpenAI's sense: objects alone at the top, every property required and none beside them. It says what
the prompt says and no more, and what comes of it is read as any other reply, since a server may ignore it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from guiagent.actions import Button

Schema = dict[str, Any]
Places = Mapping[str, Mapping[str, Schema]]
"""The fields of each kind of action that name places, by the kind: click, move, drag, scroll, type."""

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
KEYS: Schema = {"type": "array", "items": TEXT}


def answer_schema(places: Places, kinds: frozenset[str] | None, most: int) -> Schema:
    """A thought, at most `most` actions of these kinds (None: all), and what to expect; places as they are named.

    The thought stands first, since a model that is held to a schema thinks nowhere else.
    """
    allowed = None if kinds is None else kinds | {"finish", "give_up"}
    forms = [
        _object(kind=_one_of(kind), **fields)
        for kind, fields in _forms(places).items()
        if allowed is None or kind in allowed
    ]
    actions = {"type": "array", "items": {"anyOf": forms}, "minItems": 1, "maxItems": most}
    return _object(thought=TEXT, actions=actions, expect=TEXT)


def _forms(places: Places) -> dict[str, dict[str, Schema]]:
    """The fields of each kind of action, as the prompt shows them."""
    return {
        "click": {
            **places["click"],
            "button": _one_of(*get_args(Button)),
            "count": {"type": "integer", "enum": [1, 2, 3]},
            "held": KEYS,
        },
        "move": {**places["move"]},
        "drag": {**places["drag"]},
        "scroll": {**places["scroll"], "direction": _one_of("up", "down", "left", "right"), "amount": NUMBER},
        "type": {**places["type"], "text": TEXT},
        "press": {"keys": KEYS},
        "hold": {"keys": KEYS, "seconds": NUMBER},
        "wait": {"seconds": NUMBER},
        "navigate": {"url": TEXT},
        "back": {},
        "select_tab": {"index": {"type": "integer"}},
        "finish": {"answer": TEXT},
        "give_up": {"reason": TEXT},
    }


def or_none(schema: Schema) -> Schema:
    """A field that may be left out, which a strict schema says with null."""
    return {"anyOf": [schema, {"type": "null"}]}


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}
