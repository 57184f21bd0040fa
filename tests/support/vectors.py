"""An endpoint of vectors on this machine, as OpenAI's, that can be told to fail."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "key-of-the-endpoint"
PLACES = 24


@dataclass
class VectorsEndpoint:
    """What it was asked, and how it answers: `status` and `body` in the place of vectors, after `after_s`."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    status: int = 200
    body: bytes | None = None
    after_s: float = 0.0
    places: int = PLACES

    def answer(self, asked: dict[str, Any]) -> bytes:
        """Counts of characters by place: likeness of words, which is enough to tell what came from here."""
        rows = []
        for number, text in enumerate(asked["input"]):
            row = [0.001] * self.places
            for char in text:
                row[ord(char) % self.places] += 1.0
            rows.append({"object": "embedding", "index": number, "embedding": row})
        return json.dumps({"object": "list", "data": rows[::-1], "model": asked["model"]}).encode()


@contextmanager
def running_vectors() -> Iterator[VectorsEndpoint]:
    """Serves while the block runs."""
    endpoint = VectorsEndpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.asked.append(asked)
            endpoint.keys.append(self.headers["Authorization"])
            time.sleep(endpoint.after_s)
            known = self.path == "/v1/embeddings"
            body = endpoint.answer(asked) if endpoint.body is None else endpoint.body
            self.send_response(endpoint.status if known else 404)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        endpoint.url = f"http://127.0.0.1:{server.server_port}/v1"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield endpoint
        finally:
            server.shutdown()
            thread.join()
