"""Ask a server whether it takes connections, without a driver or an event loop."""

from __future__ import annotations

import socket
import struct
from enum import StrEnum

_PROTOCOL_3_0 = 196608
_CANNOT_CONNECT_NOW = b"C57P03\0"  # SQLSTATE field of the error: starting up, recovering, stopping
_TERMINATE = b"X\0\0\0\x04"


class Answer(StrEnum):
    """What a server said."""

    READY = "ready"
    BUSY = "busy"  # starting up, recovering or shutting down
    SILENT = "silent"  # nobody listens, or nothing sensible came back


def ping(socket_path: str, user: str, *, timeout: float = 2.0) -> Answer:
    """Begin a session on a unix socket and see what comes back within `timeout` seconds."""
    fields = b"".join(word.encode() + b"\0" for word in ("user", user, "database", "postgres", ""))
    packet = struct.pack("!II", 8 + len(fields), _PROTOCOL_3_0) + fields
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(timeout)
        try:
            connection.connect(socket_path)
            connection.sendall(packet)
            answer = connection.recv(4096)
            if answer.startswith(b"R"):
                connection.sendall(_TERMINATE)
        except OSError:
            return Answer.SILENT
    if answer.startswith(b"E"):
        # Any other refusal, such as "too many connections", comes from a server that is up.
        return Answer.BUSY if _CANNOT_CONNECT_NOW in answer else Answer.READY
    return Answer.READY if answer.startswith(b"R") else Answer.SILENT
