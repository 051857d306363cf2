"""A model in this process answers, says what it cost, stops when it is told to, and says what went wrong."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from pathlib import Path

import pytest
import torch

from guiagent.errors import ModelError, UsageError
from guiagent.messages import Message, Text
from guiagent.models.local.generating import Choosing, Generator
from guiagent.models.local.loaded import Loaded
from guiagent.models.local.loading import Loading
from guiagent.models.local.model import LocalModel
from guiagent.models.local.stopping import Brake, Stopped
from guiagent.usage import Usage
from tests.models.local.checkpoints import checkpoint
from tests.models.local.talks import SYSTEM, asked, shaken, talk

os.environ["HF_HUB_OFFLINE"] = "1"
CPU = Loading(device="cpu", dtype="fp32")
FOR_EVER = 100_000


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(checkpoint("qwen2_5_vl", tmp_path_factory.mktemp("weights")))


def endless(place: str, loading: Loading) -> Loaded:
    """A `Load` of weights that never come to an end by themselves."""
    loaded = shaken(place, loading)
    loaded.model.generation_config.eos_token_id = None
    return loaded


def model(weights: str, tokens: int = 6, **options: object) -> LocalModel:
    said: dict[str, object] = {"temperature": 0, "load": endless} | options
    return LocalModel(weights, CPU, max_tokens=tokens, **said)  # type: ignore[arg-type]


async def test_each_step_reads_what_is_new_and_says_what_it_cost(weights: str) -> None:
    ours = model(weights)
    first, second = await ours.reply(talk(0)), await ours.reply(talk(1))
    usage = second.usage
    assert (usage.requests, usage.output_tokens, usage.usd) == (1, 6, 0.0)
    assert usage.cached_tokens >= first.usage.input_tokens
    assert usage.input_tokens > usage.cached_tokens
    assert usage.image_tokens == (first.usage.image_tokens or 0) + 15
    assert usage.first_token_seconds is not None
    assert 0 < usage.first_token_seconds < usage.seconds
    assert usage.tokens_per_second is not None
    assert ours.cache_bytes > 0


async def test_what_was_chosen_is_said_before_anything_is_asked(weights: str) -> None:
    remarks = await model(weights).open()
    assert "cpu" in remarks[0]
    assert "kept from step to step" in remarks[-1]


async def test_costs_add_up_and_what_nobody_timed_stays_unknown() -> None:
    timed = Usage(requests=1, output_tokens=5, seconds=3.0, first_token_seconds=1.0)
    assert timed.tokens_per_second == 2.0
    assert sum([timed, timed], Usage()).first_token_seconds == 2.0
    assert (timed + Usage(requests=1, seconds=1.0)).first_token_seconds is None


async def test_an_answer_ends_by_itself_or_at_its_length(weights: str) -> None:
    loaded: list[Loaded] = []

    def known(place: str, loading: Loading) -> Loaded:
        loaded.append(endless(place, loading))
        return loaded[0]

    ours = model(weights, tokens=3, load=known)
    assert (await ours.reply(talk(0))).stop == "length"
    prompt = loaded[0].prompt(talk(0))
    said = loaded[0].model.generate(**prompt.inputs, max_new_tokens=2, do_sample=False)[0].tolist()
    loaded[0].model.generation_config.eos_token_id = [said[-1]]
    reply = await ours.reply(talk(0))
    assert reply.stop == "stop"
    assert reply.usage.output_tokens <= 2


async def test_two_models_of_the_same_weights_load_them_once_and_keep_their_own_conversations(weights: str) -> None:
    loads: list[str] = []

    def counted(place: str, loading: Loading) -> Loaded:
        loads.append(place)
        return endless(place, loading)

    agent, judge = model(weights, load=counted), model(weights, load=counted)
    other = (SYSTEM, asked(3))
    alone = [(await model(weights).reply(request)).text for request in (talk(2), other)]
    for step in (0, 1):
        await asyncio.gather(agent.reply(talk(step)), judge.reply(other))
    replies = await asyncio.gather(agent.reply(talk(2)), judge.reply(other))
    assert [reply.text for reply in replies] == alone
    assert len(loads) == 1
    assert all(reply.usage.cached_tokens for reply in replies)


async def test_chance_is_seeded_with_the_request_and_leaves_other_chance_alone(weights: str) -> None:
    state = torch.get_rng_state()
    one, other = model(weights, temperature=1.0), model(weights, temperature=1.0)
    first = await one.reply(talk(1))
    await other.reply(talk(0))
    assert (await other.reply(talk(1))).text == first.text
    assert (await one.reply((*talk(1), Message(role="user", parts=(Text(text="?"),))))).text != first.text
    assert torch.equal(torch.get_rng_state(), state)


async def test_an_answer_that_nobody_waits_for_leaves_the_weights_to_the_next(weights: str) -> None:
    long, short = model(weights, tokens=FOR_EVER), model(weights)
    await short.open()
    asking = asyncio.create_task(long.reply(talk(0)))
    queued = asyncio.create_task(long.reply(talk(1)))
    await asyncio.sleep(0.1)
    asking.cancel()
    queued.cancel()
    gone = await asyncio.gather(asking, queued, return_exceptions=True)
    assert [type(each) for each in gone] == [asyncio.CancelledError] * 2
    async with asyncio.timeout(20):
        assert (await short.reply(talk(0))).usage.output_tokens == 6


async def test_a_prompt_that_nobody_waits_for_is_not_read_to_its_end(weights: str) -> None:
    loaded = endless(weights, CPU)
    passed: list[int] = []
    layers = loaded.model.model.language_model.layers
    brake = Brake(60)

    def counted(*_: object) -> None:
        passed.append(1)
        brake.pull()

    for layer in layers:
        layer.register_forward_pre_hook(counted)
    with pytest.raises(Stopped):
        Generator(loaded.model, Choosing(5, 0.0), 1 << 20).answer(loaded.prompt(talk(0)), brake)
    assert len(passed) <= 2 <= len(layers)


async def test_an_answer_that_takes_too_long_says_what_to_do(weights: str) -> None:
    with pytest.raises(ModelError, match=r"within 0\.2 s: give it more time"):
        await model(weights, tokens=FOR_EVER, seconds=0.2).reply(talk(0))


async def test_what_is_kept_has_a_bound_and_the_answers_are_the_same(weights: str) -> None:
    free, bound = model(weights), model(weights, cache_bytes=30_000)
    for step in range(4):
        assert (await free.reply(talk(step))).text == (await bound.reply(talk(step))).text
        assert bound.cache_bytes <= 30_000
    assert free.cache_bytes > 30_000
    assert (await bound.reply(talk(5))).usage.cached_tokens > 0


async def test_a_conversation_that_lost_its_beginning_is_answered_as_if_it_were_new(weights: str) -> None:
    ours = model(weights)
    await ours.reply(talk(3))
    shorter = (SYSTEM, *talk(4)[3:])
    assert (await ours.reply(shorter)).text == (await model(weights).reply(shorter)).text


async def test_memory_that_runs_out_is_said_in_a_line_and_let_go_of(weights: str) -> None:
    full: list[bool] = []

    def crowded(place: str, loading: Loading) -> Loaded:
        loaded = endless(place, loading)

        def forward(*_: object) -> None:
            if full:
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB.\nmore")

        loaded.model.register_forward_pre_hook(forward)
        return loaded

    ours = model(weights, load=crowded)
    await ours.reply(talk(0))
    full.append(True)
    with pytest.raises(ModelError, match="ran out of memory on the GPU: fewer or smaller screenshots") as said:
        await ours.reply(talk(1))
    assert "\n" not in str(said.value)
    assert ours.cache_bytes == 0
    full.clear()
    assert (await ours.reply(talk(1))).text == (await model(weights).reply(talk(1))).text


async def test_weights_that_compute_no_number_are_said_to(weights: str) -> None:
    def damaged(place: str, loading: Loading) -> Loaded:
        loaded = endless(place, loading)
        with torch.no_grad():
            loaded.model.lm_head.weight.fill_(float("nan"))
        return loaded

    with pytest.raises(ModelError, match="computed no number"):
        await model(weights, load=damaged).reply(talk(0))


async def test_weights_that_are_not_there_are_looked_for_again(tmp_path: Path) -> None:
    place = tmp_path / "qwen2_5_vl"
    ours = model(str(place))
    with pytest.raises(UsageError):
        await ours.reply(talk(0))
    checkpoint("qwen2_5_vl", tmp_path)
    assert (await ours.reply(talk(0))).usage.output_tokens == 6


async def test_closing_lets_go_of_the_weights_and_of_their_thread(weights: str) -> None:
    def alone(place: str, loading: Loading) -> Loaded:
        return endless(place, loading)

    before = set(threading.enumerate())
    ours = model(weights, load=alone)
    await ours.reply(talk(0))
    mine = [thread for thread in threading.enumerate() if thread not in before and thread.name.startswith("weights")]
    await ours.aclose()
    gc.collect()
    for thread in mine:
        await asyncio.to_thread(thread.join, 20)
    assert mine
    assert not any(thread.is_alive() for thread in mine)
    with pytest.raises(ModelError, match="was closed"):
        await ours.reply(talk(0))
