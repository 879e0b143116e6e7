"""Train the embedded Vietnamese model and save it as a sentence-transformers folder.

    python -m index.model.train --data ../shared/training --out index/model/weights --work /tmp/dn-model

Steps: read, choose the vocabulary, encode, LSA start, pairs, contrastive training, export. No network, no GPU.
The same seed, number of threads and library versions give the same model.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.model import cutting, encoding, pairs, reading, vocabulary

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

SENTENCE_END = re.compile(r"(?<=[.;:?!])\s+(?=\S)")
log = logging.getLogger("train")


def _loss_function() -> Any:
    """Symmetric in-batch softmax as one autograd function: one exponential, no copy of the score matrix."""
    import torch

    class InBatchSoftmax(torch.autograd.Function):
        """loss(u, v, scale, (rows, columns) to leave out) for unit rows u, v; pair i is (u[i], v[i])."""

        @staticmethod
        def forward(
            ctx: Any, u: torch.Tensor, v: torch.Tensor, scale: float, left_out: tuple[torch.Tensor, ...]
        ) -> torch.Tensor:
            score = torch.mm(u, v.T).mul_(scale)
            right = score.diagonal().clone()
            e = score.exp_()  # |score| ≤ scale, so no maximum needs to be taken off
            e[left_out] = 0
            rows, columns = e.sum(1), e.sum(0)
            loss = rows.log().mean() + columns.log().mean() - 2 * right.mean()
            gradient = e.mul_((1 / rows)[:, None] + (1 / columns)[None, :])
            gradient.diagonal().sub_(2.0)
            ctx.save_for_backward(u, v, gradient)
            ctx.factor = scale / len(u)
            return loss

        @staticmethod
        def backward(ctx: Any, outer: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, None, None]:
            u, v, gradient = ctx.saved_tensors
            factor = ctx.factor * outer
            return torch.mm(gradient, v) * factor, torch.mm(gradient.T, u) * factor, None, None

    return InBatchSoftmax


class _Bags:
    """Draws (token ids, offsets) of chosen texts, splitting some compounds into their parts."""

    def __init__(self, split: list[list[int]], rng: np.random.Generator, drop: float):
        self.length = np.array([len(parts) for parts in split])
        self.first = np.array([parts[0] for parts in split])
        self.second = np.array([parts[-1] for parts in split])
        self.rng, self.drop = rng, drop

    def __call__(self, ids: np.ndarray, ends: np.ndarray, chosen: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        import torch

        lengths = ends[chosen + 1] - ends[chosen]
        offsets = np.r_[0, np.cumsum(lengths)]
        tokens = ids[np.repeat(ends[chosen] - offsets[:-1], lengths) + np.arange(offsets[-1])].astype(np.int64)
        apart = (self.length[tokens] > 1) & (self.rng.random(len(tokens)) < self.drop)
        starts = np.r_[0, np.cumsum(1 + apart)]
        out = np.empty(starts[-1], np.int64)
        out[starts[:-1]] = np.where(apart, self.first[tokens], tokens)
        out[starts[:-1][apart] + 1] = self.second[tokens[apart]]
        return torch.from_numpy(out), torch.from_numpy(starts[offsets[:-1]])


def _batches(n: int, size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    while True:
        order = rng.permutation(n)
        for start in range(0, n - size + 1, size):
            yield order[start : start + size]


def _joined(many: Sequence[pairs.Pairs]) -> pairs.Pairs:
    def flat(name: str) -> np.ndarray:
        return np.concatenate([getattr(one, name) for one in many])

    def ends(name: str) -> np.ndarray:
        parts, base = [np.zeros(1, np.int64)], 0
        for one in many:
            parts.append(getattr(one, name)[1:] + base)
            base += getattr(one, name)[-1]
        return np.concatenate(parts)

    return pairs.Pairs(
        flat("queries"), ends("query_offsets"), flat("passages"), ends("passage_offsets"),
        flat("kind"), flat("document"), flat("group"),
    )  # fmt: skip


def fit(data: pairs.Pairs, start: np.ndarray, split: list[list[int]], args: argparse.Namespace) -> np.ndarray:
    """Contrastive training of the token table; returns it as float32 (V, dimensions)."""
    import torch
    from torch.nn.functional import normalize

    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    loss_function = _loss_function()
    table = torch.from_numpy(start.copy())
    table /= table.norm(dim=1).mean()
    bag = torch.nn.EmbeddingBag.from_pretrained(table, freeze=False, mode="mean")
    optimizer = torch.optim.Adam([bag.weight], lr=args.lr, betas=(0.9, 0.99), fused=True)
    draw = _Bags(split, rng, args.drop)
    widths = [width for width in (256, 64) if width <= table.shape[1]]
    stream, losses, began = _batches(len(data), args.batch, rng), [], time.time()
    for step in range(args.steps):
        optimizer.param_groups[0]["lr"] = args.lr * min(1, (step + 1) / 50) * max(0.02, 1 - step / args.steps)
        chosen = next(stream)
        u = bag(*draw(data.queries, data.query_offsets, chosen))
        v = bag(*draw(data.passages, data.passage_offsets, chosen))
        document, group = (torch.from_numpy(field[chosen]) for field in (data.document, data.group))
        title = torch.from_numpy(data.kind[chosen] == 3)
        # Probably right although not the pair itself: same document asked by its title, same heading elsewhere.
        same = (document[:, None] == document[None, :]) & (title[:, None] | title[None, :])
        same |= (group[:, None] == group[None, :]) & (group != 0)[:, None]
        left_out = same.fill_diagonal_(False).nonzero(as_tuple=True)
        losses_by_width = [
            loss_function.apply(normalize(u[:, :k], dim=1), normalize(v[:, :k], dim=1), args.scale, left_out)
            for k in widths
        ]
        loss = torch.stack(losses_by_width).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if (step + 1) % 250 == 0 or step + 1 == args.steps:
            log.info("step %d: loss %.4f, %.0f s", step + 1, np.mean(losses[-100:]), time.time() - began)
    return bag.weight.detach().numpy()


def lean_on_start(table: np.ndarray, start: np.ndarray, seen: np.ndarray, trust: float) -> np.ndarray:
    """Pull the vectors of rarely seen tokens towards their start vectors, carried over into the trained space.

    A token with few examples moves far and at random under Adam. A ridge regression from start to trained vectors,
    weighted by how often a token was seen, says where it would stand if it had moved like the others; its own vector
    counts seen / (seen + trust).
    """
    weight = np.minimum(seen, 2000)[:, None]
    scaled = start / np.linalg.norm(start, axis=1).mean()
    ridge = 1e-6 * weight.sum() * np.eye(start.shape[1])
    carried = scaled @ np.linalg.solve((scaled * weight).T @ scaled + ridge, (scaled * weight).T @ table)
    own = (seen / (seen + trust))[:, None]
    return own * table + (1 - own) * carried


def export(tokenizer: Tokenizer, table: np.ndarray, out: Path) -> None:
    """Save StaticEmbedding + Normalize: a byte a number and one scale a token, the tokenizer without indentation.

    StaticEmbedding multiplies both back into float32 when it loads (its reading of model2vec weights), so nothing is
    computed in half precision, where the norm of an empty text underflows to 0/0.
    """
    import torch
    from safetensors.torch import save_file
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, StaticEmbedding
    from tokenizers import Tokenizer as Loaded

    table = (table / np.linalg.norm(table, axis=1).mean()).astype(np.float32)
    scale = np.maximum(np.abs(table).max(axis=1), 1e-6) / 127
    static = StaticEmbedding(tokenizer, embedding_weights=torch.from_numpy(table))
    model = SentenceTransformer(modules=[static, Normalize()], device="cpu")
    shutil.rmtree(out, ignore_errors=True)
    model.save(str(out), create_model_card=False)
    packed = np.round(table / scale[:, None]).astype(np.int8)
    weights = {"embeddings": torch.from_numpy(packed), "weights": torch.from_numpy(scale)}
    save_file(weights, out / "model.safetensors")
    (out / "model.safetensors").chmod(0o644)
    tokenizer_file = str(out / "tokenizer.json")
    Loaded.from_file(tokenizer_file).save(tokenizer_file, pretty=False)


def prepare(args: argparse.Namespace) -> tuple[Tokenizer, encoding.Encoded, np.ndarray]:
    """Read the texts, build the tokenizer, encode everything, compute the start vectors."""
    documents = reading.read_training(args.data, args.cap)
    characters = sum(len(line) for document in documents for line in document.paragraphs)
    log.info("%d documents, %.0f M characters", len(documents), characters / 1e6)
    sizes = vocabulary.Sizes()
    candidates = vocabulary.choose(vocabulary.count(documents), sizes)
    sample = [line for i, d in enumerate(documents) if d.focus or i % 5 == 0 for line in d.paragraphs]
    tokenizer = cutting.build(vocabulary.refine(candidates, sample, sizes))
    log.info("vocabulary: %d", tokenizer.get_vocab_size())
    encoded = encoding.encode(documents, tokenizer, SENTENCE_END)
    log.info("%d sentences, %.0f M tokens", len(encoded.kind), len(encoded.ids) / 1e6)
    return tokenizer, encoded, encoding.start_vectors(encoded, tokenizer, 256, args.seed)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the two .jsonl.gz files")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model; it is replaced")
    parser.add_argument("--cap", type=int, default=60000, help="characters read of one document")
    parser.add_argument("--rounds", type=int, default=2, help="passes over the texts that make pairs")
    parser.add_argument("--share", type=float, default=0.8, help="share of the documents that a pass uses")
    parser.add_argument("--steps", type=int, default=2500)
    parser.add_argument("--batch", type=int, default=2048)
    parser.add_argument("--lr", type=float, default=0.02)
    parser.add_argument("--scale", type=float, default=25.0)
    parser.add_argument("--drop", type=float, default=0.1, help="share of compounds split into parts")
    parser.add_argument(
        "--trust", type=float, default=500.0, help="examples after which a token's own vector counts half"
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    import torch

    torch.set_num_threads(args.threads)
    tokenizer, encoded, start = prepare(args)
    made = []
    for number in range(args.rounds):
        made.append(pairs.make(encoded, tokenizer, args.seed + number, args.share))
        log.info("pairs, round %d: %s", number + 1, pairs.summary(made[-1]))
    data = _joined(made)
    table = fit(data, start, encoding.split_table(tokenizer), args)
    seen = np.bincount(np.concatenate([data.queries, data.passages]), minlength=len(table))
    table = lean_on_start(table, start, seen, args.trust)
    export(tokenizer, table, args.out)
    settings = {name: str(value) for name, value in vars(args).items() if name not in ("data", "out")}
    (args.out / "training.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
