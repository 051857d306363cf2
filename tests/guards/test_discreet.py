"""What a model says of a secret's value is kept by the secret's name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from guiagent.actions import Finish, Type
from guiagent.errors import UnreadableReply
from guiagent.guards.discreet import DiscreetPolicy, DiscreetReflector
from guiagent.guards.vault import Vault
from guiagent.records import Decision, Observation, Reflection, Rejected, Step
from tests.fakes import seen

VALUE = "hunter2-and-more"
VAULT = Vault.of(["pw=@PW"], {"PW": VALUE}, "https://shop.test")


class Blabs:
    """A policy and a reflector that say the value wherever they can."""

    def __init__(self, refused: bool = False) -> None:
        self.refused = refused

    async def decide(self, instruction: str, now: Observation, history: Sequence[Step]) -> Decision:
        rejected = (Rejected(reply={"content": VALUE}, why=f"not {VALUE}"),)
        if self.refused:
            raise UnreadableReply(f"no {VALUE}", rejected)
        actions = (Type(text=VALUE), Finish(answer=f"it is {VALUE}"))
        return Decision(thought=VALUE, actions=actions, reply={"a": [VALUE, 1, None]}, rejected=rejected)

    async def reflect(self, before: Observation, decision: Decision, after: Observation) -> Reflection:
        return Reflection(progress=True, note=f"it shows {VALUE}")


async def test_a_decision_is_kept_without_the_value() -> None:
    decision = await DiscreetPolicy(Blabs(), VAULT).decide("", seen(), ())
    assert VALUE not in decision.model_dump_json()
    assert decision.actions == (Type(text="<secret:pw>"), Finish(answer="it is <secret:pw>"))
    assert decision.reply == {"a": ["<secret:pw>", 1, None]}


async def test_a_reply_that_cannot_be_read_is_kept_without_it_too() -> None:
    with pytest.raises(UnreadableReply, match="no <secret:pw>") as error:
        await DiscreetPolicy(Blabs(refused=True), VAULT).decide("", seen(), ())
    assert VALUE not in str([each.model_dump() for each in error.value.rejected])


async def test_so_is_a_note() -> None:
    decision = Decision(actions=(Finish(),))
    reflection = await DiscreetReflector(Blabs(), VAULT).reflect(seen(), decision, seen())
    assert reflection == Reflection(progress=True, note="it shows <secret:pw>")
