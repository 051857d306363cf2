"""A mail client with its state in SQLite: folders, labels, search, writing, contacts; another mailbox for each seed."""

from guiagent.sandboxes.mail.mail import Mail, MailSession
from guiagent.sandboxes.mail.state import MailState
from guiagent.sandboxes.mail.world import World, world

SANDBOX = Mail
"""What `--sandbox mail` opens."""

__all__ = ["SANDBOX", "Mail", "MailSession", "MailState", "World", "world"]
