"""Trac, a tracker with a wiki, as other hands wrote it: another project for each seed. Needs the extra `apps`."""

from guiagent.sandboxes.trac.project import Trac, TracSession
from guiagent.sandboxes.trac.state import TracState
from guiagent.sandboxes.trac.world import Project, world

SANDBOX = Trac
"""What `--sandbox trac` opens."""

__all__ = ["SANDBOX", "Project", "Trac", "TracSession", "TracState", "world"]
