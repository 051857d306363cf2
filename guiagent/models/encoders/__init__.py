"""Weights in this process that compare pictures with words: CLIP, ALIGN, SigLIP, SigLIP 2, BLIP's matching."""

from guiagent.models.encoders.encoder import Encoder

__all__ = ["Encoder"]
