"""Exit codes, and the one place where an error becomes a line on stderr.

0 success (verified where there is a check), 1 failed or gave up, 2 usage, 3 a limit, 4 denied or blocked,
5 model or environment error, 130 interrupted.
"""

from __future__ import annotations

import functools
import json
import os
import sys
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, TypeVar

import typer

from guiagent.errors import Interrupted, OperatorError, UsageError

if TYPE_CHECKING:
    from guiagent.records import Ending

P = ParamSpec("P")
R = TypeVar("R")

SUCCESS, FAILED, USAGE, LIMIT, DENIED, BROKEN, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130

RESUMABLE = frozenset({"steps", "seconds", "tokens", "usd", "interrupted", "unreadable_reply"})
"""Endings after which a run can go on: with a higher limit, or with a model that has come to its senses."""


def code_of(ending: Ending) -> int:
    """The exit code of a run that ended; a check of the world outranks what the agent says of itself."""
    match ending.reason:
        case "steps" | "seconds" | "tokens" | "usd":
            return LIMIT
        case "denied":
            return DENIED
        case "interrupted":
            return INTERRUPTED
        case "unreadable_reply":
            return BROKEN
        case "finished" | "gave_up" | "stuck":
            succeeded = ending.verdict.success if ending.verdict else ending.reason == "finished"
            return SUCCESS if succeeded else FAILED


def guarded(command: Callable[P, R]) -> Callable[P, R]:
    """The command, with what a person must mend told in one line instead of a traceback."""

    @functools.wraps(command)
    def safely(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except typer.Exit:
            raise
        except (KeyboardInterrupt, Interrupted):
            _say("interrupted", INTERRUPTED, kwargs)
        except UsageError as error:
            _say(str(error), USAGE, kwargs)
        except OperatorError as error:
            _say(str(error), BROKEN, kwargs)
        except BrokenPipeError:
            _let_go_of_stdout()
            raise typer.Exit(BROKEN) from None
        except Exception as error:  # noqa: BLE001  a fault of ours must not look like a task that failed (exit code 1)
            traceback.print_exc()
            _say(f"internal error, please report it: {type(error).__name__}", BROKEN, kwargs)

    return safely


def _let_go_of_stdout() -> None:
    """Nobody reads on, as after `| head`: what is still to be flushed goes nowhere, without a word."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(message: str, code: int, options: dict[str, Any]) -> NoReturn:
    """The message on stderr, and as JSON on stdout where the command was asked for it."""
    typer.echo(f"guiagent: {message}", err=True)
    if options.get("json_"):
        typer.echo(json.dumps({"error": message, "exit": code}))
    raise typer.Exit(code)
