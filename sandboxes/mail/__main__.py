"""Look at one by hand: `python -m guiagent.sandboxes.mail --seed 7 --port 8000`."""

from __future__ import annotations

from guiagent.sandboxes._look import look_at
from guiagent.sandboxes.mail import Mail, World


def _words(world: World) -> tuple[str, ...]:
    return (f"The mailbox of {world.owner.name}",)


if __name__ == "__main__":
    look_at(Mail, _words)
