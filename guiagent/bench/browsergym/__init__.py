"""Tasks of BrowserGym for our agents: from pixels, in an interpreter that has BrowserGym installed."""

from guiagent.bench.browsergym.attempt import attempt
from guiagent.bench.browsergym.interpreter import BrowserGymOptions
from guiagent.bench.browsergym.suite import BrowserGymTask, browsergym_suite
from guiagent.bench.browsergym.world import BrowserGym, BrowserGymSession, BrowserGymState

__all__ = [
    "BrowserGym",
    "BrowserGymOptions",
    "BrowserGymSession",
    "BrowserGymState",
    "BrowserGymTask",
    "attempt",
    "browsergym_suite",
]
