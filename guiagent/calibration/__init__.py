"""Whether a model points where it means to: pictures with known targets, and what its misses say."""
