"""Places that something can be done at, found on a screen: from its pixels, or told by the page."""

from guiagent.candidates.marker import Marker
from guiagent.candidates.page import PageCandidates
from guiagent.candidates.pixels import PixelCandidates

__all__ = ["Marker", "PageCandidates", "PixelCandidates"]
