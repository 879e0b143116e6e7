"""Vectors on disk, in embedded Chroma: read by the program itself, written by a process of its own.

While Chroma writes it holds the interpreter's lock, so that nothing else of the index could be made meanwhile. The
child is `python -m index.vector_store FOLDER`. It is told of each batch on standard input: a JSON line with the ids,
then the vectors as float32; and at the end, in a line, that this was all. Only then does it set the mark that they are
whole, so that a child whose program was killed leaves nothing that looks finished.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ingest.child import start
from ingest.errors import LibraryError

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

COLLECTION = "clauses"
MARK = "whole"
Write = Callable[[Sequence[str], np.ndarray], None]
# How the child ends: done; Chroma or the disk failed and it said how; its input broke off.
_DONE, _FAILED, _BROKEN_OFF = 0, 3, 4


def read(home: Path, ids: Sequence[str]) -> np.ndarray:
    """The vectors kept in `home` for these ids: float32 [ids, dimensions]. Raises LibraryError."""
    from chromadb.errors import ChromaError

    try:
        found = _collection(home).get(include=["embeddings"])
    except (OSError, ChromaError) as error:
        raise _unusable(home, str(error)) from error
    rows = {one: row for row, one in enumerate(found["ids"])}
    matrix = np.asarray(found["embeddings"], dtype=np.float32)
    return np.ascontiguousarray(matrix[[rows[one] for one in ids]])


@contextmanager
def writing(home: Path) -> Iterator[Write]:
    """Gives a function that keeps a batch (ids, vectors) in `home`, and returns before it is on disk; at the end of the
    block all is, and marked whole.

    Raises LibraryError when Chroma or the disk fails; after any error there is no mark.
    """
    child = _start(home)
    assert child.stdin is not None
    pipe = child.stdin

    def tell(line: dict[str, object], after: bytes = b"") -> None:
        try:
            pipe.write(json.dumps(line).encode() + b"\n" + after)
            pipe.flush()
        except OSError:  # it has gone, and says why
            raise _why(home, child) from None

    told: list[Future[None]] = []
    with ThreadPoolExecutor(1) as beside:

        def write(ids: Sequence[str], rows: np.ndarray) -> None:
            after = np.ascontiguousarray(rows, dtype="<f4").tobytes()
            told.append(beside.submit(tell, {"ids": list(ids), "dimensions": rows.shape[1]}, after))

        try:
            yield write
            for one in told:
                one.result()
            tell({"whole": True})
            if child.wait() != _DONE:
                raise _why(home, child)
        finally:
            if child.poll() is None:
                child.kill()
            child.communicate()


def _start(home: Path) -> subprocess.Popen[bytes]:
    return start("index.vector_store", str(home), stdin=subprocess.PIPE)


def _why(home: Path, child: subprocess.Popen[bytes]) -> Exception:
    """The error for a child that did not finish; the traceback of a defect went to standard error."""
    code = child.wait()
    said = child.stdout.read().decode("utf-8", errors="replace").strip() if child.stdout else ""
    if code == _FAILED:
        return _unusable(home, said)
    return RuntimeError(f"the process that writes {home} ended with code {code}")


def _unusable(home: Path, why: str) -> LibraryError:
    return LibraryError(f"{home}: không mở được chỉ mục véc-tơ ({why}); hãy xoá thư mục này rồi chạy lại.")


def _collection(home: Path) -> Collection:
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(home), settings=Settings(anonymized_telemetry=False))
    # Without a function of ours Chroma would look for a model of its own on the internet. Nothing walks Chroma's
    # graph and nothing reads texts or metadata from it (the library holds them): a sparse graph of bare vectors
    # takes a sixth of the time (23,402 clauses: 12.0 → 2.0 s). "ip" gives vectors back to the last bit, "cosine"
    # scales them again; of unit vectors both are the same distance.
    return client.get_or_create_collection(
        COLLECTION,
        embedding_function=None,
        configuration={"hnsw": {"space": "ip", "ef_construction": 8, "max_neighbors": 4}},
    )


# --- the child ------------------------------------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    """Keep the batches that come on standard input in the folder named by the only argument."""
    from chromadb.errors import ChromaError

    home, source = Path(arguments[0]), sys.stdin.buffer
    try:
        collection = _collection(home)
        while (line := source.readline()).endswith(b"\n"):
            told = json.loads(line)
            if "whole" in told:
                (home / MARK).touch()
                return _DONE
            ids, width = told["ids"], told["dimensions"]
            values = source.read(4 * width * len(ids))
            if len(values) < 4 * width * len(ids):
                break
            rows = np.frombuffer(values, dtype="<f4").reshape(len(ids), width)
            collection.add(ids=ids, embeddings=rows)  # type: ignore[arg-type]
    except (OSError, ChromaError) as error:
        sys.stdout.write(" ".join(str(error).split()))
        return _FAILED
    return _BROKEN_OFF


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
