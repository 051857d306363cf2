"""The benchmark: attempts at tasks, results that can be trusted, and what they say."""
