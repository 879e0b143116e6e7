"""TOML files written by hand, read into dataclasses; a mistake is a `UserError` naming the file, line and entry."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from ingest.errors import UserError

Item = TypeVar("Item")


@dataclass(frozen=True)
class TomlFile:
    """A parsed TOML file made of `[[table]]` entries, with its text, so that an entry can be found again by line."""

    path: Path
    text: str
    tables: dict[str, Any]

    def where(self, table: str, index: int, name: str) -> str:
        """`catalog.toml, dòng 12, [[document]] thứ 2 (20-nq-tw-2012)`."""
        header = re.compile(rf"^[ \t]*\[\[[ \t]*{re.escape(table)}[ \t]*\]\]", re.MULTILINE)
        starts = [match.start() for match in header.finditer(self.text)]
        line = f", dòng {self.text.count(chr(10), 0, starts[index]) + 1}" if index < len(starts) else ""
        return f"{self.path}{line}, [[{table}]] thứ {index + 1}" + (f" ({name})" if name else "")

    def items(self, table: str, kind: type[Item]) -> list[tuple[str, Item]]:
        """The entries of `[[table]]` as (where, dataclass), in order, every value of the declared type."""
        rows = self.tables.get(table, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise UserError(f"{self.path}: '{table}' phải viết thành các mục [[{table}]].")
        adapter = TypeAdapter(kind)
        found = []
        for index, row in enumerate(rows):
            where = self.where(table, index, str(row.get("id") or row.get("number") or ""))
            try:
                found.append((where, adapter.validate_python(row)))
            except ValidationError as error:
                raise UserError(f"{where}: {_wrong_field(error)}.") from error
        return found


def read_toml(path: Path, tables: frozenset[str]) -> TomlFile:
    """Parse a file that may hold only the named tables; raises UserError when it cannot be read or has others."""
    try:
        text = path.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except OSError as error:
        raise UserError(f"{path}: không đọc được tệp ({error.strerror}); hãy kiểm tra đường dẫn.") from error
    except ValueError as error:  # not UTF-8, not TOML, or a day that no month has
        raise UserError(f"{path}: sai cú pháp TOML ({error}); hãy sửa chỗ đó.") from error
    for name in raw:
        if name not in tables:
            raise UserError(f"{path}: không có loại mục '{name}'; chỉ có: {', '.join(sorted(tables))}.")
    return TomlFile(path, text, raw)


def _wrong_field(error: ValidationError) -> str:
    first = error.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    if "missing" in first["type"]:
        return f"thiếu trường '{name}'; hãy ghi thêm"
    if "unexpected" in first["type"]:
        return f"không có trường tên '{name}'; hãy sửa tên trường"
    if "date" in first["type"]:
        return f"trường '{name}' phải là ngày viết không có ngoặc kép, ví dụ 2012-11-01"
    return f"trường '{name}' sai kiểu hoặc sai giá trị ({first['input']!r}); hãy sửa"
