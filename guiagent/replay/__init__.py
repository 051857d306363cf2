"""What can be done with a recording."""

from guiagent.replay.computer import ReplayComputer

__all__ = ["ReplayComputer"]
