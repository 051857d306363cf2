"""guiagent does tasks, said in plain words, on a screen."""

__version__ = "0.4.0"
