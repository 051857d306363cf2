"""MiniWoB++ (Shi et al. 2017, Liu et al. 2018): small web tasks, from the `miniwob` wheel's own pages."""

from guiagent.sandboxes.miniwob.episode import MiniWob, MiniWobState

SANDBOX = MiniWob
"""What `--sandbox miniwob/PAGE` opens."""

__all__ = ["SANDBOX", "MiniWob", "MiniWobState"]
