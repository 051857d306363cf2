"""The parts of a run, put together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from guiagent.cli.console import StepPrinter
from guiagent.cli.models import Making
from guiagent.cli.plan import Plan
from guiagent.cli.served import opened
from guiagent.cli.terminal import TerminalPerson
from guiagent.computers.annotated import Annotated
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.guards import AllOf, ConfirmGuard, DomainGuard
from guiagent.guards.discreet import DiscreetPolicy, DiscreetReflector
from guiagent.guards.fence import Fenced
from guiagent.guards.proxy import AllowProxy
from guiagent.loop import Agent
from guiagent.policies.episode import UntilOver
from guiagent.protocols import Computer, Episode, Policy, Reflector, Session, Task
from guiagent.records import Ending, Verdict


@dataclass(frozen=True)
class Wired:
    """An agent at work, and the judge's door to its world where there is a check."""

    agent: Agent
    browser: Browser
    session: Session | None
    task: Task | None
    seed: int

    async def told(self, instruction: str) -> str:
        """The task: in the world's own words where it tells it by itself. Raises SandboxError."""
        return await self.session.instruction() if self.task and isinstance(self.session, Episode) else instruction

    async def judged(self, ending: Ending) -> Ending:
        """The ending with the verdict of the task's check, where there is one."""
        if self.task is None or self.session is None:
            return ending
        state = await self.session.inspect()
        verdict: Verdict = await asyncio.to_thread(self.task.check, self.seed, state, ending)
        return ending.model_copy(update={"verdict": verdict})


@asynccontextmanager
async def wired(plan: Plan, folder: Path, printer: StepPrinter, person: TerminalPerson) -> AsyncIterator[Wired]:
    """The parts, open while the context lasts; the last opened is closed first."""
    options = plan.options
    async with AsyncExitStack() as stack:
        world = plan.sandbox(folder)
        session = await stack.enter_async_context(world.open(options.seed)) if world else None
        fence = await stack.enter_async_context(AllowProxy(plan.allowed)) if plan.allowed else None
        browser = await stack.enter_async_context(
            Browser(_browser_options(plan, folder, fence.chromium_args if fence else ()), plan.vault)
        )
        stack.push_async_callback(plan.mind.aclose)
        making = Making(options.instruction, folder.name, plan.vault.hide)
        annotators = plan.mind.annotators(making, browser)
        remarks = [*browser.remarks, *await plan.mind.open()]
        for annotator in annotators:
            remarks += await opened(annotator)
        for remark in remarks:
            printer.say(remark)
        ask = person.confirm if person.there else None
        domains = DomainGuard(plan.allowed)
        policy: Policy = plan.mind.policy(options.seed, browser, names := tuple(plan.vault.described()))
        reflector: Reflector = plan.mind.reflector()
        if plan.task and isinstance(session, Episode):
            policy = UntilOver(policy, session)
        if names:
            policy, reflector = DiscreetPolicy(policy, plan.vault), DiscreetReflector(reflector, plan.vault)
        fenced: Computer = Fenced(browser, fence, domains) if fence else browser
        agent = Agent(
            policy=policy,
            computer=Annotated(fenced, annotators) if annotators else fenced,
            guard=AllOf((domains, ConfirmGuard(options.confirm, ask, browser))),
            reflector=reflector,
            limits=options.limits,
            person=person,
            watcher=printer,
        )
        yield Wired(agent, browser, session, plan.task, options.seed)


def _browser_options(plan: Plan, folder: Path, chromium_args: tuple[str, ...]) -> BrowserOptions:
    options = plan.options
    return BrowserOptions(
        url=options.url or "about:blank",
        viewport=options.viewport,
        scale=options.scale,
        headed=options.headed,
        cdp=options.cdp or None,
        downloads=folder / "downloads",
        uploads=options.uploads,
        chromium_args=chromium_args,
        session=folder / "session.json",
    )
