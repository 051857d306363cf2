"""Sandboxed worlds: one folder a world, seeded, on loopback."""
