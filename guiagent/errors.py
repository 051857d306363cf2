"""The tree of errors, sorted by who can act on them.

GuiAgentError
├── ActionFailed        the model can: the hands could not do it; becomes a Failed outcome that the model reads
├── UnreadableReply     the model can: its reply is no decision; goes back to it with what was wrong
└── OperatorError       a person can: ends the command with exit code 5 and one line that says what to do
    ├── UsageError      … by calling it differently (exit code 2)
    ├── ModelError      … the model's server refused, failed or cannot be reached
    │   └── ContextOverflow  a policy can first: by a shorter request
    ├── ComputerError   … the browser or the desktop is not there, or went away for good
    ├── SandboxError    … a sandboxed world could not be started or judged
    └── RunFolderError  … a run on disk cannot be written or read
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guiagent.records import Rejected
    from guiagent.usage import Usage


class GuiAgentError(Exception):
    """Whatever guiagent raises on purpose."""


class ActionFailed(GuiAgentError):
    """An action could not be carried out; the message is told to the model."""


class UnreadableReply(GuiAgentError):
    """A model's reply could not be read as a decision; the message says what was wrong with it.

    One that leaves a policy carries every reply that was refused (`records.Rejected`) and their cost (`usage.Usage`).
    """

    def __init__(self, why: str, rejected: tuple[Rejected, ...] = (), usage: Usage | None = None) -> None:
        super().__init__(why)
        self.rejected, self.usage = rejected, usage


class Interrupted(GuiAgentError):
    """A person stopped the run."""


class OperatorError(GuiAgentError):
    """Something that only a person can mend."""


class UsageError(OperatorError):
    """The command, an option or a file that a person gave is wrong."""


class ModelError(OperatorError):
    """The model's server refused the request, failed, or cannot be reached."""


class ContextOverflow(ModelError):
    """The request is longer than the model's context; a shorter one may pass."""


class ComputerError(OperatorError):
    """The browser or the desktop is not there, or went away for good."""


class SandboxError(OperatorError):
    """A sandboxed world could not be started, reset or judged."""


class RunFolderError(OperatorError):
    """A run on disk cannot be written or read."""
