"""What a file is, told from its first bytes and its inner names, never from the name it was given."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

# Kinds that `ingest.loaders.read` has a loader for, with the words for them in messages.
READABLE = {
    "pdf": "PDF",
    "docx": "Word (.docx)",
    "doc": "Word cũ (.doc)",
    "rtf": "RTF",
    "odt": "OpenDocument (.odt)",
    "html": "trang web (HTML)",
    "mhtml": "trang web lưu một tệp (MHTML)",
    "image": "ảnh",
    "text": "văn bản thường",
}
# Kinds that are recognised only to say so.
OTHER = {
    "xlsx": "bảng tính Excel",
    "pptx": "trình chiếu PowerPoint",
    "zip": "tệp nén ZIP",
    "rar": "tệp nén RAR",
    "7z": "tệp nén 7z",
    "gzip": "tệp nén GZIP",
    "locked": "tài liệu Office có mật khẩu",
    "ole": "tài liệu Office cũ không phải Word",
    "program": "chương trình",
    "broken-zip": "tệp ZIP hoặc Office bị hỏng",
    "binary": "dữ liệu nhị phân không rõ loại",
}
_SUFFIXES: dict[str, set[str]] = {
    ".pdf": {"pdf"},
    ".docx": {"docx"},
    ".doc": {"doc"},
    ".rtf": {"rtf"},
    ".odt": {"odt"},
    ".html": {"html", "text"},
    ".htm": {"html", "text"},
    ".xhtml": {"html"},
    ".mht": {"mhtml"},
    ".mhtml": {"mhtml"},
    ".txt": {"text"},
    ".md": {"text"},
    ".markdown": {"text"},
    **{suffix: {"image"} for suffix in (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".gif")},
}
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_TAGS = re.compile(rb"<(?:p|div|br|table|span|td|h[1-6])\b[^>]*>", re.I)
_MHTML = re.compile(rb"(?:^|\n)(?:MIME-Version:|Content-Type:\s*multipart/related)", re.I)
_BOMS = (b"\xff\xfe", b"\xfe\xff")


def kind_of(data: bytes, name: str = "") -> str:
    """A key of READABLE or OTHER. `name` decides only between HTML without a head and plain text."""
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zip_kind(data)
    if head.startswith(_OLE):
        return _ole_kind(data)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image"
    for magic, kind in _MAGIC:
        if head.startswith(magic) and (len(magic) > 2 or _is_binary(head)):
            return kind
    if not head.startswith(_BOMS) and _is_binary(head) and not _is_utf16(head):
        return "binary"
    return _text_kind(_narrow(head), PurePath(name).suffix.lower())


def _narrow(head: bytes) -> bytes:
    """The beginning of a text with one byte a letter, whatever Unicode form it is in."""
    if head.startswith(_BOMS) or _is_utf16(head):
        return head.replace(b"\x00", b"").lstrip(b"\xff\xfe")
    return head.removeprefix(b"\xef\xbb\xbf")


def _text_kind(head: bytes, suffix: str) -> str:
    if _HTML.match(head):
        return "html"
    if _MHTML.search(head[:2000]) and b"multipart/" in head.lower():
        return "mhtml"
    markup = suffix in (".html", ".htm", ".xhtml", ".doc", ".xls") and len(_TAGS.findall(head)) >= 2
    return "html" if markup else "text"


def _is_utf16(head: bytes) -> bool:
    """Whether every other byte is mostly zero, as in UTF-16 text with Latin letters and spaces."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    return max(even, odd) > 0.2 * len(head) / 2 and min(even, odd) < 0.02 * len(head) / 2 + 1


def _is_binary(head: bytes) -> bool:
    odd = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    return bool(head) and odd > max(1, len(head) // 100)


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                mime = archive.read("mimetype")
                return "odt" if mime.strip() == b"application/vnd.oasis.opendocument.text" else "zip"
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        return "broken-zip"
    for member, kind in (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"), ("ppt/presentation.xml", "pptx")):
        if member in names:
            return kind
    if any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        return "docx"
    return "zip"


def _ole_kind(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "locked"
    return "doc" if "WordDocument".encode("utf-16-le") in data else "ole"


def name_lies(name: str, kind: str) -> bool:
    """Whether a file's ending promises another kind than its content is; an unknown ending promises nothing."""
    promised = _SUFFIXES.get(PurePath(name).suffix.lower())
    return promised is not None and kind not in promised
