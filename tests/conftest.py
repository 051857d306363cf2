"""What holds for every test."""

from __future__ import annotations

import os
import signal

# Small models are slower on several threads than on one, and the tests run side by side. Before torch is imported.
os.environ.setdefault("OMP_NUM_THREADS", "1")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell that runs the tests in the background ignores Ctrl-C for them, and so would every process that they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
