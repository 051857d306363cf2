"""The HTML page of a report: one file that opens offline."""

from guiagent.bench.page.page import render, write_page

__all__ = ["render", "write_page"]
