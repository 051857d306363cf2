"""What a run will be wired from: every mistake that a person can make is found here, before anything is made."""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from guiagent.cli.choice import Choice, chosen
from guiagent.cli.models import Mind, mind_of
from guiagent.cli.options import RunOptions
from guiagent.cli.worlds import sandbox_of, suite_of, task_of
from guiagent.errors import UsageError
from guiagent.guards.domains import AllowList
from guiagent.guards.vault import Vault
from guiagent.protocols import Sandbox, Task
from guiagent.suites import Suite


@dataclass(frozen=True)
class Plan:
    """The options, completed and checked, and what they stand for."""

    options: RunOptions
    mind: Mind
    vault: Vault
    allowed: AllowList | None
    task: Task | None
    remarks: tuple[str, ...] = ()

    def sandbox(self, folder: Path) -> Sandbox | None:
        """The world to work in, its state kept in the run's folder so that a killed run can go on in it."""
        if not self.options.sandbox:
            return None
        return sandbox_of(
            self.options.sandbox, folder / f"{self.options.sandbox.partition('/')[0]}.db", self.options.port
        )


def planned(options: RunOptions, mind: Mind | None = None) -> Plan:
    """The plan for these options; `mind` where it is not the model that decides. Raises UsageError or ComputerError."""
    task = task_of(options.task, options.suites) if options.task else None
    options = _placed(_told(options, task), task)
    choice = Choice(options.model) if mind else chosen(options, os.environ)
    options = options.model_copy(update={"model": choice.name})
    if not options.cdp:
        _showable(options)
        from guiagent.computers.find import find_browser

        find_browser()
    vault = Vault.of(options.secrets, os.environ, options.url or None)
    _discreet(options, vault)
    return Plan(
        options=options,
        mind=mind or mind_of(options, task),
        vault=vault,
        allowed=_allowed(options),
        task=task,
        remarks=(choice.why,) if choice.why else (),
    )


def _showable(options: RunOptions) -> None:
    there = sys.platform in {"darwin", "win32"} or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if options.headed and not there:
        raise UsageError("--headed needs a display, and there is none: leave it out, or use xvfb-run guiagent …")


def _discreet(options: RunOptions, vault: Vault) -> None:
    """A value in the task or the address would be sent to the model and written down."""
    for what, text in (("the task", options.instruction), ("--url", options.url)):
        if (said := vault.hide(text)) != text:
            raise UsageError(f"{what} holds a secret's value; write its name instead: {said!r}")


def _told(options: RunOptions, task: Task | None) -> RunOptions:
    if task is not None:
        if options.instruction not in ("", task.instruction(options.seed)):
            raise UsageError(f"--task {options.task} brings its own instruction; leave yours out")
        return options.model_copy(update={"instruction": task.instruction(options.seed), "sandbox": task.sandbox})
    if not options.instruction:
        raise UsageError("there is no task: say what to do, as in: guiagent run \"Search for 'tea'\" --url URL")
    return options


def _placed(options: RunOptions, task: Task | None) -> RunOptions:
    """With a port for the sandbox, so that a resumed run finds its world where it was."""
    if not options.sandbox:
        return options
    if options.url and options.url != _address(options.port):
        raise UsageError(f"--url and {'--task' if task else '--sandbox'} are two places to begin; choose one")
    sandbox_of(options.sandbox, suite=_suite(options))
    port = options.port or _free_port()
    return options.model_copy(update={"port": port, "url": _address(port)})


def _allowed(options: RunOptions) -> AllowList | None:
    if not options.allow_domains:
        return None
    if options.cdp:
        raise UsageError(
            "--allow-domain cannot be enforced on a browser that already runs: leave out --cdp, "
            "and a browser is started behind the allow-list"
        )
    own = (f"127.0.0.1:{options.port}",) if options.sandbox else ()
    allowed = AllowList.of((*options.allow_domains, *own))
    if options.url and options.url != "about:blank" and (refusal := allowed.refusal(options.url)):
        raise UsageError(f"--url {options.url!r} is not reached with these --allow-domain: {refusal}")
    return allowed


def _suite(options: RunOptions) -> Suite | None:
    """The suite of the task, whose own kinds of worlds come first."""
    return suite_of(options.task.partition("/")[0], options.suites) if options.task else None


def _address(port: int) -> str:
    return f"http://127.0.0.1:{port}/"


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
