"""Read the training texts: official documents and Wikipedia pages, as lists of paragraphs.

The two files are `legal_documents.jsonl.gz` (`id`, `passage`, and `name` or `link`) and `viwiki.jsonl.gz`
(`title`, `text`). Every sixth official document (by a checksum of its id) is held out: nothing of it enters
the vocabulary, the start vectors or the pairs, so that retrieval can be measured on unseen documents.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
import zlib
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

HELD_OUT_EVERY = 6

_OLD = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ"
_NEW = "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy"
_TONES = dict(zip(_OLD.split(), _NEW.split(), strict=True))
# The tone of "uy" stays on the y after q ("quý", "quỹ"); inside a longer rhyme ("hoàn", "thuyền") nothing moves.
TONE_RULES = [(r"(?<!q)" + old + r"(?![\p{L}])", new) for old, new in _TONES.items()]
_TONE = re.compile(r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?![^\W\d_])")

WORD = re.compile(r"[^\W_]+")
ARTICLE = re.compile(r"^Điều\s+(\d+[a-z]?)\s*[.:]?\s*(.*)$")
HEADING = re.compile(r"^(Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN|[IVX]{1,5}\s*[.\-–]|[A-H]\s*[.\-])\s*")
_WIKI_HEADING = re.compile(r"^=+ (.*?) =+$")
_TYPE = re.compile(
    r"^(LUẬT|BỘ LUẬT|PHÁP LỆNH|NGHỊ ĐỊNH|THÔNG TƯ|QUYẾT ĐỊNH|NGHỊ QUYẾT|CHỈ THỊ|QUY ĐỊNH|HƯỚNG DẪN|KẾ HOẠCH|"
    r"KẾT LUẬN|QUY CHẾ|ĐIỀU LỆ|THÔNG BÁO|CHƯƠNG TRÌNH|BÁO CÁO|CÔNG VĂN|VĂN BẢN HỢP NHẤT|HIẾN PHÁP|LỆNH)\b"
)
_FOCUS = re.compile(
    r"khoa hoc|cong nghe|doi moi sang tao|khoi nghiep|so huu tri tue|chuyen doi so|chinh phu dien tu|tri thuc|"
    r"nhan tai|nhan luc|cong nghiep hoa|nong thon moi|dang vien|to chuc dang|trung uong|bi thu|bo chinh tri|"
    r"\btw\b|chien luoc|cai cach hanh chinh|giao duc dai hoc|dau tu phat trien|thong tin va truyen thong",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Document:
    """One training text. `focus`: about science, technology, innovation or the Party (by its name)."""

    id: str
    title: str
    name: str
    wiki: bool
    focus: bool
    paragraphs: tuple[str, ...]


def canonical(text: str) -> str:
    """NFC, lower case, tone marks in their traditional place: what the tokenizer's normaliser does too."""
    text = unicodedata.normalize("NFC", text).lower().replace("ð", "đ")
    return _TONE.sub(lambda match: _TONES[match.group(0)], text)


def strip_accents(text: str) -> str:
    """The text without Vietnamese accents; đ becomes d."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("đ", "d").replace("Đ", "D")


def held_out(document_id: str) -> bool:
    """True for the documents that training never sees."""
    return zlib.crc32(document_id.encode()) % HELD_OUT_EVERY == 0


def paragraphs(text: str, cap: int = 0) -> list[str]:
    """Paragraphs of a stored text; `\\r\\n\\n` is a soft line wrap. `cap`: read at most so many characters."""
    text = unicodedata.normalize("NFC", text[:cap] if cap else text).replace("\xa0", " ")
    text = re.sub(r"\r\n\n\s*", " ", text)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return [line for line in lines if re.search(r"[^\W\d_]", line)]


def is_upper(text: str) -> bool:
    """True where more than four letters in five are capitals: a title or a heading."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) / len(letters) > 0.8


def title_of(lines: list[str]) -> str:
    """The title printed at the head of an official document ("NGHỊ ĐỊNH quy định …"), or an empty string."""
    for i, line in enumerate(lines[:25]):
        if not (_TYPE.match(line) and is_upper(line)):
            continue
        title = line
        for j, following in enumerate(lines[i + 1 : i + 4]):
            if re.match(r"^(Căn cứ|-|Điều|Chương|Theo|CHƯƠNG)", following):
                break
            first = j == 0 and following[0].isupper() and len(following) < 250
            if not is_upper(following) and not (first and not following.endswith((";", "."))):
                break
            title += " " + following
        title = re.sub(r"-{2,}|_{2,}|\*+", " ", title)
        if len(WORD.findall(title)) >= 5:
            return " ".join(title.split()[:70])
    return ""


def kind_of(line: str, wiki: bool) -> int:
    """0 body, 1 article heading ("Điều 3. …"), 2 heading, 3 heading in capitals."""
    if wiki:
        return 2 if _WIKI_HEADING.match(line) else 0
    article = ARTICLE.match(line)
    if article and 8 < len(article.group(2)) < 300:
        return 1
    if HEADING.match(line) and len(line) < 300:
        return 2
    return 3 if is_upper(line) else 0


def _official(job: tuple[str, int]) -> Document:
    record = json.loads(job[0])
    lines = paragraphs(record["passage"], job[1])
    name = record.get("name") or record["link"].rsplit("/", 1)[-1].replace(".aspx", "")
    name = re.sub(r"-\d{4,7}$", "", name).replace("-", " ")
    title = title_of(lines) or name
    return Document(str(record["id"]), title, name, False, bool(_FOCUS.search(name)), tuple(lines))


def _wiki(job: tuple[str, int]) -> Document:
    record = json.loads(job[0])
    lines = [re.sub(r"\[\d+\]", "", line) for line in paragraphs(record["text"], job[1])]
    return Document("wiki:" + record["title"], record["title"], record["title"], True, False, tuple(lines))


def official_lines(data: Path) -> list[tuple[str, str]]:
    """(id, JSON line) of every official document in the data folder."""
    with gzip.open(data / "legal_documents.jsonl.gz", "rt", encoding="utf-8") as file:
        return [(str(json.loads(line)["id"]), line) for line in file]


def read_held_out(data: Path, also: frozenset[str] = frozenset()) -> list[Document]:
    """The held-out official documents in full, plus those whose ids are in `also`."""
    jobs = [(line, 0) for key, line in official_lines(data) if held_out(key) or key in also]
    with Pool(2) as pool:
        return pool.map(_official, jobs, chunksize=50)


def read_training(data: Path, cap: int) -> list[Document]:
    """All training documents, held-out ones left out, each cut after `cap` characters."""
    jobs = [(line, cap) for key, line in official_lines(data) if not held_out(key)]
    with gzip.open(data / "viwiki.jsonl.gz", "rt", encoding="utf-8") as file:
        pages = [(line, cap) for line in file]
    with Pool(2) as pool:
        documents = pool.map(_official, jobs, chunksize=50)
        documents += pool.map(_wiki, pages, chunksize=50)
    return [document for document in documents if len(document.paragraphs) > 1]
