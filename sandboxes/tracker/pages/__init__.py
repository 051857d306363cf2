"""The tracker's pages: one file a subject, one function a request."""
