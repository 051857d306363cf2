"""The families of encoders: the class that transformers has for each, and how its texts were written in training."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """A family, by the `model_type` of its config.json.

    model    the class in transformers
    words    how many tokens of a text it was trained with; what is longer is cut
    filled   texts are filled up to that many, since the last place is the one that is read
    lower    it was trained on lower case
    whole    its image processor takes any proportions; others would cut a picture's sides or squeeze it
    matches  it reads picture and text together and says whether they match, and has no vectors of either
    """

    model: str
    words: int
    filled: bool = False
    lower: bool = False
    whole: bool = False
    matches: bool = False


FAMILIES: dict[str, Family] = {
    # The context lengths are the configurations' own; ALIGN's is AlignProcessor's, BLIP's that of its matching demo.
    "clip": Family("CLIPModel", words=77),
    "align": Family("AlignModel", words=64),
    # The fixed-size checkpoints of SigLIP 2 are of this type as well; those of any resolution (naflex) have their own.
    # Neither masks the padding: big_vision trained them without, and so do their tokenizers on the hub.
    "siglip": Family("SiglipModel", words=64, filled=True, lower=True),
    "siglip2": Family("Siglip2Model", words=64, filled=True, lower=True, whole=True),
    "blip": Family("BlipForImageTextRetrieval", words=35, matches=True),
}
