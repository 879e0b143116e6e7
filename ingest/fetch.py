"""Full texts from official portals: downloaded, read, and kept only when they are the document asked for."""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from ingest import numbers
from ingest.address import printed
from ingest.catalog import Catalog, CatalogEntry
from ingest.document import Reading
from ingest.errors import FetchError, UserError
from ingest.loaders import sniff
from ingest.markers import candidates
from ingest.metadata import Metadata, identify, read_metadata, same_title
from ingest.network import Answer, download
from ingest.settings import settings
from ingest.vietnamese import fold

Progress = Callable[[str, int, int], None]
Reader = Callable[..., Reading]

_SUFFIXES = {
    "pdf": ".pdf", "docx": ".docx", "doc": ".doc", "rtf": ".rtf", "odt": ".odt", "html": ".html", "mhtml": ".mhtml",
    "text": ".txt", "image": ".png",
}  # fmt: skip
_OFFICIAL = re.compile(
    r"(?:^|\.)(?:gov\.vn|chinhphu\.vn|dangcongsan\.vn|quochoi\.vn|tuyengiao\.vn|xaydungdang\.org\.vn)$"
)
_GATE = re.compile(
    r"captcha|cf-challenge|just a moment|verify you are human|access denied|not a robot|không phải (?:là )?robot"
    r"|không phải (?:là )?người máy|xác minh (?:bạn|truy cập)|(?:vui lòng|bạn cần|hãy|phải) đăng nhập"
    r"|đăng nhập để (?:xem|tải)",
    re.I,
)
_PASSWORD = re.compile(r"type=[\"']?password", re.I)
_CLOSING = re.compile(
    r"(?:nghị quyết|kết luận|chỉ thị|quy định|quyết định|kế hoạch) này (?:được )?(?:phổ biến|có hiệu lực)"
)
_ANNOUNCED = re.compile(r"\W*(?:toàn văn|nội dung|xem toàn văn)?\W*(?P<type>\w+ \w+)\s+(?:số\s*:?\s*)?")
_DIGEST_ADDRESS = re.compile(r"^\[([^\]\s]+)\]", re.M)
_SECTION = re.compile(r"dieu-\d+|[IVX]+|[A-H]|\d{1,2}")
_FEWEST_ITEMS = 3
_EMPTY_PAGE, _SHORT_PAGE = 300, 1_500
_TITLE_LINES = 40
_PAUSE = 1.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """A downloaded original: where it lies and came from, its sha256, the day (ISO).

    document_id: the catalogue's id when the text says that it is that document, else "". notes: what to tell the user.
    """

    path: Path
    url: str
    sha256: str
    date: str
    document_id: str = ""
    notes: tuple[str, ...] = ()


def fetch(
    target: str, catalog: Catalog, *, into: Path, progress: Progress | None = None, reader: Reader | None = None
) -> Fetched:
    """Download a document of the catalogue (by id) or any http(s) address into the folder `into`.

    For an id the catalogue's addresses are tried in turn, official portals first, and only a page whose text is that
    document by number and date (or title) and is its full text is kept. reader: what reads a file into lines; without
    it, the loaders in a process of their own. Beside the original lies a `.json` with its address, sha256 and day.
    Raises FetchError in one line that says why, for each address tried.
    """
    read = reader or _isolated
    entry = catalog.get(target)
    if entry is None:
        if not re.match(r"[a-z][a-z0-9+.-]*://", target, re.I):
            raise FetchError(f"{target}: không có văn bản này trong danh mục và cũng không phải địa chỉ http(s).")
        try:
            return _try(target, None, catalog, into, progress, read)
        except FetchError as error:
            raise FetchError(f"{target}: {error}.") from error
    advice = "hãy tải tệp bằng trình duyệt từ cổng chính thức rồi nạp bằng «python -m ingest add TỆP»"
    if not entry.urls:
        raise FetchError(f"{entry.short_name}: danh mục chưa có địa chỉ toàn văn; {advice}.")
    failures: list[str] = []
    host = ""
    for url in sorted(entry.urls, key=lambda u: not _OFFICIAL.search(urlsplit(u).hostname or "")):
        if urlsplit(url).hostname == host:
            time.sleep(_PAUSE)
        host = urlsplit(url).hostname or ""
        try:
            return _try(url, entry, catalog, into, progress, read)
        except FetchError as error:
            failures.append(f"{url}: {error}")
    raise FetchError(f"{entry.short_name}: chưa tải được toàn văn từ trang nào ({'; '.join(failures)}); {advice}.")


def _isolated(path: Path, *, progress: Progress | None = None) -> Reading:
    from ingest.sandbox import read_isolated

    return read_isolated(path, progress=progress)


def _try(
    url: str, entry: CatalogEntry | None, catalog: Catalog, into: Path, progress: Progress | None, read: Reader
) -> Fetched:
    limits = settings()
    told = (lambda done, of: progress("fetch", done, of)) if progress else None
    answer = download(
        url, limit=limits.fetch_bytes, seconds=limits.fetch_seconds, private=limits.fetch_private, told=told
    )
    kind = sniff.kind_of(answer.data, urlsplit(answer.url).path)
    if kind not in sniff.READABLE:
        raise FetchError(f"trang trả về {sniff.OTHER[kind]}, không phải văn bản")
    digest = sha256(answer.data).hexdigest()
    part = _write_part(into, answer.data, _SUFFIXES[kind])
    try:
        try:
            reading = read(part, progress=progress)
        except UserError as error:
            gate = _gate(answer, kind, [])
            raise FetchError(gate or f"không đọc được trang ({str(error).partition(': ')[2] or error})") from error
        lines = [line.text for line in reading.lines]
        metadata = read_metadata(reading.lines)
        if entry is not None:
            _verify(metadata, lines, entry, catalog, _gate(answer, kind, lines))
            document_id = entry.id
        else:
            found, _ = identify(metadata, catalog)
            document_id = found if catalog.get(found) and _is_whole(metadata, lines) else ""
            if not document_id and (gate := _gate(answer, kind, lines)):
                raise FetchError(gate)
        path = into / f"{document_id or _page_name(answer.url)}-{digest[:12]}{_SUFFIXES[kind]}"
        today = datetime.now(UTC).date().isoformat()
        record = {"url": answer.url, "asked": url, "sha256": digest, "date": today, "media": answer.media}
        _place(part, path, record)
    finally:
        part.unlink(missing_ok=True)
    notes = (
        ()
        if _is_ended(metadata, lines)
        else ("Không thấy nơi nhận, chữ ký hay câu kết ở cuối; trang có thể đã cắt bớt văn bản.",)
    )
    return Fetched(path, answer.url, digest, today, document_id, notes)


def _page_name(url: str) -> str:
    address = urlsplit(url)
    return numbers.slug(f"{address.hostname} {address.path}")[:60].strip("-")


def _verify(metadata: Metadata, lines: list[str], entry: CatalogEntry, catalog: Catalog, gate: str) -> None:
    """Raise FetchError unless the text is the entry's document, and all of it."""
    found, _ = identify(metadata, catalog)
    same = found == entry.id or (not metadata.letterhead and _announces(lines, entry))
    if not same:
        if gate:
            raise FetchError(gate)
        stated = " ".join(filter(None, (metadata.type, metadata.number))) or metadata.title[:80]
        day = "/".join(reversed(metadata.date.split("-")))
        came = f"{stated}{f' ngày {day}' if day else ''}" if stated else "trang không nêu số, ngày văn bản"
        raise FetchError(f"không phải {entry.short_name}: {came}")
    if not _is_whole(metadata, lines):
        raise FetchError(gate or "trang chỉ nói về văn bản, không có toàn văn")
    if missing := _missing_sections(entry, lines):
        raise FetchError(f"trang thiếu các mục {', '.join(map(printed, missing))} của văn bản, có thể đã cắt bớt")


def _announces(lines: list[str], entry: CatalogEntry) -> bool:
    """Whether the page's own heading names the document: its number, with its date or its title, in one line.

    Portals often replace the letterhead by a heading such as "TOÀN VĂN: NGHỊ QUYẾT SỐ … NGÀY … VỀ …".
    """
    for line in lines[:_TITLE_LINES]:
        number = re.search(numbers.PATTERN, line)
        if number is None or not numbers.same(number[0], entry.number):
            continue
        opening = _ANNOUNCED.fullmatch(fold(line[: number.start()]))
        about = re.search(r"\bvề\s.+", line, re.I)
        dated = any(day in fold(line) for day in _days(entry))
        if opening and opening["type"] == fold(entry.type) and (dated or (about and same_title(about[0], entry.title))):
            return True
    return False


def _days(entry: CatalogEntry) -> list[str]:
    """The ways in which an entry's date is printed."""
    when = entry.date
    if when is None:
        return []
    pairs = [(d, m) for d in {f"{when.day:02d}", str(when.day)} for m in {f"{when.month:02d}", str(when.month)}]
    shapes = ("{}/{}/{}", "{}-{}-{}", "{}.{}.{}", "{} tháng {} năm {}")
    return [shape.format(d, m, when.year) for d, m in pairs for shape in shapes]


def _is_whole(metadata: Metadata, lines: list[str]) -> bool:
    """Whether the lines are a document and not a report of it: itemised, and begun or ended as documents are."""
    items = sum(any(marker.style != "bullet" for marker in candidates(line)) for line in lines)
    return items >= _FEWEST_ITEMS and (metadata.letterhead or _is_ended(metadata, lines))


def _is_ended(metadata: Metadata, lines: list[str]) -> bool:
    """Whether the end of the document is there: a signer, recipients, or the sentence that ends Party documents."""
    return bool(metadata.signer or metadata.recipients) or any(
        _CLOSING.search(fold(line)) for line in lines[len(lines) // 3 :]
    )


def _missing_sections(entry: CatalogEntry, lines: list[str]) -> list[str]:
    """Main sections that our digest of the document has (its addresses are the document's own) and the lines lack."""
    path = settings().corpus / entry.file
    if entry.provenance != "digest" or not path.is_file():
        return []
    wanted: dict[str, None] = {}
    for address in _DIGEST_ADDRESS.findall(path.read_text(encoding="utf-8")):
        first, *others = address.split("/")
        below = others[:1] if first.startswith("dieu-") or first.isupper() else []
        sections = [first] if _SECTION.fullmatch(first) else []
        wanted |= dict.fromkeys(sections + [name for name in below if re.fullmatch("[IVX]+", name)])
    found = {marker.segment for line in lines for marker in candidates(line)}
    return [name for name in wanted if name not in found]


def _gate(answer: Answer, kind: str, lines: list[str]) -> str:
    """Why a page with little text is only a gate before the document: a login, or a test for robots.

    Pages of law libraries carry a login form and "đăng nhập để tải" beside the text, so on a page with some text only
    the text counts.
    """
    letters = sum(map(len, lines))
    if kind != "html" or letters >= _SHORT_PAGE:
        return ""
    page = answer.data.decode("utf-8", errors="replace")
    empty = letters < _EMPTY_PAGE and (_GATE.search(page) or _PASSWORD.search(page))
    return "trang đòi đăng nhập hoặc xác minh (CAPTCHA)" if empty or _GATE.search(" ".join(lines)) else ""


def _write_part(into: Path, data: bytes, suffix: str) -> Path:
    try:
        into.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=into, prefix=".dang-tai-", suffix=suffix)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise FetchError(f"không ghi được vào {into} ({error.strerror})") from error
    return Path(name)


def _place(part: Path, path: Path, record: dict[str, str]) -> None:
    from ingest.library import write_atomically

    write_atomically(path.with_name(path.name + ".json"), json.dumps(record, ensure_ascii=False, indent=1).encode())
    try:
        os.replace(part, path)
    except OSError as error:
        raise FetchError(f"không ghi được {path} ({error.strerror})") from error
