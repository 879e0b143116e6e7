"""Documents of a set too large to write a library for: read once, kept in a file, taken one by one."""

from __future__ import annotations

import gc
import hashlib
import pickle
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ingest import document
from ingest.document import Document


def kept(name: str, documents: Iterable[Document]) -> Path:
    """The file that holds these documents; read anew when there is none under `name` by the reader as it is today.

    It lies in the system's temporary folder, so that a second run does not read hundreds of megabytes of law again.
    """
    code = hashlib.sha256()
    for path in sorted(Path(document.__file__).parent.rglob("*.py")):
        code.update(path.read_bytes())
    path = Path(tempfile.gettempdir()) / f"dannguon-eval-{name}-{code.hexdigest()[:12]}.pickle"
    if not path.is_file():
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            for one in documents:
                pickle.dump(one, file, pickle.HIGHEST_PROTOCOL)
        part.replace(path)
    return path


def stream(path: Path) -> Iterator[Document]:
    """The documents of a file that `kept` wrote, in their order."""
    with path.open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)


def together(path: Path) -> tuple[Document, ...]:
    """All of them at once, without the source text, which is not searched.

    Millions of objects that stay are left out of the collector's rounds.
    """
    gc.disable()
    found = tuple(replace(document, source_text="") for document in stream(path))
    gc.freeze()
    gc.enable()
    return found
