"""What goes wrong while weights run, in a line that says what to do."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from guiagent.errors import ModelError
from guiagent.models.local.generating import Generator
from guiagent.models.local.stopping import NotANumber, Stopped, TookTooLong

LIGHTER = "fewer or smaller screenshots, --bits 4, --dtype bf16, a smaller model, or a server (--base-url)"


@contextmanager
def spoken(weights: str, seconds: float, generator: Generator) -> Iterator[None]:
    """Raises ModelError for whatever torch and transformers raise; the memory that was kept is let go of then."""
    try:
        yield
    except ModelError:
        raise
    except torch.OutOfMemoryError as error:
        generator.drop()
        traceback.clear_frames(error.__traceback__)  # they hold what did not fit any more
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        raise ModelError(f"{weights!r} ran out of memory on {_device(error)}: {LIGHTER}") from error
    except Stopped as error:
        raise ModelError(f"{weights!r} was stopped") from error
    except TookTooLong as error:
        raise ModelError(
            f"{weights!r} had no whole answer within {seconds:g} s: give it more time, take a GPU, a smaller model, "
            "or a server (--base-url)"
        ) from error
    except NotANumber as error:
        raise ModelError(
            f"{weights!r} computed no number: half precision may be too narrow for it (--dtype bf16 or fp32), "
            "or the weights are damaged"
        ) from error
    except (RuntimeError, ValueError, IndexError) as error:  # torch's and transformers' own, a GPU's fault among them
        generator.drop()
        raise ModelError(_told(weights, error)) from error


def _told(weights: str, error: Exception) -> str:
    said = (str(error).strip() or type(error).__name__).splitlines()[0]
    if "can't allocate memory" in str(error):  # torch has no class of its own for a CPU's memory
        return f"{weights!r} ran out of memory on the CPU: {LIGHTER}"
    if isinstance(error, torch.AcceleratorError):
        return f"{weights!r} failed on the GPU, which this process cannot use any more ({said}): begin it again"
    return f"{weights!r} failed to answer: {said}"


def _device(error: Exception) -> str:
    return "the GPU" if "CUDA" in str(error) else "its device"
