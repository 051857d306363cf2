"""copyparty, a file server, as other hands wrote it: other files for each seed. Needs the extra `apps`."""

from guiagent.sandboxes.copyparty.share import Copyparty, FilesSession
from guiagent.sandboxes.copyparty.state import FilesState
from guiagent.sandboxes.copyparty.world import Share, world

SANDBOX = Copyparty
"""What `--sandbox copyparty` opens."""

__all__ = ["SANDBOX", "Copyparty", "FilesSession", "FilesState", "Share", "world"]
