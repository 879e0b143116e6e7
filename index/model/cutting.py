"""The tokenizer itself: a Unigram model over a given vocabulary, with its normaliser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.model.reading import TONE_RULES

if TYPE_CHECKING:
    from tokenizers import Tokenizer


def unnormalised(tokenizer: Tokenizer) -> Tokenizer:
    """A copy for texts that are canonical already, several times faster."""
    from tokenizers import Tokenizer, normalizers

    copy = Tokenizer.from_str(tokenizer.to_str())
    copy.normalizer = normalizers.Sequence([])
    return copy


def build(vocabulary: dict[str, float]) -> Tokenizer:
    """The tokenizer; its normaliser does NFC, lower case, tone placement and the look-alike ð."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    items = [("[UNK]", -30.0), *((p, round(s, 3)) for p, s in sorted(vocabulary.items(), key=lambda x: (-x[1], x[0])))]
    result = Tokenizer(models.Unigram(items, unk_id=0, byte_fallback=False))
    result.normalizer = normalizers.Sequence(
        [
            normalizers.NFC(),
            normalizers.Lowercase(),
            normalizers.Replace("ð", "đ"),
            *(normalizers.Replace(Regex(pattern), new) for pattern, new in TONE_RULES),
            normalizers.Replace(Regex(r"\s+"), " "),
        ]
    )
    result.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"\s*[^\p{L}\p{N}\s]+\s*"), "removed"),
            pre_tokenizers.Metaspace("▁", "always", split=False),
        ]
    )
    return result
