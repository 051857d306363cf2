"""Memory of past runs: the steps of those that ended well, found again by how alike screen and task are."""

from guiagent.recall.annotator import RecallAnnotator
from guiagent.recall.recall import Recall, Similar

__all__ = ["Recall", "RecallAnnotator", "Similar"]
