"""A project tracker with its state in SQLite: issues, board, milestones, labels and members, another for each seed."""

from guiagent.sandboxes.tracker.state import TrackerState
from guiagent.sandboxes.tracker.tracker import Tracker, TrackerSession
from guiagent.sandboxes.tracker.world import World, world

SANDBOX = Tracker
"""What `--sandbox tracker` opens."""

__all__ = ["SANDBOX", "Tracker", "TrackerSession", "TrackerState", "World", "world"]
