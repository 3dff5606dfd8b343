"""The whole service on a free loopback port, with a store of its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from typing_extensions import override
from werkzeug.serving import WSGIRequestHandler, make_server

from cds_service.app import MEMORY, create_app
from cds_service.settings import Settings

TODAY = date(2026, 11, 20)


class Silent(WSGIRequestHandler):
    """Says nothing of the requests it answers."""

    @override
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def running(folder: Path, clients: str = "") -> Iterator[str]:
    """Start the service on a fixed day; gives its address."""
    settings = Settings(database_url=f"sqlite:///{folder}/browser.db", clients=clients)
    app = create_app(settings, lambda: TODAY)
    memory = app.extensions[MEMORY]
    memory.prepare()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(5)
        memory.close()
