"""What an annotator recalls is shown to the policy, recorded, and so the same when the run is read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from guiagent.computers.annotated import Annotated
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.dialects.telling import told
from guiagent.loop import Agent
from guiagent.models.encoders import Encoder
from guiagent.policies.scripted import ScriptedPolicy
from guiagent.protocols import Policy
from guiagent.recall import Recall, RecallAnnotator
from guiagent.records import Decision, Observation, Step
from guiagent.reflection import ScreenChanged
from guiagent.runs import RunFolder, RunInfo
from tests.fakes import Allows, seen
from tests.recall.past_runs import MOVES, STARTS, TEA, trajectory


@dataclass
class Reading:
    """A policy that keeps what another one was shown."""

    policy: Policy
    shown: list[tuple[str, ...]] = field(default_factory=list)

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        self.shown.append(now.examples)
        return await self.policy.decide(instruction, now, history)


async def test_a_run_is_shown_what_was_done_on_such_screens_and_keeps_it(
    runs: Path, pages: Path, encoder: Encoder
) -> None:
    recall = Recall(runs, encoder, trajectory, but="new")
    async with Browser(BrowserOptions(url=(pages / STARTS[TEA]).as_uri(), viewport=(480, 320))) as browser:
        policy = Reading(ScriptedPolicy(MOVES[TEA], browser))
        computer = Annotated(browser, (RecallAnnotator(recall, TEA),))
        with RunFolder.create_in(runs / "new", RunInfo(instruction=TEA)) as memory:
            run = await Agent(policy, computer, Allows(), ScreenChanged()).run(TEA, memory)
    assert run.ending is not None
    assert run.ending.reason == "finished"
    first, second, _ = policy.shown
    assert 'type "2"' in first[0]
    assert 'click "Order the green tea"' in second[0]
    assert [step.before.examples for step in trajectory(runs / "new").steps] == policy.shown
    past = Recall(runs, encoder, trajectory, but="new")
    for step in run.steps:
        again = await RecallAnnotator(past, TEA).annotate(step.before.model_copy(update={"examples": ()}))
        assert again.examples == step.before.examples


async def test_a_model_is_told_of_no_more_examples_than_asked_for(runs: Path, encoder: Encoder) -> None:
    recall = Recall(runs, encoder, trajectory)
    for most in (0, 1, 2):
        now = await RecallAnnotator(recall, TEA, most).annotate(seen(url=""))
        assert len(now.examples) == most
        lines = told(now)
        assert len(lines) == most
        assert all(line.startswith("From an earlier run") and "…" not in line[-2:] for line in lines)
