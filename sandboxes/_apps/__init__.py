"""Applications of other hands as sandboxed worlds: each is a process on loopback that goes with its folder."""
