"""Proof that nothing leaves the machine: every outgoing connection that this process makes is noted.

Python's audit events see each `connect` and each name looked up by Python code; /proc/net sees every socket that the
process holds at the moment, native code included. Neither is a firewall, and the page says which of the two saw what.
"""

from __future__ import annotations

import ipaddress
import os
import sys
import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_LOCAL_NAMES = {"", "localhost", "localhost.localdomain", "0.0.0.0", "::"}


def now() -> str:
    """The local time as people write it: `14:06:26 ngày 22/11/2026`."""
    return f"{datetime.now():%H:%M:%S ngày %d/%m/%Y}"


@dataclass(frozen=True)
class Outgoing:
    """One attempt to reach another machine: when (local time), where, how ("connect" or "lookup")."""

    at: str
    host: str
    how: str


class Watch:
    """Notes outgoing connections from the moment `install` is called; the newest 200 are kept, all are counted."""

    def __init__(self) -> None:
        self.since = now()
        self.count = 0
        self.seen: deque[Outgoing] = deque(maxlen=200)
        self._lock = threading.Lock()
        self._installed = False

    def install(self) -> None:
        """Begin to note; a second call changes nothing (an audit hook cannot be taken off)."""
        if not self._installed:
            self._installed = True
            sys.addaudithook(self._hook)

    def _hook(self, event: str, args: tuple[object, ...]) -> None:
        if event == "socket.connect" and len(args) > 1 and isinstance(args[1], tuple):
            self._note(str(args[1][0]), "connect")
        elif event == "socket.getaddrinfo" and args and args[0] is not None:
            name = args[0].decode("ascii", "replace") if isinstance(args[0], bytes) else str(args[0])
            self._note(name, "lookup")

    def _note(self, host: str, how: str) -> None:
        if not is_local(host):
            with self._lock:
                self.count += 1
                self.seen.append(Outgoing(now(), host, how))


WATCH = Watch()


def is_local(host: str) -> bool:
    """Whether an address or name is this machine itself."""
    if host.lower() in _LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback or address.is_unspecified


def open_outside(server_port: int) -> tuple[str, ...] | None:
    """Remote addresses of connections that this process holds now, visitors of `server_port` left out.

    None where the system has no /proc (then nothing is claimed).
    """
    sockets = _own_sockets()
    if sockets is None:
        return None
    found = []
    for table in ("/proc/self/net/tcp", "/proc/self/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:] if Path(table).exists() else ():
            fields = line.split()
            (_, port), (remote, remote_port) = _address(fields[1]), _address(fields[2])
            if fields[9] in sockets and port != server_port and remote_port and not is_local(remote):
                found.append(f"{remote}:{remote_port}")
    return tuple(found)


def _own_sockets() -> set[str] | None:
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        return None
    inodes = set()
    for entry in folder.iterdir():
        try:
            target = os.readlink(entry)
        except OSError:  # closed since it was listed
            continue
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    return inodes


def _address(field: str) -> tuple[str, int]:
    """`0100007F:1F90` → ("127.0.0.1", 8080); each 32-bit word is in the machine's byte order."""
    address, _, port = field.partition(":")
    raw = b"".join(int(address[i : i + 8], 16).to_bytes(4, sys.byteorder) for i in range(0, len(address), 8))
    return str(ipaddress.ip_address(raw)), int(port, 16)
