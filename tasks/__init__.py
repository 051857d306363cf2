"""Tasks for sandboxed worlds: one file a suite, each task with its check and a scripted solution."""
