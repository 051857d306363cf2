"""Makes a model with random weights say the right thing: its decoder is forced, token by token, and nothing else is.

The tokenizer, the template, the processor, the weights and transformers' own `generate` do their work as ever; only
the choice of each next token is made for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from transformers import LogitsProcessor, LogitsProcessorList

from guiagent.actions import Click, Point
from guiagent.dialects.family import FamilyDialect
from guiagent.dialects.pointing import PointingDialect
from guiagent.messages import Talk, Text
from guiagent.models.local.load import load
from guiagent.models.local.loaded import Loaded
from guiagent.models.local.loading import Loading
from guiagent.perception import Grounder
from guiagent.policies.vlm import VlmPolicy
from guiagent.protocols import Dialect
from guiagent.records import Decision, Done, Located, Observation, Step
from guiagent.screen import Screen


class Forced(LogitsProcessor):  # type: ignore[misc]  # transformers has no types
    """Leaves nothing to choose: the tokens in their order, then the end."""

    def __init__(self, tokens: Sequence[int]) -> None:
        self._tokens, self._start = tokens, -1

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        forced = torch.full_like(scores, -torch.inf)
        forced[:, self.allowed(0, input_ids[0])] = 0.0
        return forced

    def allowed(self, batch: int, tokens: torch.Tensor) -> list[int]:
        """The one token that may come after these."""
        self._start = len(tokens) if self._start < 0 else self._start
        return [self._tokens[min(len(tokens) - self._start, len(self._tokens) - 1)]]


@dataclass
class Script:
    """What is to be said next. Where it is not `heeded`, the model has its own say."""

    heeded: bool = True
    text: str = ""
    said: list[str] = field(default_factory=list)

    def load(self, place: str, loading: Loading) -> Loaded:
        """A `Load`: the checkpoint as it is loaded always, with `generate` told what is forced."""
        loaded = load(place, loading)
        generate = loaded.model.generate

        def forced(*args: Any, logits_processor: Any = None, **options: Any) -> Any:
            processors = LogitsProcessorList(logits_processor or ())
            if self.heeded:
                choice = Forced(self._tokens(loaded))
                self.said.append(self.text)
                if loaded.model.config.model_type == "janus":  # it drops the processors that it is given
                    options["prefix_allowed_tokens_fn"] = choice.allowed
                processors.append(choice)
            return generate(*args, logits_processor=processors, **options)

        loaded.model.generate = forced
        return loaded

    def _tokens(self, loaded: Any) -> list[int]:
        ends = loaded.model.generation_config.eos_token_id
        tokens: list[int] = loaded.processor.tokenizer(self.text, add_special_tokens=False)["input_ids"]
        return [*tokens, ends[0] if isinstance(ends, list) else ends]


def written(dialect: Dialect[Talk], decision: Decision, now: Observation) -> str:
    """A decision in the family's own grammar, as its dialect writes it."""
    match dialect:
        case FamilyDialect(grammar=grammar, setting=setting):
            return grammar.written(decision, setting.frame(now.screen))
        case PointingDialect(pointing=pointing, setting=setting):
            (click,) = decision.actions
            assert isinstance(click, Click)
            return pointing.written(click.point, setting.frame(now.screen))
    done = (Done(),) * len(decision.actions)
    step = Step(index=0, before=now, decision=decision, outcomes=done, after=now)
    answers = [message for message in dialect.ask("", now, (step,)) if message.role == "assistant"]
    return "".join(part.text for part in answers[-1].parts if isinstance(part, Text))


@dataclass(frozen=True)
class Taught:
    """A policy whose model is made to say what `right` says is right for a step."""

    policy: VlmPolicy[Talk]
    script: Script
    right: Callable[[int, Observation], Any]

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        decision = await self.right(len(history), now)
        self.script.text = written(self.policy.dialect, decision, now)
        return await self.policy.decide(instruction, now, history)


@dataclass(frozen=True)
class TaughtGrounder:
    """A grounder whose model is made to point at what `where` says a description means."""

    grounder: Grounder
    dialect: Dialect[Talk]
    script: Script
    where: Callable[[str], Any]

    async def locate(self, screen: Screen, description: str) -> Located:
        point: Point = await self.where(description)
        decision = Decision(actions=(Click(point=point),))
        self.script.text = written(self.dialect, decision, Observation(screen=screen))
        return await self.grounder.locate(screen, description)
