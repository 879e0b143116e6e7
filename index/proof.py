"""A proof pack: one JSON file with a question, its answer, and all that is needed to check every quotation elsewhere.

Checking needs nothing but the file: every quotation is compared with the clause text in it, character by character,
and what is in other words goes through the gate again. Where the checking machine holds the document too, the clause
texts are compared with its own. The seal shows that a file was damaged or changed by hand; it is no signature, so only
the comparison with a document shows that a clause is real.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from index.citations import JOINT, words_of
from index.entailment import objection_to
from index.results import QUOTED, Answer, citation
from ingest.document import Document
from ingest.errors import UserError
from ingest.library import write_atomically

FORMAT, FORMAT_VERSION = "dan-nguon-proof", 1
_LARGEST = 20_000_000


@dataclass(frozen=True)
class Checked:
    """What checking a pack found. faults: what is wrong. against: documents compared with the library's; apart:
    documents that are not here, so that their clauses were checked within the pack only. notes: for people."""

    faults: tuple[str, ...]
    against: tuple[str, ...]
    apart: tuple[str, ...]
    quotes: int
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.faults

    def to_json(self) -> dict[str, Any]:
        return {
            "holds": self.holds,
            "faults": list(self.faults),
            "checked_against_library": list(self.against),
            "not_in_library": list(self.apart),
            "quotes": self.quotes,
            "notes": list(self.notes),
        }


def pack(answer: Answer, documents: Iterable[Document]) -> dict[str, Any]:
    """The proof of an answer as a JSON value."""
    by_id = {document.id: document for document in documents}
    clauses = [s.clause for s in answer.sources] + [n.hit.clause for n in answer.nearest]
    held = {c.document: by_id[c.document] for c in clauses}
    value: dict[str, Any] = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "program": program_version(),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": answer.question,
        "refused": answer.refused,
        "lead": answer.lead,
        "answer": answer.text,
        "sentences": [
            {
                "text": s.text,
                "style": s.style,
                "quotes": [
                    {
                        "clause": q.clause,
                        "start": q.start,
                        "end": q.end,
                        "words": words_of(q, by_id) or "",
                    }
                    for q in s.quotes
                ],
            }
            for s in answer.sentences
        ],
        "clauses": {
            c.id: {"citation": citation(held[c.document], c), "text": c.text, "sha256": _sha256(c.text)}
            for c in dict.fromkeys(clauses)
        },
        "documents": {
            d.id: {
                "title": d.title,
                "number": d.number,
                "date": d.date,
                "provenance": d.provenance,
                "origin": d.origin,
                "sha256": d.sha256,
                "text_sha256": _sha256(d.source_text),
            }
            for d in held.values()
        },
        "warnings": [w.to_json() for w in (*answer.warnings, *answer.more_warnings)],
    }
    return {**value, "seal": _seal(value)}


def write_proof(path: Path, answer: Answer, documents: Iterable[Document]) -> None:
    """Write the proof of an answer; raises UserError when the file cannot be written."""
    data = json.dumps(pack(answer, documents), ensure_ascii=False, indent=1).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data)
    except OSError as error:
        raise UserError(f"{path}: không ghi được tệp chứng minh ({error.strerror}); hãy chọn nơi khác.") from error


def read_proof(path: Path) -> dict[str, Any]:
    """The JSON value of a pack; raises UserError when it is not one."""
    try:
        if path.stat().st_size > _LARGEST:
            raise UserError(f"{path}: tệp quá lớn, không phải tệp chứng minh.")
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(f"{path}: không đọc được tệp ({error.strerror}); hãy kiểm tra đường dẫn.") from error
    except (ValueError, RecursionError) as error:
        raise UserError(f"{path}: không phải tệp chứng minh (JSON hỏng); hãy xin lại tệp.") from error
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise UserError(f"{path}: không phải tệp chứng minh của Dẫn Nguồn; tệp này do «ask --proof» ghi ra.")
    if value.get("format_version") != FORMAT_VERSION:
        raise UserError(f"{path}: tệp chứng minh của phiên bản khác; hãy cập nhật chương trình.")
    return value


def verify(value: Mapping[str, Any], documents: Mapping[str, Document]) -> Checked:
    """Check a pack within itself and against the documents at hand (by id)."""
    faults: list[str] = []
    notes: list[str] = []
    count = 0
    try:
        if value["seal"] != _seal({k: v for k, v in value.items() if k != "seal"}):
            faults.append("dấu niêm không khớp: tệp đã bị sửa hoặc hỏng")
        for clause_id, clause in value["clauses"].items():
            if _sha256(clause["text"]) != clause["sha256"]:
                faults.append(f"{clause_id}: văn bản điều khoản không khớp mã băm")
        for sentence in value["sentences"]:
            count += len(sentence["quotes"])
            faults += _sentence_faults(sentence, value["clauses"])
        if _shown(value) != value["answer"]:
            faults.append("lời đáp không khớp các câu đã dẫn")
        against, apart = _compared(value, documents, faults, notes)
    except (KeyError, TypeError, AttributeError) as error:
        return Checked((f"thiếu hoặc sai phần {error}",), (), (), count)
    return Checked(tuple(faults), against, apart, count, tuple(notes))


def program_version() -> str:
    """The version of the program that is installed."""
    try:
        return version("dan-nguon")
    except PackageNotFoundError:
        return "0.1.0"


def _sentence_faults(sentence: Mapping[str, Any], clauses: Mapping[str, Any]) -> list[str]:
    faults, pieces = [], []
    for quote in sentence["quotes"]:
        clause = clauses.get(quote["clause"])
        if clause is None:
            faults.append(f"{quote['clause']}: không kèm văn bản điều khoản")
            continue
        words = clause["text"][quote["start"] : quote["end"]]
        pieces.append(words)
        if not 0 <= quote["start"] < quote["end"] <= len(clause["text"]) or words != quote["words"]:
            faults.append(f"{quote['clause']}: lời dẫn không có trong điều khoản")
    if not sentence["quotes"]:
        faults.append(f"câu không dẫn điều khoản nào: «{sentence['text'][:60]}»")
    elif sentence["style"] == QUOTED and JOINT.join(pieces) != sentence["text"]:
        faults.append(f"câu khác lời điều khoản: «{sentence['text'][:60]}»")
    elif sentence["style"] != QUOTED and (why := objection_to(sentence["text"], pieces)):
        faults.append(f"câu không khớp điều khoản ({why}): «{sentence['text'][:60]}»")
    return faults


def _compared(
    value: Mapping[str, Any], documents: Mapping[str, Document], faults: list[str], notes: list[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Compare with the documents at hand; adds to faults and notes. Returns (compared, not here)."""
    against, apart = [], []
    for document_id, told in value["documents"].items():
        document = documents.get(document_id)
        if document is None or document.provenance != told["provenance"]:
            apart.append(document_id)
            continue
        against.append(document_id)
        if _sha256(document.source_text) != told["text_sha256"]:
            notes.append(f"{document_id}: bản trong kho này đọc từ tệp khác; so từng điều khoản được dẫn")
    for clause_id, clause in value["clauses"].items():
        document_id = clause_id.partition("#")[0]
        if document_id not in value["documents"]:
            faults.append(f"{clause_id}: không kèm thông tin văn bản")
        elif document_id in against:
            own = documents[document_id].by_id.get(clause_id)
            if own is None or own.text != clause["text"]:
                faults.append(f"{clause_id}: khác điều khoản trong kho trên máy này")
    return tuple(against), tuple(apart)


def _shown(value: Mapping[str, Any]) -> str:
    """The answer's text as `Answer.text` makes it."""
    numbers: dict[str, int] = {}
    for sentence in value["sentences"]:
        for quote in sentence["quotes"]:
            numbers.setdefault(quote["clause"], len(numbers) + 1)
    lines = [value["lead"]] if value["lead"] else []
    for sentence in value["sentences"]:
        marks = "".join(f"[{numbers[c]}]" for c in dict.fromkeys(q["clause"] for q in sentence["quotes"]))
        lines.append(f"{sentence['text']} {marks}".rstrip())
    return "\n".join(lines)


def _seal(value: Mapping[str, Any]) -> str:
    return _sha256(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
