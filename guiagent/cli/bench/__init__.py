"""`guiagent bench …`: a file a command; they are put together in `app`."""
