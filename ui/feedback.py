"""What readers think of answers, kept for trainers in `<library>/feedback.jsonl`, one JSON value a line."""

from __future__ import annotations

import json
import threading
from datetime import datetime
from pathlib import Path
from typing import Literal

from index.results import Answer
from ingest.errors import LibraryError

Verdict = Literal["up", "down"]
_writing = threading.Lock()


def keep_feedback(root: Path, answer: Answer, verdict: Verdict, note: str = "") -> None:
    """Append one verdict: time, question, how it was read, the clauses that the answer cites, verdict and note.

    Raises LibraryError when the file cannot be written.
    """
    line = {
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "question": answer.question,
        "understood_as": answer.understood.text,
        "refused": answer.refused,
        "clauses": [source.clause.id for source in answer.sources],
        "verdict": verdict,
        "note": note.strip()[:1000],
    }
    path = root / "feedback.jsonl"
    try:
        with _writing, path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    except OSError as error:
        raise LibraryError(f"{path}: không ghi được nhận xét ({error.strerror}); hãy kiểm tra quyền ghi.") from error
