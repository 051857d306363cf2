"""The form of an answer says what the prompt says, is strict, and whatever keeps to it can be read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from guiagent.catalogue import resolve
from guiagent.dialects.coordinates import SPACES
from guiagent.dialects.json_plain import MOST, JsonDialect
from guiagent.messages import Reply, Text
from tests.fakes import painted, seen

PAGE = seen().model_copy(update={"screen": painted("shop", (1280, 800))})
FILLED = {"target": "it", "held": [], "button": "left", "count": 1, "amount": 0.5, "seconds": 1, "index": 0}


def schemas(value: Any) -> Iterator[dict[str, Any]]:
    """A schema and all those within it."""
    if isinstance(value, dict):
        if "type" in value or "anyOf" in value:
            yield value
        for part in value.values():
            yield from schemas(part)
    elif isinstance(value, list):
        for part in value:
            yield from schemas(part)


def forms(dialect: JsonDialect) -> dict[str, dict[str, Any]]:
    """The schema of each kind of action."""
    found = dialect.schema["properties"]["actions"]["items"]["anyOf"]
    return {form["properties"]["kind"]["enum"][0]: form for form in found}


def entries(dialect: JsonDialect) -> dict[str, dict[str, Any]]:
    """The actions as the rules show them, with the first of their choices."""
    rules = dialect.ask("t", PAGE, ())[0].parts[0]
    assert isinstance(rules, Text)
    text = re.sub(r'("\w+")(?: \| "\w+")+', r"\1", rules.text.replace("[x, y]", "[1, 1]").replace("[y, x]", "[1, 1]"))
    lines = [json.loads(line) for line in text.splitlines() if line.startswith('{"kind"')]
    return {line["kind"]: line for line in lines}


def keeps(value: Any, schema: dict[str, Any]) -> bool:
    """Whether a value keeps to a schema of the few words that ours are made of."""
    if "anyOf" in schema:
        return any(keeps(value, each) for each in schema["anyOf"])
    if value not in schema.get("enum", [value]):
        return False
    match schema["type"]:
        case "object":
            inner = schema["properties"]
            return set(value) == set(inner) and all(keeps(value[name], inner[name]) for name in inner)
        case "array":
            sized = schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 99)
            return sized and all(keeps(part, schema["items"]) for part in value)
        case "string":
            return isinstance(value, str)
        case "integer":
            return isinstance(value, int)
        case kind:
            assert kind == "number"
            return isinstance(value, int | float)


@pytest.mark.parametrize("space", SPACES)
def test_it_is_strict_as_openai_means_it(space: str) -> None:
    schema = JsonDialect(SPACES[space]).schema
    assert schema["type"] == "object"
    for each in schemas(schema):
        if each.get("type") == "object":
            assert each["additionalProperties"] is False
            assert each["required"] == list(each["properties"])
    known = {"type", "anyOf", "enum", "items", "minItems", "maxItems", "properties", "required", "description"}
    assert {word for each in schemas(schema) for word in each} <= known | {"additionalProperties"}
    assert list(schema["properties"]) == ["thought", "actions", "expect"]


@pytest.mark.parametrize("kinds", [None, frozenset({"click", "type", "press", "mouse_down", "look"})])
def test_it_offers_what_the_rules_offer(kinds: frozenset[str] | None) -> None:
    dialect = JsonDialect(SPACES["1000"], kinds=kinds)
    assert list(forms(dialect)) == list(entries(dialect))
    for kind, entry in entries(dialect).items():
        form = forms(dialect)[kind]
        assert set(entry) <= set(form["properties"])
        filled = {name: entry.get(name, FILLED.get(name)) for name in form["properties"]}
        assert keeps(filled, form), filled
    assert dialect.schema["properties"]["actions"]["maxItems"] == MOST


@pytest.mark.parametrize("space", SPACES)
def test_whatever_keeps_to_it_can_be_read(space: str) -> None:
    dialect = JsonDialect(SPACES[space].ordered("yx"))
    for kind, entry in entries(dialect).items():
        action = {name: entry.get(name, FILLED.get(name)) for name in forms(dialect)[kind]["properties"]}
        answer = {"thought": "t", "actions": [action], "expect": "e"}
        assert keeps(answer, dialect.schema), answer
        assert dialect.read(Reply(text=json.dumps(answer)), PAGE, ()).actions[0].kind == kind


def test_a_place_is_two_numbers_in_the_order_and_the_space_that_the_rules_name() -> None:
    point = forms(JsonDialect(SPACES["1000"].ordered("yx")))["click"]["properties"]["point"]
    assert point["description"].startswith("[y, x]: integers from 0")
    assert not keeps([1, 2, 3], point)
    assert keeps([0.5, 0.5], point), "a model that means another space is to be seen to, and refused by the reader"


def test_families_that_get_worse_by_it_are_not_held_to_it() -> None:
    names = (
        "qwen3-vl-8b",
        "Qwen/Qwen3.6-27B",
        "kimi-k2.6",
        "glm-4.6v",
        "gpt-4o",
        "gpt-4.1-mini",
        "internvl3-8b",
        "my-own",
    )
    held = {name: resolve(name, "json:1000" if name == "my-own" else None).structured for name in names}
    assert [name for name, yes in held.items() if not yes] == [
        "qwen3-vl-8b",
        "Qwen/Qwen3.6-27B",
        "kimi-k2.6",
        "glm-4.6v",
    ]
