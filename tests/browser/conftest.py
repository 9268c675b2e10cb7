"""The sample pages, served while browser tests run."""

import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser.gallery.app import application


class _SilentHandler(WSGIRequestHandler):
    def log(self, *_args: object) -> None:
        """Keep test output free of request lines."""


@pytest.fixture(scope="session")
def gallery() -> Iterator[str]:
    """Serve the sample pages and return their address."""
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_SilentHandler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
