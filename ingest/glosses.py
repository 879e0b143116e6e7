"""Everyday words for what clauses say, kept beside the corpus: `corpus/glosses/<document>.toml`, a list a clause.

`"B/III/2" = ["lương bổng cho nhà nghiên cứu", …]`: the path of a clause in its document, and how people may speak of
it. They are written by hand and can be edited; they are searched, never shown or quoted.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from pathlib import Path

from ingest.errors import UserError


def load_glosses(folder: Path, documents: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Clause id → its glosses, of these documents where the folder has a file for them. Raises UserError."""
    files = [path for path in sorted(folder.glob("*.toml")) if path.stem in documents]
    return {f"{path.stem}#{place}": glosses for path in files for place, glosses in glosses_of(path).items()}


def glosses_of(path: Path) -> dict[str, tuple[str, ...]]:
    """Path of a clause → its glosses, from one file. Raises UserError."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UserError(f"{path}: không đọc được tệp lời thường ngày ({error}); hãy sửa hoặc xóa tệp.") from error
    for place, glosses in table.items():
        if not isinstance(glosses, list) or not all(isinstance(gloss, str) for gloss in glosses):
            raise UserError(f'{path}, «{place}»: phải là một danh sách câu, ví dụ ["câu một", "câu hai"].')
    return {place: tuple(glosses) for place, glosses in table.items()}
