"""`python agent.py …` is the same as `guiagent …`."""

from guiagent.cli.main import main

if __name__ == "__main__":
    main()
