"""The grounding suite: whether a model points at what it is told to, on sets in the formats that are published."""
