"""`python -m eval bench`: ours, its parts, and what people would otherwise use, in one run on one machine."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from eval import material, parsing
from eval.material import Absent, Material
from eval.metrics import difference, estimate
from eval.stream import kept, stream
from eval.tables import table
from eval.trial import CLAUSE_METRICS, DOCUMENT_METRICS, Trial, trials
from ingest.catalog import Catalog
from ingest.corpus import catalog, ensure_library
from ingest.library import Library

SETS = ("questions", "parts", "party", "legal", "xquad", "parsing")
_MAKERS = {
    "questions": ("shipped", "ours", "bm25", "bm25_best", "mini_clauses", "llama_index"),
    "parts": ("ablations",),
    "party": ("shipped", "ours", "bm25", "bm25_best", "llama_index"),
    "legal": ("ours", "bm25", "bm25_best"),
    "xquad": ("ours", "bm25", "bm25_best", "llama_index"),
}


# Asking everything twice of a larger library takes longer than it tells.
_MOST_STRIPPED = 2500


def bench(shared: Path, chosen: Sequence[str], split: str, legal: int) -> tuple[dict[str, Any], str]:
    """Measure the chosen SETS; what this machine does not have is skipped and said so."""
    known = catalog()
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "?"
    value: dict[str, Any] = {"machine": {"cores": os.cpu_count(), "load": load}, "sets": {}, "skipped": {}}
    parts = [f"Máy {os.cpu_count()} lõi, tải lúc bắt đầu {load} (tải cao thì số đo thời gian kém tin cậy)."]
    for name in chosen:
        try:
            if name == "parsing":
                value["parsing"], text = _parsing(shared)
            else:
                value["sets"][name], text = _set(name, _material(name, shared, known, split, legal), known)
        except Absent as absent:
            value["skipped"][name] = str(absent)
            text = f"{name}: bỏ qua, {absent}."
        parts.append(text)
    return value, "\n\n".join(parts)


def _material(name: str, shared: Path, known: Catalog, split: str, legal: int) -> Callable[[Library], Material]:
    if name == "party":
        return lambda library: material.party(shared, known)
    if name == "legal":
        return lambda library: material.legal(shared, known, legal)
    if name == "xquad":
        return lambda library: material.xquad(shared)
    return lambda library: material.own(library, known, shared, split)


def _set(name: str, made: Callable[[Library], Material], known: Catalog) -> tuple[dict[str, Any], str]:
    with TemporaryDirectory(prefix="dannguon-eval-", ignore_cleanup_errors=True) as folder:
        root = Path(folder) / "library"
        own = name in ("questions", "parts")
        library = ensure_library(root, known) if own else Library.open(root, create=True)
        taken = made(library)
        sizes: list[int] = []
        if taken.kept:
            print(f"{name}: đọc văn bản…", file=sys.stderr, flush=True)
            root = kept(taken.kept, taken.documents)
            sizes += [len(document.clauses) for document in stream(root)]
        else:
            for document in taken.documents:
                library.store(document)
                sizes.append(len(document.clauses))
        found: list[Trial] = []
        for maker in _MAKERS[name]:
            print(f"{name}: {maker}…", file=sys.stderr, flush=True)
            stripped = name != "xquad" and len(sizes) <= _MOST_STRIPPED
            shutil.rmtree(library.derived, ignore_errors=True)  # each makes all of its index
            found += trials(maker, root, taken.queries, taken.level, stripped=stripped)
    clauses = sum(sizes)
    head = f"{taken.name}: {len(sizes)} văn bản, {clauses} điều khoản, {len(taken.queries)} câu hỏi"
    if taken.kept:
        head += "; dựng trong bộ nhớ từ văn bản đã đọc sẵn, không qua kho trên đĩa, không đoán chữ tắt theo kho"
    names = CLAUSE_METRICS if taken.level == "clause" else DOCUMENT_METRICS
    tables = [head, _quality(found, names, "có dấu", lambda t: t.values)]
    if found[0].stripped:
        tables.append(_quality(found, names, "bỏ dấu", lambda t: t.stripped))
    tables.append(_against(found, names))
    if name != "parts":
        tables.append(_cost(found))
    value = {
        "documents": len(sizes),
        "clauses": clauses,
        "questions": len(taken.queries),
        "systems": [_json(t, found[0], names) for t in found],
    }
    return value, "\n\n".join(tables)


def _quality(
    found: Sequence[Trial], names: Sequence[str], title: str, values: Callable[[Trial], dict[str, list[float]]]
) -> str:
    rows = [[t.system, *(str(estimate(values(t)[n]) or "–") for n in names)] for t in found]
    return table([title, *names], rows)


def _against(found: Sequence[Trial], names: Sequence[str]) -> str:
    """The first system minus each other one, paired over the questions."""
    first, *others = found
    rows = [[f"− {t.system}", *(_signed(difference(first.values[n], t.values[n])) for n in names)] for t in others]
    return table([f"{first.system} hơn (có dấu)", *names], rows)


def _signed(value: Any) -> str:
    return f"{value.value:+.3f} [{value.low:+.3f}, {value.high:+.3f}]" if value else "–"


def _cost(found: Sequence[Trial]) -> str:
    first = found[0]
    rows = [
        [
            t.system,
            f"{t.ready:.1f} s ({_ratio(t.ready, first.ready)})",
            f"{t.build:.1f} s ({_ratio(t.build, first.build)})",
            f"{t.cpu_build:.1f} s ({_ratio(t.cpu_build, first.cpu_build)})",
            f"{t.p50 * 1000:.1f} ms ({_ratio(t.p50, first.p50)})",
            f"{t.p95 * 1000:.1f} ms ({_ratio(t.p95, first.p95)})",
            f"{t.cpu_query * 1000:.1f} ms ({_ratio(t.cpu_query, first.cpu_query)})",
            f"{t.memory >> 20} MB ({_ratio(t.memory, first.memory)})",
            f"{t.first_five:.0f}",
        ]
        for t in found
    ]
    header = [
        "chỉ mục xong",
        "tới câu đầu",
        "tới câu đầu, CPU",
        "hỏi p50",
        "hỏi p95",
        "hỏi, CPU",
        "bộ nhớ cao nhất",
        "ký tự 5 kết quả đầu",
    ]
    return table(["Chi phí (so với ta)", *header], rows)


def _ratio(value: float, ours: float) -> str:
    return f"{value / ours:.2f}×" if ours else "–"


def _json(trial: Trial, first: Trial, names: Sequence[str]) -> dict[str, Any]:
    def shown(values: dict[str, list[float]]) -> dict[str, Any]:
        return {n: e.to_json() for n in names if values and (e := estimate(values[n])) is not None}

    gaps = {n: difference(first.values[n], trial.values[n]) for n in names}
    return {
        "system": trial.system,
        "quality": shown(trial.values),
        "stripped": shown(trial.stripped),
        "behind_first": {n: e.to_json() for n, e in gaps.items() if e is not None},
        "ready_s": round(trial.ready, 2),
        "build_s": round(trial.build, 2),
        "build_cpu_s": round(trial.cpu_build, 2),
        "query_cpu_ms": round(trial.cpu_query * 1000, 2),
        "p50_ms": round(trial.p50 * 1000, 2),
        "p95_ms": round(trial.p95 * 1000, 2),
        "peak_mb": trial.memory >> 20,
        "first_five_characters": trial.first_five,
        "ratios": {
            "ready": round(trial.ready / first.ready, 3),
            "build": round(trial.build / first.build, 3),
            "build_cpu": round(trial.cpu_build / first.cpu_build, 3),
            "query_cpu": round(trial.cpu_query / first.cpu_query, 3),
            "p50": round(trial.p50 / first.p50, 3),
            "p95": round(trial.p95 / first.p95, 3),
            "memory": round(trial.memory / first.memory, 3),
        },
    }


def _parsing(shared: Path) -> tuple[dict[str, Any], str]:
    texts = material.party_texts(shared)
    print("parsing…", file=sys.stderr, flush=True)
    fast, long = parsing.speed(texts), parsing.long_text(texts)
    rows = [
        ["văn bản Đảng", f"{fast['characters']} ký tự, {fast['clauses']} điều khoản",
         f"{fast['characters_per_core_second']} ký tự/giây/lõi", "–"],
        [f"một tệp {long['pages']} trang", f"{long['characters']} ký tự, {long['clauses']} điều khoản",
         f"{long['seconds']} giây", f"{long['peak_mb']} MB (không đọc gì: {long['idle_mb']} MB)"],
    ]  # fmt: skip
    return {"speed": fast, "long_text": long}, table(["Đọc văn bản", "khối lượng", "tốc độ", "bộ nhớ cao nhất"], rows)
