"""Questions about duties: which bodies a question names, and every clause that gives them work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.actors import Actors, key, known_actors
from ingest.document import Clause, Document
from ingest.obligations import Obligation, extract_all
from ingest.vietnamese import strip_accents


def _key(text: str) -> str:
    """The form in which bodies are looked for in questions: as `key`, "và" and commas left out."""
    return " ".join(re.sub(r"\bvà\b|,", " ", key(text)).split())


# A body of Party members leads another: what is given to the one is given to the other, and people ask for either.
_LEADING = ("ban cán sự đảng ", "đảng đoàn ", "đảng ủy ", "ban thường vụ ")
_HEAD_OF = re.compile(r"^(?:Chủ tịch|Bộ trưởng|Giám đốc|Thủ trưởng) (?=\w)")
# Words that begin many names; alone they name nobody.
_TOO_WIDE = frozenset(
    _key(name)
    for name in (
        "Bộ", "Ban", "Ngành", "Sở", "Cơ quan", "Đơn vị", "Tổ chức", "Địa phương", "Nhà nước", "Cán bộ", "Trường",
        "Viện", "Đảng viên", "Doanh nghiệp", "Chính quyền", "Hội", "Trung tâm", "Tổ chức khác",
        "Tổ chức khoa học và công nghệ", "Người đứng đầu", "Tổ chức kinh tế",
        "Tổ chức xã hội", "Đại học", "Trường đại học", "Viện nghiên cứu",
    )
)  # fmt: skip
# "Bộ Chính trị giao các tỉnh ủy …": who gives work is not asked about what it must do.
_GIVES = re.compile(
    r"\s*(?:(?:trong|tại|ở|qua|tai|o) [^,?]{2,30} )?(?:đã |còn |cũng |có )?(?:giao(?! cho)?|"
    r"yêu cầu|trao|phân công|nêu|đề ra|đặt ra|nhận định|đánh giá|"
    r"khẳng định|thẳng thắn|chỉ ra|nhìn nhận|chủ trương|da giao|yeu cau|phan cong|neu|"
    r"de ra|dat ra|nhan dinh|danh gia|khang dinh)\b"
)
# "Kết luận của Bộ Chính trị" names a document.
_ISSUES = re.compile(
    r"\b(?:nghị quyết|kết luận|quyết định|chỉ thị|kế hoạch|chiến lược|văn bản|nghi quyet|ket luan|quyet dinh|chi thi"
    r"|ke hoach|chien luoc|van ban|chương trình|chuong trinh|hành động|hanh dong)(?: số)?(?: \S+)? (?:của|cua)"
    r" (?:ban |các )?$"
)
# Rules of `ingest.obligations` by which a body is taken from the words above a clause.
FROM_ABOVE = ("tiêu đề", "câu dẫn")
# "Kiểm toán nhà nước" is another body than the State.
_PART_OF_A_NAME = re.compile(
    r"\b(?:kiểm toán|ngân hàng|kho bạc|ngân sách|cơ quan|quản lý|vốn|doanh nghiệp|kiem toan|ngan hang|kho bac|ngan sach"
    r"|co quan|quan ly|von|doanh nghiep) (?:nhà nước|nha nuoc)\b"
)
_PROVINCIAL = ("Ban Tuyên giáo", "Ban Tổ chức", "Ban Dân vận", "Ban Nội chính", "Ủy ban Kiểm tra")
_LEVEL_WORDS = tuple(
    (re.compile(rf"\b(?:cap|tuyen) {words}\b"), level)
    for words, level in (
        ("huyen", "huyện"), ("(?:xa|co so|phuong)", "cơ sở"), ("tinh", "tỉnh"), ("trung uong", "trung ương"),
    )
)  # fmt: skip
_SPOKEN = {
    "mặt trận và các đoàn thể": "Mặt trận Tổ quốc",
    "mặt trận": "Mặt trận Tổ quốc",
    **{
        f"{spoken}{place}": "Tổ chức chính trị - xã hội"
        for spoken in ("hội phụ nữ", "hội liên hiệp phụ nữ", "hội nông dân", "hội cựu chiến binh", "công đoàn")
        for place in ("", " tỉnh")
    },
    "ủy ban tỉnh": "Ủy ban nhân dân tỉnh",
    "hội đồng tỉnh": "Hội đồng nhân dân tỉnh",
    "tuyên giáo trung ương": "Ban Tuyên giáo Trung ương",
    "cấp ủy huyện": "Huyện ủy",
    "cấp ủy cấp huyện": "Huyện ủy",
    **{
        f"{spoken} {words}": f"{body} Tỉnh ủy"
        for body in _PROVINCIAL
        for spoken in {body.lower(), body.lower().removeprefix("ban ")}
        for words in ("cấp tỉnh", "của tỉnh", "của tỉnh ủy", "tỉnh")
        if spoken != "tổ chức"
    },
}


@dataclass(frozen=True, slots=True)
class Duty:
    """A clause that gives work to a body. heading: the clause above that names the body, when its own text does not."""

    clause: Clause
    document: Document
    rows: tuple[Obligation, ...]
    heading: Clause | None = None


@dataclass(frozen=True)
class _Names:
    """Every way of writing a body, and one pattern for all of them; with and without accents."""

    known: dict[str, str]
    bare: dict[str, str]
    pattern: re.Pattern[str]
    bare_pattern: re.Pattern[str]


class Duties:
    """All obligations of a library by body; read when they are first asked for."""

    def __init__(self, documents: Sequence[Document], actors: Actors | None = None) -> None:
        self.actors = actors or known_actors()
        self.documents = {document.id: document for document in documents}

    @cached_property
    def rows(self) -> tuple[Obligation, ...]:
        """Every obligation, in reading order."""
        return extract_all(self.documents.values(), self.actors)

    @cached_property
    def clauses(self) -> frozenset[str]:
        """Ids of the clauses that give work."""
        return frozenset(row.clause for row in self.rows)

    @cached_property
    def _names(self) -> _Names:
        names: dict[str, str] = {}
        for entry in self.actors.entries:
            for name in (entry.name, *entry.aliases):
                names.setdefault(_key(name), entry.name)
        for row in self.rows:
            for name in (row.actor, *row.directed, *_led_by(row.actor)):
                names.setdefault(_key(name), name)
        for spoken, name in _SPOKEN.items():
            names.setdefault(_key(spoken), name)
        for name in dict.fromkeys(names.values()):
            if name.startswith("Bộ "):  # "Bộ Lao động", "bên Kế hoạch và Đầu tư"
                short = name.partition(" - ")[0]
                names.setdefault(_key(short), name)
                names.setdefault(_key("bên " + short.removeprefix("Bộ ")), name)
        wide = {strip_accents(name) for name in _TOO_WIDE}
        known = {k: name for k, name in names.items() if strip_accents(k) not in wide}
        bare = {strip_accents(k): name for k, name in known.items()}
        return _Names(known, bare, _any_of(known), _any_of(bare))

    def named(self, text: str) -> tuple[str, ...]:
        """The bodies that a text names, each once, in order of place; longer names first where they overlap."""
        words = _key(text)
        taken = [
            place
            for place in self._taken(words)
            if not _GIVES.match(words, place[1]) and not _ISSUES.search(words[: place[0]])
        ]
        return tuple(dict.fromkeys(self._joined(words, taken)))

    def named_widely(self, text: str) -> tuple[str, ...]:
        """Names like "Nhà nước", "doanh nghiệp", which are bodies only where work is given to them."""
        words = _key(text)
        given = {_key(row.actor): row.actor for row in self.rows}
        alone = _PART_OF_A_NAME.sub(" ", words)
        return tuple(given[w] for w in sorted(_TOO_WIDE) if w in given and " " in w and f" {w} " in f" {alone} ")

    def is_wide(self, actor: str) -> bool:
        """Whether a name is a body only where work is given to it ("địa phương"), and else a word like others."""
        return _key(actor) in _TOO_WIDE

    def _taken(self, words: str) -> list[tuple[int, int, str]]:
        """[start, end) and the common name of every body in a text of that form, in order of place."""
        accented = strip_accents(words) != words
        names = self._names
        table, pattern = (names.known, names.pattern) if accented else (names.bare, names.bare_pattern)
        return [(m.start(), m.end(), table[m.group()]) for m in pattern.finditer(words)]

    def without_names(self, text: str) -> str:
        """A text, in the form that names are compared in, with every body blanked."""
        words = _key(text)
        for start, end, _ in self._taken(words):
            words = words[:start] + " " * (end - start) + words[end:]
        return re.sub(r"\s+,", ",", " ".join(words.split())).strip(" ,")

    def _joined(self, words: str, taken: Sequence[tuple[int, int, str]]) -> list[str]:
        """Names in order; two that stand together as one known body ("ban cán sự đảng" + "UBND tỉnh") are one."""
        names: list[str] = []
        end = -1
        for start, stop, name in taken:
            if names and not words[end:start].strip():
                both = _key(f"{names[-1]} {name}")
                if known := self._names.known.get(both):
                    names[-1], end = known, stop
                    continue
            names.append(name)
            end = stop
        return names

    def of(self, actor: str, documents: Iterable[str] = ()) -> list[Duty]:
        """Clauses that give work to a body, in reading order: to itself, to the body that leads it or that it leads;
        only when there are none, to the groups it belongs to. documents: only there ("" for everywhere)."""
        wanted = set(documents)
        rows = [row for row in self.rows if not wanted or row.document in wanted]
        opening: list[Obligation] = []
        # "Tôi là chủ tịch UBND tỉnh": what the body must do is its head's work.
        body = _HEAD_OF.sub("", actor)
        if body != actor and (own := [row for row in rows if self._itself(body, row) or self._itself(actor, row)]):
            return self._by_clause(own)
        for test in (self._itself, self._led, self._within):
            found = [row for row in rows if test(actor, row)]
            if any(not row.clause.partition("#")[2].startswith("pre/") for row in found):
                return self._by_clause([*opening, *found])
            opening += found
        return self._by_clause(opening)

    def level_named(self, text: str) -> str:
        """The level that a text names ("cấp huyện"), "" for none."""
        words = strip_accents(key(text))
        return next((level for pattern, level in _LEVEL_WORDS if pattern.search(words)), "")

    def of_level(self, level: str, documents: Iterable[str] = ()) -> list[Duty]:
        """Clauses that give work to the bodies of a level by name, in reading order."""
        wanted = set(documents)
        rows = [row for row in self.rows if row.level == level and (not wanted or row.document in wanted)]
        return self._by_clause(rows)

    def of_all(self, actors: Sequence[str], documents: Iterable[str] = (), *, together: bool = True) -> list[Duty]:
        """Clauses that give work to all of the bodies together; when there are none, or not `together`, to any."""
        found = [duties for actor in actors if (duties := self.of(actor, documents))]
        if not found:
            return []
        shared = set.intersection(*({d.clause.id for d in duties} for duties in found)) if together else set()
        every = {d.clause.id: d for duties in found for d in duties}
        kept = [d for d in every.values() if d.clause.id in shared] or list(every.values())
        kept = _without_openings(kept)
        places = {row.clause: place for place, row in reversed(list(enumerate(self.rows)))}
        return sorted(kept, key=lambda d: places[d.clause.id])

    def _itself(self, actor: str, row: Obligation) -> bool:
        return _same(actor, row.actor)

    def _led(self, actor: str, row: Obligation) -> bool:
        return any(_same(actor, name) for name in row.directed)

    def _within(self, actor: str, row: Obligation) -> bool:
        return row.actor in self.actors.broader(actor) or actor in self.actors.broader(row.actor)

    def _by_clause(self, rows: Sequence[Obligation]) -> list[Duty]:
        found: dict[str, list[Obligation]] = {}
        for row in rows:
            found.setdefault(row.clause, []).append(row)
        out = []
        for clause_id, own in found.items():
            document = self.documents[own[0].document]
            clause = document.by_id[clause_id]
            heading = None
            if own[0].rule in FROM_ABOVE:
                heading = next(iter(document.ancestors(clause)), None)
            out.append(Duty(clause, document, tuple(own), heading))
        return _without_openings(out)


def opens(duty: Duty) -> bool:
    """Whether a duty stands in a document's opening: "Các cấp ủy … thực hiện một số nhiệm vụ sau"."""
    return duty.clause.path.startswith("pre/")


def _without_openings(duties: Sequence[Duty]) -> list[Duty]:
    """ "Các cấp ủy … thực hiện một số nhiệm vụ sau" opens a document; the duties themselves stand further on."""
    further = {d.document.id for d in duties if not opens(d)}
    return [d for d in duties if not (opens(d) and d.document.id in further)]


_OPTIONAL = re.compile(
    r"^(?:ban cán sự đảng|đảng đoàn|ban thường vụ|ban bí thư trung ương)\s+|\bủy ban (?:trung ương )?(?=mặt trận)"
    r"|\s+việt nam$|\s+các tỉnh, thành phố.*$"
)


def _led_by(actor: str) -> Iterable[str]:
    """The body that a group of Party members leads: "Đảng đoàn Hội đồng nhân dân tỉnh" → "Hội đồng nhân dân tỉnh"."""
    lead = next((lead for lead in _LEADING if actor.lower().startswith(lead)), "")
    led = actor[len(lead) :]
    return (led,) if lead and led[:1].isupper() and " " in led else ()


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Any of some names as whole words, the longest where several begin at one place."""
    longest = sorted(names, key=lambda name: -len(name))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")


def _same(asked: str, other: str) -> bool:
    """Whether work given to `other` is work of the body asked about: itself, or the Party group that leads it."""
    first, second = key(asked), key(other)
    if first == second:
        return True
    if first.startswith(_LEADING) and not second.startswith(_LEADING):
        return False
    return loose(first) == loose(second)


def loose(name: str) -> str:
    """A body's name without the Party group that leads it: "đảng đoàn ủy ban mặt trận tổ quốc" → "mặt trận tổ quốc"."""
    while (shorter := _OPTIONAL.sub("", name).strip()) != name:
        name = shorter
    return re.sub(r"\s+(?:tỉnh)$", "", name) if name.startswith("mặt trận") else name
