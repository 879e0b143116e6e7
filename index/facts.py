"""Questions about the document itself: who signed, when, which number, to whom, on what basis.

What is asked is told by cues on the question without accents, the names of documents blanked. A question that says much
else is about the content. Where the facts stand is the matter of `index.fact_clauses`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.naming import plain
from index.wordlists import words
from ingest.vietnamese import fold, has_accents

_MARK = "§"
_FILE = Path(__file__).with_name("fact_cues.toml")
# Work, reports and opinions have owners too; a document is "của ai" by itself only.
_NOT_ISSUED = re.compile(
    r"\b(?:viec|nhiem vu|trach nhiem|quyen(?! ban)|loi|chi dan|bao cao|y kien|de nghi|so huu)\b[^?]{0,30}\bcua "
    r"(?:ai|co quan|don vi|cap|to chuc)\b"
)
_OTHER_NUMBER = re.compile(
    r"\b(?:con|chi|tham|mot|ho|dan|tan|thong|doi|he|toan|da|nghe|te|tang|lieu|nang|(?<!cho )(?<!xin )hoi|phu|vien|hoc"
    r"|song)\s+$"
)
# What must be done has a time and an actor too.
_OUGHT = re.compile(
    r"(?<!co )\bphai\b(?! khong| la| do| chinh| ong| ba\b)|\btruoc (?:ngay|thang|nam|khi)\b|\bhan\b|\bcham nhat\b"
)
_BESIDES = re.compile(rf"\bngoai (?:\w+ ){{0,3}}{_MARK}")
# A meeting has a day and a chair of its own.
MEETING = re.compile(
    r"\b(?:cuoc hop|buoi (?:hop|gap|lam viec)|cuoc gap|hoi nghi (?:toan quoc|quan triet|so ket|tong ket|truc tuyen))\b"
    r"|\b(?:truyen dat|quan triet)\b[^?]*\bhoi nghi\b"
)
_SAME_DAY = re.compile(r"\bcung (?:mot )?ngay\b")
_SEVERAL_OTHERS = re.compile(r"\b(?:nhung|cac|hai|ba|may) (?:van ban|nghi quyet|ket luan|quyet dinh) nao\b")
_A_DATE = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b|\bngay \d{1,2} thang \d")
# "Mốc năm nào, tầm nhìn tới năm nào": years that a document is for.
_TARGET_YEAR = re.compile(r"\bmoc (?:thoi gian |den )?nam nao\b|\btam nhin\b[^?]{0,10}\bnam nao\b")
_REVIEWED_WHEN = re.compile(
    r"\b(?:bao gio|khi nao|(?:nam|luc) nao)\b[^?]{0,16}\b(?:so ket|tong ket)\b"
    r"|\b(?:so ket|tong ket) (?:vao )?(?:bao gio|khi nao|(?:nam|luc) nao)\b"
)
# "Hội nghị Trung ương 6 khóa XI ra Nghị quyết 20 ngày nào": the day is asked, not the session.
_OF_SOMETHING_ELSE = re.compile(r"\b(?:ngay|hom|thang|nam|luc|khi|nguoi|dong chi) (?:nao|may|bao nhieu)$")
_WHICH = re.compile(r"\b(?:nao|gi|nhung)\b")
# A signer's own life is no fact of a document.
OF_THE_PERSON = re.compile(
    r"\b(?:thoi giu|nghi huu|tu chuc|mien nhiem|bo nhiem|sinh (?:ngay|nam)|nham chuc|qua doi|tung giu)\b"
)
# Words of a document's form alone: who says them may tell besides what for.
_FORMAL = re.compile(r"\b(?:trich yeu|dia danh|noi nhan|so hieu|nguoi k[yi]|chu k[yi]|quoc hieu|tieu ngu)\b(?! so\b)")
_JOINED = re.compile(r"\bva\b|[,;+/&-]|\bcung\b|\| (?:ngay|nam|ai|so|nguoi|do)\b|\b(?:may|ky) \|")
# "Là chi rứa", "khi mô": gì and nào as they are said from Thanh Hóa to Huế.
_DIALECT = (
    (re.compile(r"\bchi(?= *(?:rua|ri|vay|the|a|ha|hi|do|\W*$))"), "gi"),
    (
        re.compile(r"\b(khi|ngay|luc|noi|o|cho|ai|nam|ong|ba|co|chi|anh|bac|vi|nguoi|hoi|hom|bua|thang|khoa|ky) mo\b"),
        r"\1 nao",
    ),
    (re.compile(r"\b(?:bua|hoi|dip) nao\b"), "hom nao"),
    (re.compile(r"\bde_ ra\b"), "ban hanh"),
)
_MOST_LEFT, _MOST_OTHER, _MOST_UNNAMED, _MOST_WEAK = 14, 5, 3, 2
# Words that are others when their accents tell so: "kỹ", "sở", "khoa".
_MEANT = {
    "ky": ("ký", "kí"), "so": ("số",), "ngay": ("ngày",), "gui": ("gửi",), "can": ("căn", "cần"), "ten": ("tên",),
    "ra": ("ra",), "ai": ("ai",), "cu": ("cứ",), "luu": ("lưu",), "ban": ("ban", "bản"), "may": ("mấy",),
    "thay": ("thay",), "de": ("đề", "để"), "ong": ("ông",), "dau": ("đâu", "đầu"), "nao": ("nào",), "gi": ("gì",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AskedFact:
    """A fact that a question asks for ("signer"), and those that it asks for besides."""

    name: str
    besides: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    """Kinds of facts, the wording that asks for them as `fact_cues.toml` lists it, and whether it is a weak sign."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    strong = [(kind["name"], kind["cues"], False) for kind in table["kinds"]]
    weak = [(kind["name"], kind["weak"], True) for kind in table["kinds"] if "weak" in kind]
    return tuple((name, re.compile(_filled("|".join(cues))), faint) for name, cues, faint in (*strong, *weak))


@lru_cache(maxsize=64)
def _filled(pattern: str) -> str:
    fragments = tomllib.loads(_FILE.read_text(encoding="utf-8"))["fragments"]
    for name, fragment in fragments.items():
        pattern = pattern.replace(f"<{name}>", fragment)
    return pattern


def asked_fact(question: str, named: Sequence[tuple[int, int]] = (), title: frozenset[str] = frozenset()) -> str:
    """The likeliest of `asked_facts`, "" for none."""
    return next((asked.name for asked in asked_facts(question, named, title)), "")


def asked_facts(
    question: str, named: Sequence[tuple[int, int]] = (), title: frozenset[str] = frozenset()
) -> tuple[AskedFact, ...]:
    """What a question asks of a document itself, the likeliest first; () when it asks something else.

    named: spans of `question` that name documents; title: words of their titles. Much else in the question means that
    it is about the content.
    """
    text = _marked(question, named)
    every: list[AskedFact] = []
    for name, pattern, weak in _patterns():
        found = pattern.search(text)
        if found is None or _elsewhere(name, text, found):
            continue
        left = re.findall(r"\w+", text[: found.start()] + " " + text[found.end() :])
        other = [w for w in left if w not in words("fact_filler") and not w.isdigit()]
        about_title = [w for w in other if w in title]
        of_document = _MARK in text or re.search(_filled(r"\b<kind>\b"), text) or about_title
        most = (_MOST_WEAK if weak else _MOST_OTHER) if of_document else -1 if weak else _MOST_UNNAMED
        if of_document and _FORMAL.search(text):
            most = _MOST_LEFT
        if len(other) - len(about_title) <= most and len(other) <= _MOST_LEFT:
            rest = text[: found.start()] + "|" + text[found.end() :]
            besides = bool(_JOINED.search(rest)) and not weak
            every.append(AskedFact(name, _beside(rest, {name}) if besides and not every else ()))
    return tuple(every)


def _beside(text: str, known: set[str]) -> tuple[str, ...]:
    """Further facts asked for in what is left of a question: "ngày ban hành và người ký"."""
    found = ((name, pattern.search(text)) for name, pattern, weak in _patterns() if not weak and name not in known)
    return tuple(name for name, match in found if match and not _elsewhere(name, text, match))


def _elsewhere(name: str, text: str, found: re.Match[str]) -> bool:
    """Whether the wording belongs to something other than a document."""
    if name in ("date", "effect", "proposer", "issuer", "place", "recipients") and _OUGHT.search(text):
        return True
    if name == "date" and (_TARGET_YEAR.search(text) or _REVIEWED_WHEN.search(text)):
        return True
    if name == "date" and _A_DATE.search(text) and _WHICH.search(text) and not re.search(_filled("<when>"), text):
        return True  # what was issued on a date that is stated
    if _BESIDES.search(text) or (_SAME_DAY.search(text) and name in ("date", "number", "issuer")):
        return True  # what there is besides
    if name == "session" and _OF_SOMETHING_ELSE.search(found.group()):
        return True
    if name == "proposer" and re.search(r"\b(?:so ket|tong ket)\b", text):
        return True
    if name in ("date", "signer", "issuer", "place") and MEETING.search(text):
        return True
    if name in ("date", "signer", "basis") and OF_THE_PERSON.search(text):
        return True
    if name == "basis" and re.search(r"\bten (?:day du|goi|chinh thuc)\b", text):
        return True
    if name == "issuer":
        return bool(_NOT_ISSUED.search(text) or _SEVERAL_OTHERS.search(text)) or "sau khi" in text
    if name == "recipients" and "bao cao" in text:
        # "Gửi báo cáo cho ai" is a duty, unless the document itself is what sends.
        return not re.search(_filled(r"(?:§|\b<kind>)(?: \w+){0,5} (?:gui|duoc bao cao)\b"), text)
    if name == "number":
        return bool(_OTHER_NUMBER.search(text[: found.start()] + " "))
    return False


def _marked(question: str, named: Sequence[tuple[int, int]]) -> str:
    """The question in plain letters: documents as one mark, words that their accents tell apart made unlike."""
    accented = has_accents(question)
    pieces: list[str] = []
    at = 0
    for start, end in [*sorted(named), (len(question), len(question))]:
        if start < at and start < len(question):
            continue
        pieces.append(re.sub(r"[^\W\d_]+", lambda m: _unlike(m.group(), accented=accented), question[at:start]))
        pieces.append(_MARK if start < len(question) else "")
        at = end
    text = " ".join(" ".join(pieces).split())
    for said, meant in _DIALECT:
        text = said.sub(meant, text)
    return text


def _unlike(word: str, *, accented: bool) -> str:
    bare = plain(word)
    meant = _MEANT.get(bare)
    if accented and meant and has_accents(word) and fold(word) not in map(fold, meant):
        return bare + "_"
    return bare
