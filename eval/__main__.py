"""`python -m eval [run | bench]`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from ingest.command import library_option, run

_PROJECT = Path(__file__).resolve().parent.parent


def main(argv: list[str] | None = None) -> int:
    """Parse the command line and run it; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m eval", description="Đo chất lượng tìm và trả lời (run), so với cách khác (bench)."
    )
    parser.add_argument("command", nargs="?", choices=("run", "bench"), default="run")
    parser.add_argument("--split", choices=("dev", "test", "all"), default="all", help="phần câu hỏi")
    parser.add_argument("--texts", type=Path, metavar="DIR", help="đo trên kho tạm có thêm các toàn văn trong DIR")
    parser.add_argument("--fresh", action="store_true", help="đo trên kho tạm như khi mới cài đặt")
    shared = _PROJECT.parent / "shared"
    parser.add_argument("--shared", type=Path, default=shared, metavar="DIR", help="dữ liệu đo thêm (bench)")
    library_option(parser)
    return run(parser, argv, {"run": _run})


def _run(args: argparse.Namespace) -> int:
    from eval import libraries, report

    started = time.perf_counter()
    with libraries.engine(None if args.fresh else args.library, args.texts) as engine:
        value, text = report.measured(engine, args.split)
    value["seconds"] = round(time.perf_counter() - started, 1)
    print(json.dumps(value, ensure_ascii=False) if args.json else text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
