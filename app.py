"""Dẫn Nguồn's page: builds the library from `corpus/` if there is none, then serves.

python app.py [--host H --port N --library DIR]
"""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from ingest.catalog import load_catalog
from ingest.errors import UserError
from ingest.library import Library
from ingest.settings import settings


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError(text)
    return port


def main(argv: list[str] | None = None) -> int:
    """Serve until stopped. Returns 0 when stopped, 1 when it cannot serve; wrong usage exits with 2."""
    parser = argparse.ArgumentParser(prog="app.py", description="Trang Dẫn Nguồn.")
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ nghe; 0.0.0.0 để máy khác trong mạng mở được")
    parser.add_argument("--port", type=_port, default=7860, help="cổng (mặc định 7860)")
    parser.add_argument("--library", type=Path, default=None, metavar="DIR", help="thư mục kho")
    options = parser.parse_args(argv)
    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)  # libraries that set their own loggers to DEBUG stay silent
    logging.basicConfig(handlers=[handler], format="%(levelname)s %(name)s: %(message)s")
    root = options.library or settings().home
    try:
        catalog = load_catalog(settings().corpus / "catalog.toml")
        Library.open(root, create=True)
        from ui.server import serve, take_port
        from ui.workspace import Workspace

        taken = take_port(options.host, options.port)
    except UserError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    shown = f"[{options.host}]" if ":" in options.host else options.host
    print(f"Đang mở http://{shown}:{taken.getsockname()[1]}/ (Ctrl+C để dừng)", flush=True)
    serve(Workspace(root, catalog, settings().corpus), taken, options.host)
    return 0


if __name__ == "__main__":
    sys.exit(main())
