"""Questions without an answer, kept for those who care for the library; only when `record_gaps` is set."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from index.results import Answer
from ingest.errors import LibraryError

FILE = "gaps.jsonl"


def record_gap(root: Path, answer: Answer) -> None:
    """Append a refused question to `gaps.jsonl` in the library: when, what was asked, why there was no answer.

    Nothing is kept of an answer that was given. Raises LibraryError when the file cannot be written.
    """
    if not answer.refused:
        return
    row = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": answer.question,
        "understood_as": answer.understood.text,
        "reason": answer.lead,
        "nearest": [near.hit.clause.id for near in answer.nearest],
    }
    line = (json.dumps(row, ensure_ascii=False) + "\n").encode()
    path = root / FILE
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(file, line)
        finally:
            os.close(file)
    except OSError as error:
        raise LibraryError(f"{path}: không ghi được ({error.strerror}); hãy bỏ DANNGUON_RECORD_GAPS.") from error
