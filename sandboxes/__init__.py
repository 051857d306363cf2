"""Sandboxed worlds: one folder a world, seeded, on loopback."""

from guiagent.sandboxes._seeded import SeededApp
from guiagent.sandboxes._tables import Tables

__all__ = ["SeededApp", "Tables"]
