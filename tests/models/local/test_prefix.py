"""What a kept cache holds after it was taken back is the next prompt's beginning, and no picture's half."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import Gemma3TextConfig, Qwen2Config
from transformers.cache_utils import DynamicCache

from guiagent.models.local.loaded import Picture, Prompt
from guiagent.models.local.prefix import Prefix

FULL: Any = Qwen2Config(num_hidden_layers=2)
SLIDING: Any = Gemma3TextConfig(
    num_hidden_layers=2, layer_types=["sliding_attention", "full_attention"], sliding_window=4
)
PICTURE = 7
Part = int | str


def prompt(parts: Sequence[Part]) -> Prompt:
    """Words are numbers from 0 to 5; a picture is a letter, and three tokens."""
    tokens: list[int] = []
    pictures = []
    for part in parts:
        if isinstance(part, str):
            pictures.append(Picture(part, len(tokens), len(tokens) + 3, {}))
        tokens += [PICTURE] * 3 if isinstance(part, str) else [part]
    return Prompt({"input_ids": torch.tensor([tokens])}, tuple(pictures))


def read(cache: Any, tokens: list[int]) -> None:
    """A model's forward, as far as the cache is concerned: each token's key is the token."""
    keys = torch.tensor(tokens, dtype=torch.float32).view(1, 1, -1, 1)
    for layer in range(2):
        cache.update(keys, keys, layer)


def held(prefix: Prefix, what: Prompt) -> None:
    cache, length = prefix.take(what)
    read(cache, what.tokens[length:])
    prefix.hold(cache, what.tokens, what.pictures)


def keys(cache: Any, layer: int) -> list[int]:
    return [int(key) for key in cache.layers[layer].keys.flatten().tolist()]


parts = st.lists(st.one_of(st.integers(0, 2), st.sampled_from("ab")), min_size=1, max_size=9)


@given(first=parts, second=parts)
def test_the_longest_common_beginning_is_kept_and_no_picture_is_cut(first: list[Part], second: list[Part]) -> None:
    prefix = Prefix(FULL)
    held(prefix, prompt(first))
    new = prompt(second)
    cache, length = prefix.take(new)
    assert length == (len(keys(cache, 0)) if cache.layers[0].is_initialized else 0)
    assert length < len(new.tokens)
    assert length == 0 or keys(cache, 0) == new.tokens[:length]
    assert not any(picture.start < length < picture.end for picture in new.pictures)
    same = next(
        (at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
    alike = len(prompt(second[:same]).tokens)
    assert length >= min(alike, len(new.tokens) - (3 if isinstance(second[-1], str) else 1))


def test_a_picture_that_shows_something_else_ends_what_is_shared() -> None:
    prefix = Prefix(FULL)
    held(prefix, prompt([1, "a", 2]))
    assert prefix.take(prompt([1, "b", 2, 3]))[1] == 1


def test_a_window_that_slid_on_goes_back_only_to_where_it_was_kept() -> None:
    prefix = Prefix(SLIDING)
    first = prompt([0, 1, "a", 2, 3])
    cache, _ = prefix.take(first)
    read(cache, first.tokens[:5])
    prefix.checkpoint(cache)
    read(cache, first.tokens[5:])
    prefix.hold(cache, first.tokens, first.pictures)
    cache, length = prefix.take(prompt([0, 1, "a", 2, 4, 5]))
    assert length == 5
    assert keys(cache, 0) == [PICTURE] * 3
    assert keys(cache, 1) == [0, 1, *[PICTURE] * 3]


def test_a_window_that_was_kept_nowhere_is_read_again() -> None:
    prefix = Prefix(SLIDING)
    held(prefix, prompt([0, 1, 2, 3, 4, 5, 0]))
    assert prefix.take(prompt([0, 1, 2, 3, 4, 5, 1, 1]))[1] == 0


def test_a_bound_on_memory_keeps_the_beginning() -> None:
    prefix = Prefix(FULL)
    held(prefix, prompt([0, 1, "a", 2, 3, "b", 4, 5]))
    prefix.trim(prefix.bytes * 8 // 12)
    assert prefix.tokens == 7
    assert prefix.bytes == 7 * 2 * 2 * 4, "seven keys and values in two layers, of four bytes each"
    prefix.trim(1)
    assert prefix.bytes == 0


def test_what_was_taken_and_not_brought_back_is_forgotten() -> None:
    prefix = Prefix(FULL)
    held(prefix, prompt([1, 2, 3]))
    prefix.take(prompt([1, 2, 3, 4]))
    cache, length = prefix.take(prompt([1, 2, 3, 4]))
    assert length == 0
    assert isinstance(cache, DynamicCache)
