"""Make a piece of official text look like what people type: question words, abbreviations, typos, no accents."""

from __future__ import annotations

import random
import re
import unicodedata

from index.model.reading import strip_accents
from index.model.terms import (
    ABBREVIATIONS,
    AGENT_QUESTIONS,
    NUMBER_QUESTIONS,
    QUESTION_ENDINGS,
    QUESTION_OPENINGS,
)

TOPIC, SPAN, DEFINITION = 0, 1, 2  # what the query is made of: a heading or title, a sentence, a defined term

_LONG_FORMS = sorted(ABBREVIATIONS, key=len, reverse=True)
_LONG = re.compile(r"\b(" + "|".join(map(re.escape, _LONG_FORMS)) + r")\b")
_NUMBER = re.compile(r"\b\d+\b")
_AGENT = re.compile(
    r"^((?:ủy ban nhân dân|bộ|sở|ban|hội đồng|thủ tướng|bộ trưởng|cơ quan|đơn vị|tổ chức|chính phủ|giám đốc|"
    r"huyện ủy|tỉnh ủy|cấp ủy)\b(?: \w+){0,8}?) "
    r"((?:có )?(?:trách nhiệm|chủ trì|phối hợp|quyết định|hướng dẫn|ban hành)\b.*)"
)
# Only the tone is dropped, the vowel stays: what a half-finished Telex word looks like.
_TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"
_TONELESS = str.maketrans(
    {
        letter: unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONE_MARKS))
        for letter in map(chr, range(0xC0, 0x1EFA))
        if (parts := unicodedata.normalize("NFD", letter)) != letter
    }
)


def abbreviate(text: str, rnd: random.Random) -> str:
    """Replace long forms that have an abbreviation by one of their abbreviations."""
    return _LONG.sub(lambda match: rnd.choice(ABBREVIATIONS[match.group(0)]), text)


def misspell(text: str, rnd: random.Random) -> str:
    """One or two small slips: a tone lost, an accent lost, two letters swapped, a letter dropped or doubled."""
    words = text.split()
    for _ in range(1 + (rnd.random() < 0.4)):
        i = rnd.randrange(len(words))
        word, slip = words[i], rnd.random()
        if slip < 0.4:
            words[i] = word.translate(_TONELESS)
        elif slip < 0.6:
            words[i] = strip_accents(word)
        elif len(word) > 2:
            k = rnd.randrange(len(word) - 1)
            if slip < 0.75:
                words[i] = word[:k] + word[k + 1] + word[k] + word[k + 2 :]
            elif slip < 0.9:
                words[i] = word[:k] + word[k + 1 :]
            else:
                words[i] = word[:k] + word[k] + word[k:]
    return " ".join(words)


def _ask(text: str, kind: int, rnd: random.Random) -> str:
    """Wrap a topic in question words, or ask for the number or the agent of a sentence."""
    if kind == DEFINITION:
        return rnd.choice(("{} là gì", "thế nào là {}", "khái niệm {}", "{} được hiểu như thế nào", "{}")).format(text)
    if kind == SPAN:
        agent = _AGENT.match(text)
        if agent and rnd.random() < 0.6:
            return rnd.choice(AGENT_QUESTIONS) + " " + agent.group(2)
        numbers = list(_NUMBER.finditer(text))
        if numbers and rnd.random() < 0.5:
            number = rnd.choice(numbers)
            return text[: number.start()] + rnd.choice(NUMBER_QUESTIONS) + text[number.end() :]
        if rnd.random() < 0.75:
            return text
    chance = rnd.random()
    if chance < 0.35:
        return text + " " + rnd.choice(QUESTION_ENDINGS)
    if chance < 0.55:
        return rnd.choice(QUESTION_OPENINGS) + " " + text
    if chance < 0.62:
        return rnd.choice(QUESTION_OPENINGS) + " " + text + " " + rnd.choice(QUESTION_ENDINGS)
    return text


def query(text: str, kind: int, rnd: random.Random) -> str:
    """One query made of canonical text (NFC, lower case, no punctuation); `kind` is TOPIC, SPAN or DEFINITION."""
    text = _ask(text, kind, rnd)
    if rnd.random() < 0.3:
        text = abbreviate(text, rnd)
    chance = rnd.random()
    if chance < 0.14:
        return strip_accents(text)
    if chance < 0.20 and text.strip():
        return misspell(text, rnd)
    return text
