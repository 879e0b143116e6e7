"""Whether text is Vietnamese, told from the build of its syllables: onset, rime and tone.

The rimes are those of standard orthography, so the test needs no word list; it serves to recognise old encodings
(`ingest.legacy_fonts`), a bad text layer under a scan, and files that are in another language.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ingest.vietnamese import strip_accents

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_ONSETS = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|b|c|d|đ|g|h|k|l|m|n|p|q|r|s|t|v|x"
_RIMES = (
    "a|ai|ao|au|ay|ac|ach|am|an|ang|anh|ap|at|ăc|ăm|ăn|ăng|ăp|ăt|âu|ây|âc|âm|ân|âng|âp|ât|"
    "e|eo|ec|em|en|eng|ep|et|ê|êu|êch|êm|ên|ênh|êp|êt|i|ia|iu|ich|im|in|inh|ip|it|"
    "iêu|iêc|iêm|iên|iêng|iêp|iêt|y|yêu|yêm|yên|yêng|yêt|ynh|yt|ych|"
    "o|oi|oc|om|on|ong|op|ot|oong|ooc|ô|ôi|ôc|ôm|ôn|ông|ôp|ôt|ơ|ơi|ơm|ơn|ơp|ơt|"
    "oa|oai|oay|oao|oac|oach|oam|oan|oang|oanh|oap|oat|oăc|oăm|oăn|oăng|oăt|oe|oeo|oen|oet|"
    "u|ua|ui|uc|um|un|ung|up|ut|ư|ưa|ưi|ưu|ưc|ưm|ưng|ưt|uôi|uôc|uôm|uôn|uông|uôt|ươi|ươu|ươc|ươm|ươn|ương|ươp|ươt|"
    "uân|uâng|uât|uây|uê|uênh|uêch|uy|uya|uyu|uych|uynh|uyt|uyn|uyên|uyêt|uơ"
)
_SYLLABLE = re.compile(f"(?:{_ONSETS})?(?:{_RIMES})")
_MISSPELT = re.compile(r"(?:ng|g|c)(?:e|ê|i(?!$|a|e|ê|u))|(?:ngh|gh|k)(?:a|ă|â|o|ô|ơ|u|ư)")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class Census:
    """How many words of two letters and more a text has, how many are syllables, how many of these carry a mark."""

    words: int
    syllables: int
    marked: int

    @property
    def share(self) -> float:
        """Share of the words that are built like Vietnamese syllables, 0 for no words."""
        return self.syllables / self.words if self.words else 0.0

    @property
    def marked_share(self) -> float:
        """Share of the words that are Vietnamese syllables with a tone mark, ă â ê ô ơ ư or đ."""
        return self.marked / self.words if self.words else 0.0


def is_syllable(word: str) -> bool:
    """Whether a lower-case word is spelt like a Vietnamese syllable.

    Beside onset and rime: a rime ending in a stop bears sắc or nặng, and ng, g, c give way to ngh, gh, k before
    e, ê, i (Quy định về chính tả tiếng Việt, 1984).
    """
    decomposed = unicodedata.normalize("NFD", word)
    bare = unicodedata.normalize("NFC", decomposed.translate(_TONES))
    if not _SYLLABLE.fullmatch(bare) or _MISSPELT.match(bare):
        return False
    marked = bare != strip_accents(bare) or any(tone in decomposed for tone in "\u0300\u0301\u0303\u0309\u0323")
    stopped = bare.endswith(("c", "ch", "p", "t"))
    # Without any mark the word may be typed without accents, which is no misspelling.
    return not (marked and stopped) or "\u0301" in decomposed or "\u0323" in decomposed


def census(text: str) -> Census:
    """Count the first 20,000 words of `text`; abbreviations without a vowel (UBND, HĐND) are left out."""
    words = syllables = marked = 0
    for match in _WORD.finditer(unicodedata.normalize("NFC", text).lower()):
        word = match.group()
        bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(_TONES))
        if not any(c in "aăâeêioôơuưy" for c in bare):
            continue
        words += 1
        if _SYLLABLE.fullmatch(bare):
            syllables += 1
            marked += not word.isascii()
        if words >= _SAMPLE:
            break
    return Census(words, syllables, marked)


def looks_vietnamese(text: str) -> bool:
    """Whether `text` reads as Vietnamese, with its marks or typed without them; too little text to tell counts as yes.

    Four words in five of official Vietnamese are syllables and more than half of them carry a mark; English and
    French stay below one in two, and their accents do not make syllables.
    """
    found = census(text)
    if found.words < 8:
        return True
    if found.marked_share >= 0.2:
        return found.share >= 0.55
    return found.share >= 0.8
