"""Tasks, the runner, statistics and measurements."""
