"""Saved web pages (HTML, MHTML) → the lines of the document on them, without the portal around it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

from ingest import legacy_fonts
from ingest.document import Reading
from ingest.errors import UnreadableFile
from ingest.loaders.html_lines import Walker
from ingest.loaders.tables import LAYOUT

_DROPPED = [
    "script", "style", "noscript", "template", "iframe", "svg", "canvas", "nav", "footer", "aside", "button", "input",
    "select", "textarea", "object", "embed", "video", "audio", "dialog", "menu", "head",
]  # fmt: skip
_JUNK_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alert"}
_JUNK = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|menu|breadcrumbs?|side-?bar|footer|header|top-?bar|banner|ads?|advert\w*|quang-?cao|comments?"
    r"|binh-?luan|respond|related|lien-?quan|recommend\w*|share|sharing|social|tags|tool-?bar|pagination|pager|cookie"
    r"|pop-?up|modal|login|search|subscribe|newsletter|widget|rating|hotline|copyright|skip-link)(?:[-_\s]|$)",
    re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_PIECES = ("body", "article", "main", "div", "section", "td", "tr", "tbody", "table", "center", "form", "font", "span")
_KNOWN = '[itemprop="articleBody"], article, main, [role="main"], #toanvancontent, .toanvancontent, .article-content'
_LONGEST_PIECE = 1500


def read_html(data: bytes, where: str, kind: str = "html") -> Reading:
    """The lines of the main text of a page.

    kind: "html" or "mhtml" (a page and its pictures in one file). Raises UnreadableFile when the page has no text.
    """
    from bs4 import BeautifulSoup

    if kind == "mhtml":
        data, declared = _from_mhtml(data, where)
    else:
        declared = ""
    text, warnings = _decoded(data, declared, where)
    try:
        soup = BeautifulSoup(text, "lxml")
        whole = soup.body or soup
        font = _old_font(whole)
        _drop_portal(whole)
        root = _main(whole)
        walker = Walker(root, font)
        lines = walker.lines()
    except RecursionError:
        raise UnreadableFile(
            f"{where}: trang HTML lồng nhau quá sâu; hãy lưu lại trang ở dạng khác (PDF, .docx)."
        ) from None
    if not lines:
        raise UnreadableFile(
            f"{where}: trang không có văn bản nào (có thể trang chỉ hiện chữ khi chạy chương trình); "
            "hãy lưu trang ở dạng PDF hoặc chép chữ vào tệp .docx."
        )
    warnings += [f"{where}: {legacy_fonts.warning(name)}" for name in sorted(walker.converted)]
    return Reading(tuple(lines), kind, tuple(warnings))


def _from_mhtml(data: bytes, where: str) -> tuple[bytes, str]:
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload, part.get_content_charset() or ""
    raise UnreadableFile(f"{where}: tệp MHTML không có trang HTML bên trong; hãy lưu lại trang.")


def _decoded(data: bytes, declared: str, where: str) -> tuple[str, list[str]]:
    """The text of a page: by its byte order mark, then by what it declares, then by statistics."""
    found = _CHARSET.search(data[:4096])
    name = declared or (found.group(1).decode("ascii", errors="replace") if found else "")
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and name:
        try:
            if codecs.lookup(name).name not in ("utf-16", "utf-16-le", "utf-16-be"):
                return data.decode(name), []
        except (LookupError, UnicodeDecodeError):
            pass  # a page that misstates its encoding is read by statistics
    guess = legacy_fonts.recognise(data)
    return guess.text, [f"{where}: {guess.warning}"] if guess.warning else []


def _old_font(body: Any) -> str:
    """The font to assume where a page is in an old encoding and does not name its fonts."""
    if any(legacy_fonts.font_encoding(tag["face"]) for tag in body.find_all("font", face=True)):
        return ""
    old = legacy_fonts.detect(body.get_text(" "))
    return legacy_fonts.PLAIN_FONT[old] if old else ""


def _drop_portal(body: Any) -> None:
    """Remove what surrounds documents on portals; a block that holds most of the page's text is never removed."""
    from bs4 import Comment

    for comment in body.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in body.find_all(_DROPPED):
        tag.decompose()
    total = max(1, len(body.get_text()))
    for tag in body.find_all(True):
        if tag.decomposed or tag.name in ("body", "html"):
            continue
        names = " ".join([*tag.get("class", []), str(tag.get("id", ""))])
        marked = tag.name == "header" or bool(_JUNK.search(names)) or tag.get("role") in _JUNK_ROLES
        hidden = tag.has_attr("hidden") or bool(_HIDDEN.search(str(tag.get("style", ""))))
        if not (marked or hidden):
            continue
        text = tag.get_text("\n")
        if len(text) < 0.5 * total and (hidden or not _is_piece(tag, text)):
            tag.decompose()
    for tag in body.find_all(["ul", "ol", "div", "section", "table"]):
        if not tag.decomposed and _is_link_list(tag):
            tag.decompose()


def _link_text(tag: Any) -> int:
    """Characters of links that lead away; links within the page are the document's own."""
    return sum(len(a.get_text().strip()) for a in tag.find_all("a") if not str(a.get("href", "#")).startswith("#"))


def _is_link_list(tag: Any) -> bool:
    if len(tag.find_all("a", href=True)) < 3:
        return False
    return _link_text(tag) > 0.7 * max(1, len("".join(tag.get_text().split(" "))))


def _is_piece(tag: Any, text: str) -> bool:
    """Whether a small block is the head or foot of a document: motto, number, recipients, signature; few links."""
    return len(text) < _LONGEST_PIECE and bool(LAYOUT.search(text)) and _link_text(tag) < 0.2 * len(text)


def _weight(tag: Any) -> int:
    return len("".join(tag.get_text().split())) - _link_text(tag)


def _main(body: Any) -> Any:
    """The smallest block that still holds the document: go down while one child holds nearly all the text.

    The way down ends where a sibling would be lost that is the document's letterhead, recipients or signature.
    """
    node = body
    total = max(1, _weight(body))
    for known in body.select(_KNOWN):
        if _weight(known) > 0.6 * total and not _loses_piece(known, body):
            node = known
            break
    while True:
        weight = max(1, _weight(node))
        children = node.find_all(_PIECES, recursive=False)
        best = max(children, key=_weight, default=None)
        if best is None or _weight(best) < 0.8 * weight or _loses_piece(best, node):
            return node
        node = best


def _loses_piece(inner: Any, outer: Any) -> bool:
    """Whether going from `outer` down to `inner` leaves a head or foot of the document behind."""
    return any(_is_piece(tag, tag.get_text("\n")) for tag in _siblings(inner, outer))


def _siblings(inner: Any, outer: Any) -> Iterator[Any]:
    while inner is not None and inner is not outer:
        for tag in inner.parent.find_all(True, recursive=False):
            if tag is not inner:
                yield tag
        inner = inner.parent
