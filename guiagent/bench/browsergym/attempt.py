"""One attempt at a task of BrowserGym by any policy."""

from __future__ import annotations

from guiagent.bench.browsergym.suite import BrowserGymTask
from guiagent.bench.browsergym.world import BrowserGym
from guiagent.guards import AllOf
from guiagent.limits import Limits
from guiagent.loop import Agent
from guiagent.policies.episode import UntilOver
from guiagent.protocols import Guard, Memory, Policy
from guiagent.records import Ending, Trajectory
from guiagent.reflection import ScreenChanged

STEPS = 40


async def attempt(
    world: BrowserGym,
    policy: Policy,
    seed: int,
    limits: Limits | None = None,
    guard: Guard | None = None,
    memory: Memory | None = None,
) -> Trajectory:
    """What an agent with this policy did in the world of this seed, with BrowserGym's verdict in its ending.

    Its answer is sent to BrowserGym's chat, and giving up is reported as infeasible, before the reward is read.
    """
    async with world.open(seed) as session:
        agent = Agent(
            policy=UntilOver(policy, session),
            computer=session.computer,
            guard=guard or AllOf(()),
            reflector=ScreenChanged(),
            limits=limits or Limits(steps=STEPS),
        )
        trajectory = await agent.run(await session.instruction(), memory)
        ending = trajectory.ending or Ending(reason="interrupted")
        await session.conclude(ending)
        verdict = BrowserGymTask(world.task).check(seed, await session.inspect(), ending)
        return trajectory.model_copy(update={"ending": ending.model_copy(update={"verdict": verdict})})
