"""What is in the library, and what came of adding to it, as HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.catalog import Catalog, CatalogEntry
from ingest.document import Document
from ingest.library import Library
from ui.markup import button, esc, joined, outside, tag
from ui.reading_view import provenance_badge, short

if TYPE_CHECKING:
    from ingest.corpus import Report

_CHANGES = {"added": "đã thêm vào kho", "replaced": "đã thay bản cũ", "unchanged": "đã có trong kho, không đổi"}


def day(iso: str) -> str:
    """2012-11-01 → 01/11/2012; anything else as it is."""
    parts = iso.split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 else iso


def without_folder(text: str, name: str) -> str:
    """A message about a file without the folder that an upload lay in, which means nothing to a reader."""
    return re.sub(r"\S*[/\\]" + re.escape(name), lambda _: name, text) if name else text


def library_view(library: Library, documents: Sequence[Document], catalog: Catalog) -> str:
    """One article a document: what it is, where it is from, what has changed since, what can be done with it."""
    held = {document.id for document in documents}
    absent = [entry for entry in catalog.entries if entry.id not in held]
    parts = [_document(library, document, catalog) for document in documents]
    if absent:
        parts.append(tag("h3", "Có trong danh mục, chưa có trong kho", class_="dn-group"))
        parts += [_absent(entry) for entry in absent]
    return tag("div", *parts, class_="dn-library")


def _document(library: Library, document: Document, catalog: Catalog) -> str:
    entry = catalog.get(document.id)
    facts = [
        ("Số", document.number or "không nêu trong văn bản"),
        ("Ngày", day(document.date) or "không nêu trong văn bản"),
        ("Cơ quan", document.issuer),
        ("Số điều khoản đọc được", str(len(document.clauses))),
        ("Nguồn tệp", document.origin),
        ("sha256", document.sha256[:16] + "…" if document.sha256 else ""),
        ("Lập ngày" if document.provenance == "digest" else "Đọc ngày", day(document.made)),
    ]
    rows = "".join(tag("dt", esc(name)) + tag("dd", esc(value)) for name, value in facts if value)
    notes = [
        f"{esc(note.statement)} ({', '.join(outside(u, f'nguồn {n}') for n, u in enumerate(note.sources, 1))})"
        for note in catalog.currency_of(document.id)
    ]
    currency = tag("details", tag("summary", f"Hiệu lực: {len(notes)} lưu ý"), joined(notes)) if notes else ""
    warned = [esc(without_folder(warning, document.origin)) for warning in document.warnings]
    warnings = tag("details", tag("summary", f"Khi đọc: {len(warned)} lưu ý"), joined(warned)) if warned else ""
    more = tag("details", tag("summary", "Số hiệu, nguồn gốc"), tag("dl", rows), class_="dn-facts")
    return tag(
        "article",
        tag("h3", esc(document.short_name or document.title)),
        provenance_badge(document),
        tag("p", esc(short(document.title, 200)), class_="dn-small"),
        more,
        currency,
        warnings,
        tag("div", *_acts(library, document, entry), class_="dn-actions"),
        class_="dn-card",
    )


def _acts(library: Library, document: Document, entry: CatalogEntry | None) -> list[str]:
    name = document.short_name or document.title
    acts = [button("Đọc", "read", css="dn-button", aria=f"Đọc {name}", clause=document.id)]
    if document.provenance == "digest" and entry and entry.urls:
        acts.append(_fetch(entry))
    shipped = document.origin.startswith("corpus/")
    if not shipped:
        back = library.has(document.id, "digest") and document.provenance == "full"
        ask = f"Bỏ «{name}» khỏi kho?" + (" Bản tóm lược sẽ được dùng lại." if back else "")
        acts.append(
            button("Bỏ khỏi kho", "remove", css="dn-button", aria=f"Bỏ khỏi kho: {name}", clause=document.id, ask=ask)
        )
    return acts


def _fetch(entry: CatalogEntry) -> str:
    ask = f"Tải toàn văn «{entry.short_name}» từ mạng? Chương trình sẽ kết nối tới: {_hosts(entry)}."
    aria = f"Tải toàn văn từ mạng: {entry.short_name}"
    return button("Tải toàn văn từ mạng", "fetch", css="dn-button", aria=aria, clause=entry.id, ask=ask)


def _hosts(entry: CatalogEntry) -> str:
    from urllib.parse import urlsplit

    return ", ".join(dict.fromkeys(urlsplit(url).hostname or url for url in entry.urls))


def _absent(entry: CatalogEntry) -> str:
    acts = tag("div", _fetch(entry), class_="dn-actions") if entry.urls else ""
    return tag("article", tag("h3", esc(entry.short_name)), tag("p", esc(entry.title)), acts, class_="dn-card")


def report_view(report: Report) -> str:
    """What was read from one file: document, outline, warnings, copies; or why nothing was."""
    name = report.path.replace("\\", "/").rsplit("/", 1)[-1]
    document = report.document
    if document is None:
        return tag(
            "article",
            tag("h3", esc(name)),
            tag("p", esc(without_folder(report.error, name)), class_="dn-message dn-error"),
            class_="dn-card",
        )
    outline = [c for c in document.clauses if c.kind in ("heading", "item")]
    shown = [esc(short(f"{c.address} {c.heading or c.text[c.body[0] :]}", 90)) for c in outline[:40]]
    more = f"… và {len(outline) - 40} mục nữa" if len(outline) > 40 else ""
    parts = [
        tag("h3", esc(document.short_name or document.title)),
        tag("p", esc(f"{name}: {_CHANGES.get(report.change or '', '')}."), class_="dn-message dn-good"),
        tag("p", f"Đọc được {len(document.clauses)} điều khoản, {len(outline)} mục có số hoặc đề mục."),
        tag("details", tag("summary", "Đề cương tìm thấy"), joined([*shown, *([more] if more else [])])),
    ]
    if report.same_as:
        parts.append(tag("p", esc(f"Trùng nội dung với: {', '.join(report.same_as)}."), class_="dn-message dn-info"))
    warned = [without_folder(warning, name) for warning in document.warnings]
    parts += [tag("p", esc(warning), class_="dn-message dn-info") for warning in warned]
    return tag("article", *parts, class_="dn-card")
