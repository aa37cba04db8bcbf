"""Serving the app on this machine alone, and sending the browser there with the word of the door."""

import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

from amparo.web.preparing import prepare
from amparo.web.settings import DATA_LIMIT
from amparo.words import Language

LOOPBACK = "127.0.0.1"
_DOOR_BYTES = 24
_THREADS = 4


def serve(folder: Path, *, port: int, browse: bool, language: Language, ready: Callable[[str], None]) -> None:
    """
    Serve the app of a registry until the program is ended; ``ready`` is called with the address to open.

    ``port`` 0 takes a free one. Nothing outside this machine can reach it: it listens on the loopback address only.
    """
    from django.core.wsgi import get_wsgi_application
    from waitress.server import create_server
    from whitenoise import WhiteNoise

    door = secrets.token_urlsafe(_DOOR_BYTES)
    prepare(folder, door=door)
    from amparo.web.desk import WarmUp
    from amparo.web.jobs import Worker

    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((LOOPBACK, port))
    listening.listen(64)
    address = f"http://{LOOPBACK}:{listening.getsockname()[1]}/door/{door}?lang={language}"
    app = WhiteNoise(get_wsgi_application(), root=str(Path(__file__).with_name("static")), prefix="static/", max_age=0)
    # Requests and answers stay in memory: what waitress sets aside on the disk would lie there in the clear.
    server = create_server(
        app, sockets=[listening], threads=_THREADS, ident=None, max_request_body_size=DATA_LIMIT, inbuf_overflow=DATA_LIMIT,
        outbuf_overflow=DATA_LIMIT, clear_untrusted_proxy_headers=True,
    )  # fmt: skip
    worker = Worker(folder)
    worker.start()
    WarmUp(folder).start()
    ready(address)
    if browse:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        worker.stop()
        server.close()
