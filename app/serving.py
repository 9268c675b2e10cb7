"""Serving: granian in front, the application and the embedded drain in its worker process."""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING, Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from app.settings import Settings, SettingsInvalid, secret_key_of

if TYPE_CHECKING:
    from collections.abc import Callable


def serve(settings: Settings, *, with_demo: bool) -> None:
    """Serve until a signal comes (Ctrl-C, SIGTERM).

    The process that the user started only watches; its one child prepares the database, serves and drains. Everything
    heavy is imported there, so that the watcher stays small. Raises SettingsInvalid when the address cannot be had.
    """
    secret_key_of(settings)
    _try_address(settings.host, settings.port)
    server = Server(
        "anumat",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.server_processes,
        blocking_threads=settings.server_threads,
        backpressure=settings.server_threads * 8,
        log_level=LogLevels.error,
        workers_kill_timeout=10,
    )
    server.serve(target_loader=_loader(settings, with_demo=with_demo), wrap_loader=False)


def _try_address(host: str, port: int) -> None:
    # Only the child binds the address, long after this process has said that it starts; so it is tried here.
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as failure:
        raise SettingsInvalid(
            f"Cannot serve on {host}:{port}: {failure.strerror}. Stop what uses it, or set ANUMAT_HOST and ANUMAT_PORT."
        ) from failure


def _loader(settings: Settings, *, with_demo: bool) -> Callable[..., Any]:
    def load(*_arguments: Any, **_options: Any) -> Any:
        # Until granian has set its own handlers, a signal simply ends the preparation: every step of it is a transaction.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        from app.served import build_served_app  # noqa: PLC0415 (only the worker process pays for what this imports)

        return build_served_app(settings, with_demo=with_demo)

    return load
