"""The shop's pages: one file a subject, one function a request."""
