"""Who is given work: names made one, levels, posts, and how a list of bodies is told from the words around it.

`ingest/actors.toml` is the editable list. A body that is not in it keeps its printed name (tone marks in today's
place, "các" dropped), so that nothing has to be known beforehand to be extracted.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from ingest.errors import UserError
from ingest.toml_tables import read_toml
from ingest.vietnamese import clean, collapse, fold, has_accents, strip_accents

LEVELS = ("trung ương", "tỉnh", "huyện", "cơ sở")
EVERY_LEVEL = "mọi cấp"
_FILE = Path(__file__).with_name("actors.toml")

_ABBREVIATIONS = {
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "HDND": "Hội đồng nhân dân",
    "MTTQ": "Mặt trận Tổ quốc",
    "UBKT": "Ủy ban Kiểm tra",
    "BTV": "Ban Thường vụ",
    "BCH": "Ban Chấp hành",
    "BCSĐ": "Ban cán sự đảng",
    "BCSD": "Ban cán sự đảng",
    "BCS": "Ban cán sự",
    "BTG": "Ban Tuyên giáo",
    "TW": "Trung ương",
    "TNCS": "Thanh niên Cộng sản",
    "KHCN": "Khoa học và Công nghệ",
    "KH&CN": "Khoa học và Công nghệ",
    "GDĐT": "Giáo dục và Đào tạo",
    "CT-XH": "chính trị - xã hội",
}
_ABBREVIATION = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, _ABBREVIATIONS)) + r")(?!\w)", re.I)
_DETERMINER = re.compile(r"(?:(?:các|những|mọi|toàn thể|tất cả|từng|mỗi|đồng chí|phía)\s+)+", re.I)
_TAIL = re.compile(
    r"\s*(?:\([^()]*\)|,?\s*(?:đặc biệt là|nhất là|trước hết là|trong đó có)\b.*|\b(?:có )?liên quan|\btrong cả nước"
    r"|\bnêu trên)\s*$",
    re.I,
)
# Characters within which the word that tells a body stands, "tất cả các" before it.
LONGEST_HEAD = 120
# A body is told by the word it begins with; what must not follow keeps verbs and things apart from bodies.
_HEADS = (
    "ban(?! hành| đầu| bố| nhạc)|bộ(?! máy| chỉ số| tiêu chí| quy tắc| phận| môn| luật| dữ liệu)|bcs|btv|bch"
    "|cơ quan|sở(?! hữu| dĩ)|ngành(?! nghề| hàng)|ủy ban|ủy viên|hội đồng|văn phòng|ubnd|hđnd|mttq"
    "|đảng đoàn|đảng ủy|đảng bộ|đảng viên|tỉnh ủy|thành ủy|huyện ủy|thị ủy|quận ủy|quân ủy|cấp ủy|chi bộ|chi ủy"
    "|tỉnh đoàn|thành đoàn|chính quyền|chính phủ|quốc hội|thủ tướng|thủ trưởng|bộ trưởng|chủ tịch|giám đốc"
    "|người đứng đầu|bí thư|mặt trận tổ quốc|đoàn thanh niên|đoàn thể|liên đoàn|liên hiệp|liên minh|công đoàn"
    "|hội(?! nhập| nghị| thảo| tụ| họp| chợ| nhóm| viên)|công an|quân đội|tòa án|viện(?! trợ| dẫn| phí)"
    "|trường(?! hợp)|học viện|đại học|cao đẳng|trung tâm|doanh nghiệp|tập đoàn|tổng công ty|hợp tác xã|hiệp hội"
    "|địa phương|đơn vị|cán bộ|nhà nước|ngân hàng|kiểm toán nhà nước|thanh tra|đài|cục|tổng cục|kho bạc"
    "|bảo hiểm xã hội|trưởng ban|thành viên|chính trị - xã hội - nghề nghiệp|xã hội - nghề nghiệp"
    "|tổ chức (?:chính trị|đảng|cơ sở đảng|xã hội|kinh tế|khoa học|nghề nghiệp|hội|khác|đoàn)"
)
_NAMES = re.compile(rf"{_DETERMINER.pattern[:-1]}?(?:{fold(_HEADS)})(?!\w)", re.I)
_JOINT = re.compile(r"\s*[,;]\s+(?:và\s+)?|\s+(?:và|cùng với|cùng|hoặc)\s+")
_TONED = re.compile(r"(?<![qQ])([oOuU])([àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ])(?![^\W\d_])")
_ASIDE = re.compile(
    r"^(?:(?:thưa|xin hỏi|cho hỏi|tôi|em|mình|chúng tôi|hiện|đang|là|làm|giữ chức|với|tư cách|cương vị|đồng chí)\s+)+"
)
_LEVEL_BY_WORD = (
    (re.compile(r"\b(?:trung ương|chính phủ|quốc hội|tổng cục|việt nam|quốc gia|tối cao)\b|^bộ\b"), "trung ương"),
    (re.compile(r"\btỉnh\b|^sở\b"), "tỉnh"),
    (re.compile(r"\bhuyện\b|\bthị ủy\b|\bquận\b|\bthị xã\b"), "huyện"),
    (re.compile(r"\bxã\b(?! hội)|\bphường\b|\bchi bộ\b|\bcơ sở\b|^(?:trường|viện|doanh nghiệp)\b"), "cơ sở"),
)


@dataclass(frozen=True)
class Actor:
    """A body or a group of bodies, as `actors.toml` describes it."""

    name: str
    level: str = ""
    aliases: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    currency: tuple[str, ...] = ()


@dataclass(frozen=True)
class Post:
    """Titles of a person and the bodies whose work is theirs."""

    titles: tuple[str, ...]
    actors: tuple[str, ...]


@dataclass(frozen=True)
class Actors:
    """The list of bodies, and how names are read with it."""

    entries: tuple[Actor, ...]
    posts: tuple[Post, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Actor]:
        """Entries by the key of their name and of every alias."""
        return {key(name): entry for entry in self.entries for name in (entry.name, *entry.aliases)}

    @cached_property
    def _titles(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        found = [(key(title), post.actors) for post in self.posts for title in post.titles]
        return tuple(sorted(found, key=lambda pair: -len(pair[0])))

    def get(self, name: str) -> Actor | None:
        """The entry of a name or alias, None when the list does not have it."""
        return self.by_key.get(key(name))

    def normalise(self, printed: str) -> str:
        """One name for every way of writing a body: "các UBND tỉnh" → "Ủy ban nhân dân tỉnh"."""
        entry = self.get(printed)
        if entry:
            return entry.name
        name = modern(_bare(printed))
        return name[:1].upper() + name[1:]

    def split(self, phrase: str) -> tuple[str, ...]:
        """Names of the bodies that a phrase lists, each once; () when it does not begin with a body.

        "Các huyện ủy, thị ủy, đảng ủy trực thuộc Tỉnh ủy" → three; "Bộ Giáo dục và Đào tạo" → one.
        """
        bare = _bare(phrase)
        if not begins_with_body(bare):
            return ()
        pieces, at = [], 0
        for joint in _JOINT.finditer(bare):
            if begins_with_body(bare[joint.end() :]):
                pieces.append(bare[at : joint.start()])
                at = joint.end()
        pieces.append(bare[at:])
        return tuple(dict.fromkeys(self.normalise(piece) for piece in pieces if piece.strip()))

    def level(self, name: str, beside: Iterable[str] = ()) -> str:
        """The level of a body, "" when it cannot be told. beside: the bodies named with it, for Thành ủy."""
        entry = self.get(name)
        if entry and entry.level:
            return entry.level
        if entry and entry.name == "Thành ủy":
            others = set(beside)
            if others & {"Huyện ủy", "Thị ủy", "Quận ủy"}:
                return "huyện"
            return "tỉnh" if "Tỉnh ủy" in others else ""
        folded = fold(name)
        return next((level for pattern, level in _LEVEL_BY_WORD if pattern.search(folded)), "")

    def broader(self, name: str) -> tuple[str, ...]:
        """The groups that include a body, nearest first, not itself."""
        found: list[str] = []
        waiting = [name]
        while waiting:
            entry = self.get(waiting.pop(0))
            for group in entry.within if entry else ():
                if group not in found and group != name:
                    found.append(group)
                    waiting.append(group)
        return tuple(found)

    def resolve(self, query: str, present: Iterable[str] = ()) -> tuple[str, ...]:
        """The bodies that a person means: a name, an abbreviation, or a post ("tôi là bí thư huyện ủy").

        present: names that occur in the library beyond the list. Raises UserError naming the nearest.
        """
        asked = _ASIDE.sub("", key(query))
        names = tuple(dict.fromkeys([*present, *(entry.name for entry in self.entries)]))
        for plain in (False, True) if not has_accents(query) else (False,):
            view = strip_accents if plain else str
            words = view(asked)
            for title, actors in self._titles:
                if _within(view(title), words):
                    return actors
            exact = [entry.name for known, entry in self.by_key.items() if view(known) == words]
            exact += [name for name in names if view(key(name)) == words]
            if exact:
                return tuple(dict.fromkeys(exact))[:1]
            inside = [(known, entry.name) for known, entry in self.by_key.items() if _within(view(known), words)]
            inside += [(key(name), name) for name in names if _within(view(key(name)), words)]
            if inside:
                return (max(inside, key=lambda pair: len(pair[0]))[1],)
            wider = [name for name in names if _within(words, view(key(name)))]
            if wider:
                return tuple(wider)
        near = self.nearest(query, names)
        hint = "gần nhất: " + "; ".join(near) if near else "xem các tên ở ingest/actors.toml"
        raise UserError(f"«{collapse(query)}»: không thấy cơ quan, chức danh nào tên như vậy; {hint}.")

    def nearest(self, query: str, names: Iterable[str]) -> tuple[str, ...]:
        """Up to three names written most like `query`."""
        keys = {strip_accents(key(name)): name for name in names}
        asked = strip_accents(_ASIDE.sub("", key(query)))
        return tuple(keys[k] for k in difflib.get_close_matches(asked, list(keys), n=3, cutoff=0.5))


def begins_with_body(text: str) -> bool:
    """Whether the first words name a body ("Các tỉnh ủy", "Bộ Tài chính"), and are not a verb ("Ban hành")."""
    return bool(_NAMES.match(fold(text[:LONGEST_HEAD])))


def expand(text: str) -> str:
    """`text` with abbreviations of bodies written out: UBND, HĐND, MTTQ, BTV, BCS, TW."""
    return _ABBREVIATION.sub(lambda match: _ABBREVIATIONS[match.group().upper()], text)


def modern(text: str) -> str:
    """`text` with tone marks in today's place, case kept: "uỷ" → "ủy", "hoá" → "hóa"."""

    def moved(match: re.Match[str]) -> str:
        first, (second, mark) = match.group(1), tuple(unicodedata.normalize("NFD", match.group(2)))
        if (first + second).lower() not in ("oa", "oe", "uy"):
            return match.group()
        return unicodedata.normalize("NFC", first + mark) + second

    return _TONED.sub(moved, text)


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """What two ways of writing one body share: abbreviations written out, folded, without determiners."""
    folded = collapse(fold(_bare(name)))
    return re.sub(r"\bban cán sự(?! đảng)\b", "ban cán sự đảng", folded)


@lru_cache(maxsize=1)
def known_actors() -> Actors:
    """The actors of `ingest/actors.toml`."""
    return load_actors(_FILE)


def load_actors(path: Path) -> Actors:
    """Read and check an actor list; raises UserError naming the file, line and entry when something is wrong."""
    file = read_toml(path, frozenset({"actor", "post"}))
    entries, posts = file.items("actor", Actor), file.items("post", Post)
    names = {entry.name for _, entry in entries}
    taken: dict[str, str] = {}
    for where, entry in entries:
        if entry.level not in ("", EVERY_LEVEL, *LEVELS):
            raise UserError(f"{where}: level '{entry.level}' không có; chỉ có: {', '.join((*LEVELS, EVERY_LEVEL))}.")
        for other in entry.within:
            if other not in names:
                raise UserError(f"{where}: within nhắc tới '{other}' không có trong tệp; hãy sửa tên.")
        for alias in (entry.name, *entry.aliases):
            if taken.setdefault(key(alias), entry.name) != entry.name:
                raise UserError(f"{where}: cách viết '{alias}' đã thuộc '{taken[key(alias)]}'; hãy bỏ một chỗ.")
    for where, post in posts:
        if missing := [name for name in post.actors if name not in names]:
            raise UserError(f"{where}: chức danh trỏ tới '{missing[0]}' không có trong tệp; hãy sửa tên.")
    return Actors(tuple(e for _, e in entries), tuple(p for _, p in posts))


def _bare(name: str) -> str:
    text = collapse(clean(expand(name))).strip(" .,;:")
    text = _DETERMINER.sub("", text, count=1) if _DETERMINER.match(text) else text
    while (shorter := _TAIL.sub("", text)) != text:
        text = shorter
    return text


def _within(part: str, whole: str) -> bool:
    """Whether a name of two words or more stands in a text as whole words; "Bộ" alone names no body."""
    return " " in part and f" {part} " in f" {whole} "
