"""Premises: what a question takes for granted and the documents do not say."""

from __future__ import annotations

import re
from itertools import pairwise

from index.case import Case
from index.question_cues import ASKED_OTHERWISE, cue_text
from index.synonyms import synonyms
from index.tokens import says
from ingest.vietnamese import fold, strip_accents

# Acts that a "why" question may lay to a document; each with the words that would bear it out (folded).
_ACTS = (
    ("bãi bỏ", ("bãi bỏ", "hủy bỏ", "thay thế", "hết hiệu lực")),
    ("hủy bỏ", ("hủy bỏ", "bãi bỏ", "thay thế", "hết hiệu lực")),
    ("thay thế", ("thay thế", "bãi bỏ", "hết hiệu lực")),
    ("xóa bỏ", ("xóa bỏ", "bãi bỏ", "loại bỏ")),
    ("bỏ mục tiêu", ("bỏ mục tiêu",)),
    ("bỏ chỉ tiêu", ("bỏ chỉ tiêu",)),
    ("loại bỏ", ("loại bỏ", "loại trừ")),
    ("giải thể", ("giải thể", "sáp nhập", "sắp xếp")),
    ("thu hồi", ("thu hồi", "bãi bỏ", "hủy bỏ")),
    ("đình chỉ", ("đình chỉ", "dừng", "ngừng")),
    ("đóng cửa", ("đóng cửa", "giải thể")),
    ("phạt", ("phạt", "xử lý")),
    ("dừng", ("dừng", "ngừng", "chấm dứt")),
    ("ngừng", ("dừng", "ngừng", "chấm dứt")),
    ("chấm dứt", ("chấm dứt", "dừng", "ngừng")),
    ("cắt giảm", ("cắt giảm", "giảm")),
    ("cắt", ("cắt", "giảm")),
    ("giảm", ("giảm", "hạ")),
    ("hạ", ("hạ thấp", "giảm")),
    ("cấm", ("cấm", "nghiêm cấm", "không được")),
    ("không cho", ("không cho", "cấm", "không được")),
    ("từ chối", ("từ chối",)),
    ("rút", ("rút",)),
    ("trái với", ("trái với",)),
    ("bỏ", ("bỏ", "loại bỏ", "xóa")),
)

# "50 nghìn" is not "50%".
_SCALED = re.compile(r"(\d+(?:[.,]\d+)*)\s*(nghin|ngan|trieu|ty|ti)(?!\w)")
_INDEX = re.compile(r"(?<!\w)[Cc]hỉ số ([A-ZĐ&]{2,8})(?!\w)")

_SORTS = "công nghệ|sản phẩm|vật liệu|nguyên liệu|năng lượng|phụ tùng"
_SORT_OF = re.compile(rf"(?<!\w){fold(f'(?:{_SORTS}) thay thế')}(?!\w)")
_ENDING = ("bãi bỏ", "hủy bỏ", "thay thế", "giải thể", "đình chỉ", "đóng cửa")


def stated_act(case: Case) -> str:
    """The act of ending or lessening that a question takes for granted, "" when it states none."""
    text = fold(case.reading.shown.text)
    if not case.asked.why:
        return ""
    for act, _ in _ACTS:
        if re.search(rf"(?<!\w){fold(act)}(?!\w)(?! (?:tầng|viện|giá|tuần|lưu))", text):
            return act
    return ""


def ended_act(case: Case) -> str:
    """The act of ending a document or a body that a question asks about, "" for none."""
    asking = [s for s in re.split(r"(?<=[.?!;:])\s", case.asked.text) if ASKED_OTHERWISE.search(cue_text(s))]
    text = fold(" ".join(asking))
    # "Công nghệ thay thế" ends nothing.
    text = _SORT_OF.sub(" ", text)
    return next((act for act in _ENDING if re.search(rf"(?<!\w){fold(act)}(?!\w)", text)), "")


def borne_out(act: str, evidence: str) -> bool:
    """Whether a text speaks of such an act."""
    words = next((words for name, words in _ACTS if name == act), (act,))
    folded = fold(evidence)
    return any(re.search(rf"(?<!\w){fold(word)}(?!\w)", folded) for word in words)


def stray_numbers(case: Case, evidence: str) -> list[str]:
    """Numbers that the question states and the evidence does not have."""
    have = {_plain(n) for n in re.findall(r"\d+(?:[.,]\d+)*", evidence)}
    scaled = {(_plain(n), unit) for n, unit in _SCALED.findall(strip_accents(fold(evidence)))}
    asked = {_plain(n): unit for n, unit in _SCALED.findall(strip_accents(fold(case.asked.text)))}
    bare = [(n, _plain(n.rstrip("%"))) for n in case.asked.numbers]
    return [n for n, plain in bare if plain not in have or (plain in asked and (plain, asked[plain]) not in scaled)]


def unprinted(case: Case) -> list[str]:
    """Indices that a question names by an abbreviation ("chỉ số PII") and no clause prints."""
    found = _INDEX.findall(case.reading.shown.original)
    return [f"chỉ số {name}" for name in found if not case.tools.evidence.prints(name)]


def _plain(number: str) -> str:
    bare = re.sub(r"\.(?=\d{3}\b)", "", number).replace(",", ".")
    return bare.lstrip("0") or "0"


def own_names(case: Case) -> str:
    """The titles, issuers and short names of the library's documents."""
    return " ".join(f"{d.title} {d.issuer} {d.short_name}" for d in case.tools.documents.values())


def names_missing(case: Case, evidence: str, *, everywhere: bool = False) -> list[str]:
    """Names in a question that the evidence and the documents' own names do not have, word after word.

    everywhere: the library may have them anywhere; else only a name's likeness in spelling is forgiven.
    """
    known = f"{_flat(evidence)} {_flat(own_names(case))}"
    missing = []
    for name in case.asked.names:
        flat = _flat(name)
        words = flat.split()
        if f" {flat.strip()} " in f" {known} ":
            continue
        # "… của tỉnh Bắc Giang Ban Tuyên giáo …": two names side by side.
        if any(_stands(words[:at], known) and _stands(words[at:], known) for at in range(1, len(words))):
            continue
        alone = len(words) == 1 and not case.tools.evidence.count(strip_accents(words[0]))
        # "Facebook", "Sài Gòn": documents may say the same in words of their own.
        if not case.asked.compare and any(says(evidence, other) for other in synonyms(name)):
            continue
        unknown = alone or any(not case.tools.evidence.knows(pair) for pair in pairwise(words))
        if unknown or (len(words) > 2 and not everywhere):
            missing.append(name)
    return missing


def _stands(words: list[str], text: str) -> bool:
    return len(words) > 1 and f" {' '.join(words)} " in f" {text} "


def _flat(text: str) -> str:
    return " " + " ".join(re.findall(r"\w+", fold(text))) + " "
