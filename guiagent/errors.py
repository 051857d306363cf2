"""The tree of errors, sorted by who can act on them.

GuiAgentError
├── ActionFailed        the model can: the hands could not do it; becomes a Failed outcome that the model reads
├── UnreadableReply     the model can: its reply is no decision; goes back to it with what was wrong
└── OperatorError       a person can: ends the command with exit code 5 and one line that says what to do
    ├── UsageError      … by calling it differently (exit code 2)
    ├── ModelError      … the model's server refused, failed or cannot be reached
    ├── ComputerError   … the browser or the desktop is not there, or went away for good
    ├── SandboxError    … a sandboxed world could not be started or judged
    └── RunFolderError  … a run on disk cannot be written or read
"""


class GuiAgentError(Exception):
    """Whatever guiagent raises on purpose."""


class ActionFailed(GuiAgentError):
    """An action could not be carried out; the message is told to the model."""


class UnreadableReply(GuiAgentError):
    """A model's reply could not be read as a decision; the message says what was wrong with it."""


class OperatorError(GuiAgentError):
    """Something that only a person can mend."""


class UsageError(OperatorError):
    """The command, an option or a file that a person gave is wrong."""


class ModelError(OperatorError):
    """The model's server refused the request, failed, or cannot be reached."""


class ComputerError(OperatorError):
    """The browser or the desktop is not there, or went away for good."""


class SandboxError(OperatorError):
    """A sandboxed world could not be started, reset or judged."""


class RunFolderError(OperatorError):
    """A run on disk cannot be written or read."""
