"""Which tokens of a prompt stand for which of its pictures."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

Span = tuple[int, int]


def spans(processor: Any, tokens: list[int], count: int) -> list[Span]:
    """The first placeholder of each picture and the place after its last; none where they cannot be told apart."""
    ids = _placeholders(processor)
    places = [at for at, token in enumerate(tokens) if token in ids]
    if not count or not places:
        return []
    counts = _counted(processor, ids, count)
    if counts and sum(counts) == len(places):
        return _allotted(places, counts)
    runs = _runs(places)
    return runs if len(runs) == count else []


def _placeholders(processor: Any) -> frozenset[int]:
    ids = getattr(processor, "image_token_ids", None) or [getattr(processor, "image_token_id", None)]
    return frozenset(token for token in ids if token is not None)


def _counted(processor: Any, ids: frozenset[int], count: int) -> list[int]:
    """The placeholders of each picture, by what the processor put in its place."""
    replaced = getattr(processor, "replaced", ())
    if len(replaced) != count:
        return []
    words = processor.tokenizer.convert_ids_to_tokens(sorted(ids))
    return [sum(text.count(word) for word in words) for text in replaced]


def _allotted(places: list[int], counts: list[int]) -> list[Span]:
    found, at = [], 0
    for count in counts:
        found.append((places[at], places[at + count - 1] + 1))
        at += count
    return found


def _runs(places: list[int]) -> list[Span]:
    """Unbroken stretches."""
    cuts = [at for at, (left, right) in enumerate(pairwise(places), 1) if right != left + 1]
    edges = [0, *cuts, len(places)]
    return [(places[start], places[end - 1] + 1) for start, end in pairwise(edges)]
