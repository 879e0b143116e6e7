"""`python -m eval [run | bench]`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from ingest.command import library_option, run
from ingest.errors import UsageError

_PROJECT = Path(__file__).resolve().parent.parent


def main(argv: list[str] | None = None) -> int:
    """Parse the command line and run it; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m eval", description="Đo chất lượng tìm và trả lời (run), so với cách khác (bench)."
    )
    parser.add_argument("command", nargs="?", choices=("run", "bench"), default="run")
    parser.add_argument("--split", choices=("dev", "test", "all"), help="phần câu hỏi (run: all; bench: test)")
    parser.add_argument("--texts", type=Path, metavar="DIR", help="đo trên kho tạm có thêm các toàn văn trong DIR")
    parser.add_argument("--fresh", action="store_true", help="đo trên kho tạm như khi mới cài đặt")
    shared = _PROJECT.parent / "shared"
    parser.add_argument("--shared", type=Path, default=shared, metavar="DIR", help="dữ liệu đo thêm (bench)")
    parser.add_argument("--sets", default="", metavar="A,B", help="bench: chỉ đo các phần này, cách nhau dấu phẩy")
    parser.add_argument("--legal", type=int, default=200, metavar="N", help="bench: số văn bản pháp luật")
    library_option(parser)
    return run(parser, argv, {"run": _run, "bench": _bench})


def _run(args: argparse.Namespace) -> int:
    from eval import libraries, report

    started = time.perf_counter()
    with libraries.engine(None if args.fresh else args.library, args.texts) as engine:
        value, text = report.measured(engine, args.split or "all")
    value["seconds"] = round(time.perf_counter() - started, 1)
    print(json.dumps(value, ensure_ascii=False) if args.json else text)
    return 0


def _bench(args: argparse.Namespace) -> int:
    from eval.bench import SETS, bench

    chosen = [name for name in args.sets.split(",") if name] or list(SETS)
    unknown = [name for name in chosen if name not in SETS]
    if unknown:
        raise UsageError(f"--sets: không có phần «{unknown[0]}»; chọn trong {', '.join(SETS)}.")
    value, text = bench(args.shared, chosen, args.split or "test", args.legal)
    print(json.dumps(value, ensure_ascii=False) if args.json else text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
