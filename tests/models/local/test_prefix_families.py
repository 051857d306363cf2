"""A family's answer from a kept KV cache is the answer from the start: the same tokens, by the same logits.

The checkpoints are the families' own classes with random weights; the reference is transformers' `generate` on the
whole prompt, with nothing of ours.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import torch

from guiagent.messages import Talk
from guiagent.models.local.continued import CONTINUED
from guiagent.models.local.generating import Choosing, Generated, Generator
from guiagent.models.local.loaded import Loaded
from guiagent.models.local.loading import Loading
from guiagent.models.local.stopping import Brake
from tests.models.local.checkpoints import checkpoint
from tests.models.local.checkpoints_odd_all import ODD
from tests.models.local.recipes import FAMILIES
from tests.models.local.talks import shaken, talk

os.environ["HF_HUB_OFFLINE"] = "1"
STEPS = 6
TOKENS = 5
CLOSE = 1e-4
"""Of the largest logit: what adding in another order may change."""
GREEDY: dict[str, Any] = {"do_sample": False, "temperature": None, "top_p": None, "top_k": None}


class Tap:
    """The logits of each token that a model chooses, from outside."""

    def __init__(self, model: Any) -> None:
        self.logits: list[torch.Tensor] = []
        model.register_forward_hook(lambda module, given, output: self.logits.append(output.logits[0, -1].clone()))

    def taken(self) -> torch.Tensor:
        """Those of the last answer; what came before it was reading."""
        last = torch.stack(self.logits[-TOKENS:])
        self.logits.clear()
        return last


def written(family: str, folder: Path) -> Path:
    if family in FAMILIES:
        return checkpoint(family, folder)
    (folder / family).mkdir(exist_ok=True)
    return ODD[family]().written(folder / family)


def loaded(family: str, folder: Path) -> Loaded:
    found = shaken(str(written(family, folder)), Loading(device="cpu", dtype="fp32"))
    chosen = found.model.generation_config
    chosen.eos_token_id = None  # so that each answer has as many tokens
    chosen.use_cache = False  # as fine-tuned checkpoints come
    if family == "gemma3":
        chosen.cache_implementation = "hybrid"  # as Gemma 3's come
    return found


def from_the_start(loaded: Loaded, request: Talk) -> list[int]:
    prompt = loaded.prompt(request)
    if hasattr(loaded.model.base_model, "rope_deltas"):
        loaded.model.base_model.rope_deltas = None
    found = loaded.model.generate(**prompt.inputs, max_new_tokens=TOKENS, use_cache=True, **GREEDY)[0].tolist()
    return list(found[len(prompt.tokens) :])


def from_the_cache(generator: Generator, loaded: Loaded, request: Talk) -> Generated:
    return generator.answer(loaded.prompt(request), Brake(60))


@pytest.mark.parametrize("family", sorted(CONTINUED | {"pixtral"}))
def test_a_kept_cache_answers_as_a_reading_from_the_start(family: str, tmp_path: Path) -> None:
    it = loaded(family, tmp_path)
    tap, generator = Tap(it.model), Generator(it.model, Choosing(TOKENS, 0.0), 1 << 30)
    before = 0
    for step in range(STEPS):
        request = talk(step)
        reference, logits = from_the_start(it, request), tap.taken()
        found = from_the_cache(generator, it, request)
        assert found.tokens == reference
        assert (tap.taken() - logits).abs().max() <= CLOSE * logits.abs().max()
        if it.prompt(request).pictures:
            assert found.cached >= before, "the earlier pictures are not read again"
            before = max(picture.end for picture in it.prompt(request).pictures)


@pytest.mark.parametrize("family", sorted(CONTINUED))
def test_what_a_kept_picture_showed_is_heeded_and_another_in_its_place_is_read(family: str, tmp_path: Path) -> None:
    it = loaded(family, tmp_path)
    tap, generator = Tap(it.model), Generator(it.model, Choosing(TOKENS, 0.0), 1 << 30)
    from_the_cache(generator, it, talk(1))
    from_the_cache(generator, it, talk(2))
    with_it = tap.taken()
    other = talk(2, first=99)
    found = from_the_cache(generator, it, other)
    without = tap.taken()
    assert found.tokens == from_the_start(it, other)
    assert found.cached <= it.prompt(other).pictures[0].start
    assert (with_it - without).abs().max() > 100 * CLOSE * with_it.abs().max()


def test_every_family_that_is_said_to_go_on_is_tried_here() -> None:
    assert {*FAMILIES, *ODD} >= CONTINUED
