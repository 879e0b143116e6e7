"""Which clauses of a digest tell what the document itself says.

Digests made without the full text also hold groups on what came after the document, on its namesakes and on what is
not known; their headings say so ("Không phải lời Nghị quyết 45: …"). Nothing there may pass for the document's word.
"""

from __future__ import annotations

import re

from ingest.document import Clause, Document
from ingest.vietnamese import fold

_OTHER = re.compile(r"(?:[\W\d]*)(?:không phải lời|phân biệt với|điều chưa biết|bố cục và điều chưa biết)")
_UNKNOWN = re.compile(
    r"chưa đọc được|không đọc được|phần đọc được|chưa có nguồn|không (?:có )?nguồn nào|chưa tìm thấy|không tìm thấy"
    r"|chưa rõ|chưa biết"
)


def is_of_others(document: Document, clause: Clause) -> bool:
    """Whether a clause of a digest stands under a heading that sets it apart from the document's own words."""
    if document.provenance == "full":
        return False
    return any(_OTHER.match(fold(title)) for title in (*document.heading_path(clause), clause.heading))


def is_own(document: Document, clause: Clause) -> bool:
    """Whether a clause tells what the document says; always so in a full text."""
    if document.provenance == "full":
        return True
    if is_of_others(document, clause):
        return False
    return not _UNKNOWN.search(fold(clause.text))
