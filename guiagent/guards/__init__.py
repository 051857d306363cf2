"""What stands between a decision and the hands."""

from guiagent.guards.all_of import AllOf
from guiagent.guards.confirm import ConfirmGuard, Question
from guiagent.guards.domains import AllowList, DomainGuard
from guiagent.guards.vault import Vault

__all__ = ["AllOf", "AllowList", "ConfirmGuard", "DomainGuard", "Question", "Vault"]
