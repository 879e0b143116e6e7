"""What a question demands of an answer, beyond the documents it names: a quantity, years, names, a premise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index import question_cues as cues
from index.capitals import capital_runs, opens_sentence
from index.courtesy import courtesies, without
from index.naming import plain
from index.tokens import folded, stripped
from ingest.vietnamese import fold, has_accents

_NUMBER = re.compile(r"(?<![\w/.-])\d+(?:[.,]\d+)*(?![\w/-])\s?%?")
_ORDINAL_BEFORE = re.compile(
    r"(?:khoa|lan thu|lan|trung uong|hoi nghi|thu|dieu|khoan|muc|diem|doan|gach dau dong|phan|chuong|chu thich|so|"
    r"nghi quyet|ket luan|quyet dinh|chi thi|quy dinh|ke hoach|nq|kl|qd|ct|quy|covid|thang|ngay)\s*$"
)
# An abbreviation in lower case ("tfp"): no vowel, and a letter that Vietnamese does not write.
_FOREIGN = re.compile(r"^(?!.*[aeiouy])[a-z]*[fjwz][a-z]*$")
# "Mấy cháu học giỏi có được bồi dưỡng không?": "mấy" is "the", and something else is asked.
_SOME = re.compile(
    r"\bmay (?:thu |cai |mon )?\w+\b[^?]*(?:\b(?:gi|ai|sao|the nao|o dau|diem nao|vi sao)\b"
    r"|\b(?:khong|chua|chang|chu|ha)\b(?: \w+)?\W*$)"
)
_HOW_MANY = re.compile(
    r"\bbao nhieu\b|\bcon so\b|\bmuc nao\b|\bchi tieu nao\b|\bmay (?:nam|nguoi|phan|nhom|muc|diem|nhiem vu|quan diem"
    r"|giai phap|trung tam|doanh nghiep|to chuc|tinh|thanh pho|buoc|lan|loai|huong|chi tieu|muc tieu|ket luan"
    r"|nghi quyet|van ban|y)\b"
)
# "Sau 10 năm thực hiện …" tells when, and no text need say the ten.
_SPAN_OF_YEARS = re.compile(r"\b(?:sau|qua|hon|trong|suot|gan|so ket|tong ket|nhin lai|ky niem)\s+$|^\W*$")
# "6 nhiệm vụ trọng tâm nào": so many items the list has, whatever it prints.
_COUNTS_A_LIST = re.compile(
    r"\s*(?:nhom )?(?:nhiem vu|giai phap|quan diem|muc tieu|dinh huong|nguyen nhan|han che|noi dung|dot pha|viec)\b"
    r"[^?]{0,30}"
    r"\b(?:nao|gi|la)\b|\s*(?:diem|y|muc|noi dung|doan)\W*$"
)
_LINKED = re.compile(fold(r"nối (?:đến|tới)"))
# "Đến năm 2030 (không phải mốc 2025)"
_NOT_MEANT = re.compile(r"\b(?:khong phai|khac voi) (?:(?:la|moc|nam|cho|den|muc) ){0,3}(?:19|20)\d\d\b")
_SHORTCOMING = ("han che",)
# "Trưởng Ban Chỉ đạo": who heads a body is no part of its name.
_HOLDERS = frozenset(("Trưởng", "Phó"))
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Asked:
    """A question as evidence is weighed against it.

    text: as searched, with the names of documents blanked. words: content syllables, accents stripped; terms: the
    same, each with its accents first. pairs: folded neighbours of which one at least is content. quantity: what kind
    of figure is asked ("" for none), `implied` when only the words that it begins with say so; counted: what it asks
    the number of. numbers, years: stated by the question itself. acronyms: "GII", "TFP". names: capitalised names.
    now: a word like "hôm nay". why: it asks for a reason, so what it states is a premise. where,
    which_documents, compare, who, lists, sections, duty: what its wording asks.
    section: words of the headings under which the answer stands. topic_pairs: neighbours, without accents, in what
    follows "nói gì về", "nhắc tới", and topic_words its words; empty when the question is not put so. about_content:
    it asks what a text says, whatever words it shares with questions about the document itself. defined: what it asks
    the meaning of. session: the number of a Central Committee session that it speaks of. shortcomings: it asks which
    there are. done_yet: it asks whether something has been done.
    """

    text: str
    words: frozenset[str]
    terms: frozenset[tuple[str, str]]
    pairs: frozenset[tuple[str, str]]
    quantity: str
    implied: bool
    numbers: tuple[str, ...]
    years: tuple[str, ...]
    acronyms: tuple[str, ...]
    names: tuple[str, ...]
    now: str
    why: bool
    where: bool
    which_documents: bool
    compare: bool
    who: bool
    lists: bool
    sections: bool
    duty: bool
    section: tuple[str, ...]
    topic_pairs: frozenset[tuple[str, str]]
    topic_words: frozenset[str]
    about_content: bool
    counted: tuple[str, ...]
    defined: str
    session: str = ""
    shortcomings: bool = False
    done_yet: bool = False


def read_asked(text: str, original: str, named: Sequence[tuple[int, int]]) -> Asked:
    """text: the question as searched; original: as typed; named: spans of `text` that name documents."""
    text = without(text, courtesies(text))
    kept = without(text, named)
    bare, whole = cues.cue_text(kept), cues.cue_text(text)
    spoken = folded(kept)
    content = [(stripped(s) or [s])[0] for s in spoken]
    asking = cues.ASKING if has_accents(text) else cues.ASKING_BARE
    matter = [len(w) > 1 and s not in asking for s, w in zip(spoken, content, strict=True)]
    terms = frozenset((s, w) for s, w, own in zip(spoken, content, matter, strict=True) if own)
    pairs = frozenset(
        (spoken[i], spoken[i + 1])
        for i in range(len(spoken) - 1)
        if spoken[i] not in asking or spoken[i + 1] not in asking
    )
    now = cues.NOW.search(bare)
    listed = bool(cues.LIST.search(whole)) and not re.search(r"\bbao nhieu\b", bare)
    listed = listed or bool(cues.COUNTED_LIST.search(bare))
    quantity = next((name for name, pattern in cues.ASKS if pattern.search(bare)), "")
    if quantity == "count" and _SOME.search(bare) and not _HOW_MANY.search(bare):
        quantity = ""
    implied = "" if cues.ASKED_OTHERWISE.search(whole) else _headed_by_figure(bare)
    section = tuple(word for pattern, found in cues.SECTIONS if pattern.search(whole) for word in found)
    return Asked(
        text=kept,
        words=frozenset(w for _, w in terms),
        terms=terms,
        pairs=pairs,
        quantity=quantity or implied,
        implied=bool(implied and not quantity),
        numbers=_numbers(bare),
        years=tuple(dict.fromkeys(_YEAR.findall(_NOT_MEANT.sub(" ", bare)))),
        acronyms=_acronyms(original),
        names=_names(kept) if original != original.lower() else (),
        now=kept[now.start() : now.end()] if now else "",
        why=bool(cues.WHY.search(whole)),
        where=bool(cues.WHERE.search(bare)),
        which_documents=bool(cues.WHICH_DOCUMENTS.search(whole)),
        compare=bool(cues.COMPARE.search(bare)),
        who=bool(cues.WHO.search(bare)),
        lists=listed,
        sections=bool(cues.SECTION_ASKED.search(whole)),
        duty=bool(cues.DUTY.search(whole)),
        section=section,
        topic_pairs=_topic_pairs(kept, bare),
        topic_words=_topic_words(kept, bare),
        counted=_counted(kept, bare),
        defined=_defined(kept, bare),
        shortcomings=section[:1] == _SHORTCOMING and (listed or bool(cues.WHICH_SHORTCOMINGS.search(plain(kept)))),
        done_yet=bool(cues.DONE_YET.search(plain(kept))),
        session=session[1] if (session := re.search(r"\btrung uong (\d{1,2})\b", whole)) else "",
        about_content=bool(cues.COMPARE.search(bare) or cues.WHOSE.search(bare))
        or (listed and any(s != cues.ORGANISING for s in section)),
    )


def _headed_by_figure(bare: str) -> str:
    """The kind of figure that words without any question are about, "" for none."""
    match = cues.HEADED_BY_FIGURE.search(bare)
    return "" if match is None else "percent" if match["percent"] else "count"


def gives(quantity: str, text: str) -> bool:
    """Whether a sentence gives a quantity of that kind; True when none is asked."""
    if not quantity:
        return True
    folded_text = fold(text)
    if quantity == "date":
        folded_text = cues.DATED_DOCUMENT.sub(" ", folded_text)
    return bool(cues.GIVES[quantity].search(folded_text))


def _numbers(bare: str) -> tuple[str, ...]:
    """Numbers that a question states; not years, and not those that count an article, a session or a document."""
    found = []
    for match in _NUMBER.finditer(bare):
        value = match.group().strip()
        if _SPAN_OF_YEARS.search(bare[: match.start()]) and re.match(r"\s*nam\b", bare[match.end() :]):
            continue
        if _COUNTS_A_LIST.match(bare, match.end()):
            continue
        if not _YEAR.fullmatch(value) and not _ORDINAL_BEFORE.search(bare[: match.start()].rstrip() + " "):
            found.append(value.replace(" ", ""))
    return tuple(dict.fromkeys(found))


def _topic_pairs(text: str, bare: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(_topic(text, bare)))


def _topic_words(text: str, bare: str) -> frozenset[str]:
    return frozenset(w for w in _topic(text, bare) if len(w) > 1 and w not in cues.ASKING_BARE)


def _topic(text: str, bare: str) -> list[str]:
    if len(text) != len(bare) or not (match := cues.TOPIC.search(bare)):
        return []
    if has_accents(text) and _LINKED.match(fold(text[match.start() :])):
        return []  # "nối tới bao nhiêu điểm cầu"
    return stripped(text[match.start("topic") : match.end("topic")])


def _defined(text: str, bare: str) -> str:
    """X of "X là gì?", "thế nào là X?", folded; "" when no meaning is asked for."""
    if len(text) != len(bare) or not (match := cues.DEFINED.search(bare)):
        return ""
    name = "first" if match["first"] else "last"
    return " ".join(folded(text[match.start(name) : match.end(name)]))


def _counted(text: str, bare: str) -> tuple[str, ...]:
    """The thing that is counted, folded: ("doanh", "nghiệp") of "bao nhiêu doanh nghiệp"."""
    match = cues.COUNTED.search(bare)
    if not match or len(text) != len(bare):
        return ()
    return tuple(w for w in folded(text[match.start("noun") : match.end("noun")]) if w not in cues.ASKING)


def _acronyms(original: str) -> tuple[str, ...]:
    """Words in capitals of a question that is not all in capitals, as typed."""
    if original.isupper():
        return ()
    found = re.findall(r"(?<![\w/-])(?=[\w&]*[A-ZĐ])[A-ZĐ\d&]{2,7}(?![\w/-])", original)
    found += [w.upper() for w in re.findall(r"(?<![\w/-])[a-z]{3,5}(?![\w/-])", original) if _FOREIGN.search(w)]
    # "Khóa XI" counts, and abbreviates nothing.
    return tuple(dict.fromkeys(w for w in found if w.isupper() and not re.fullmatch(r"[IVXLC]+", w)))


def _names(text: str) -> tuple[str, ...]:
    """Capitalised runs, the first word of a sentence aside; what is all capitals is an abbreviation, not a name."""
    found = []
    for start, end in capital_runs(text):
        words = text[start:end].split()
        if opens_sentence(text, start):
            words = words[1:]
        words = [w for w in words if not w.isupper() or len(w) == 1]
        if len(words) > 1 and words[0] in _HOLDERS:
            words = words[1:]
        if words and (len(words) > 1 or len(words[0]) > 1):
            found.append(" ".join(words))
    return tuple(dict.fromkeys(found))
