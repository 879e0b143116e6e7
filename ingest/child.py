"""Starting a module of this program in a process of its own: afresh, never forked."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from ingest.settings import PROJECT


def start(module: str, *arguments: str, **streams: Any) -> subprocess.Popen[bytes]:
    """`python -m module arguments`, with its standard output as a pipe; text is UTF-8 on every system.

    streams: the other standard streams and options, as `subprocess.Popen` takes them. The modules found are those of
    this program wherever it was started (`-P`: never those of the folder that it was started in).
    """
    paths = [str(PROJECT), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-P", "-m", module, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, **streams)
