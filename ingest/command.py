"""What every command line here has in common: `--library`, `--json`, Vietnamese one-line errors, exit codes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from ingest.errors import UserError
from ingest.settings import settings

Command = Callable[[argparse.Namespace], int]


def library_option(parser: argparse.ArgumentParser) -> None:
    """Add `--library DIR` (else `DANNGUON_HOME`, else ./library) and `--json`."""
    parser.add_argument("--library", type=Path, default=None, metavar="DIR", help="thư mục kho")
    parser.add_argument("--json", action="store_true", help="in JSON")


def run(parser: argparse.ArgumentParser, argv: list[str] | None, commands: Mapping[str, Command]) -> int:
    """Parse, run the chosen command, and turn a user's mistake into one line on standard error.

    Exit codes: 0 done, 1 the work failed, 2 wrong usage. Defects keep their traceback.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    _in_vietnamese(parser)
    args = parser.parse_args(argv)
    if args.library is None:
        args.library = settings().home
    try:
        return commands[args.command](args)
    except UserError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output went away (`… | head`); that is no failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _in_vietnamese(parser: argparse.ArgumentParser) -> None:
    """Make argparse's own errors one Vietnamese line."""

    def error(message: str) -> None:
        print(f"Sai cách gọi: {_translated(message)}; xem «{parser.prog} --help».", file=sys.stderr)
        sys.exit(2)

    parser.error = error  # type: ignore[method-assign,assignment]
    for action in parser._subparsers._group_actions if parser._subparsers else ():
        if isinstance(action.choices, Mapping):
            for sub in action.choices.values():
                sub.error = error


def _translated(message: str) -> str:
    for english, vietnamese in (
        ("the following arguments are required:", "thiếu"),
        ("unrecognized arguments:", "không hiểu"),
        ("invalid choice:", "không có lệnh"),
        ("expected one argument", "thiếu giá trị"),
        ("invalid int value:", "không phải số nguyên:"),
        ("argument", "tham số"),
    ):
        message = message.replace(english, vietnamese)
    return message.partition(" (choose from")[0]
