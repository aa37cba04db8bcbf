"""The app as a user starts it: a process of its own on a free port, and a visitor who follows its forms."""

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import unescape
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import attrs

WHO, PASSPHRASE = "Rosa", "caballo pila grapa correcto"


@attrs.frozen
class Served:
    """A running app: the address that lets a browser in, its origin, and the registry's folder."""

    door: str
    folder: Path

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return "{0.scheme}://{0.netloc}".format(urlsplit(self.door))


@contextmanager
def serving(folder: Path, log: Path, before: str = "") -> Iterator[Served]:
    """Run the app of a registry until the block ends; what it says on stderr is kept in a file. ``before``: a program run first."""
    code = f"{before}\nfrom amparo.cli import main; main()"
    with log.open("ab") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", code, "serve", "--registry", str(folder), "--no-browser", "--lang", "es"],
            stdout=subprocess.PIPE, stderr=errors, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found, log.read_text(encoding="utf-8")
        yield Served(found[0], folder)
    finally:
        process.terminate()
        process.wait(timeout=20)
        if process.stdout is not None:
            process.stdout.close()
    assert "Internal Server Error" not in log.read_text(encoding="utf-8"), log.read_text(encoding="utf-8")


@attrs.frozen
class Answer:
    """What came back: status, headers by lower-case name, text, and where it was found in the end."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    path: str

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode()


@attrs.define
class Visitor:
    """A browser without a screen: keeps cookies, follows redirects, sends forms with their token."""

    served: Served
    cookies: dict[str, str] = attrs.field(factory=dict)

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        """Send one request and return its answer as it is."""
        connection = http.client.HTTPConnection(urlsplit(self.served.origin).netloc, timeout=300)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path, body, {**({"Cookie": cookie} if cookie else {}), **(headers or {})})
        response = connection.getresponse()
        content = response.read()
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        connection.close()
        return Answer(response.status, {name.lower(): value for name, value in response.headers.items()}, content, path)

    def get(self, path: str) -> Answer:
        """Follow a link, and redirects from there."""
        answer = self.ask("GET", path)
        for _ in range(5):
            if answer.status not in (301, 302, 303):
                break
            answer = self.ask("GET", answer.headers["location"])
        return answer

    def post(self, path: str, fields: Mapping[str, str | Sequence[str]], files: Mapping[str, tuple[str, bytes]] | None = None) -> Answer:
        """Fill in the form of a page and send it; redirects are followed."""
        return self.post_to(self.get(path), path, fields, files)

    def post_to(
        self,
        page: Answer,
        path: str,
        fields: Mapping[str, str | Sequence[str]] | None = None,
        files: Mapping[str, tuple[str, bytes]] | None = None,
    ) -> Answer:
        """Send a form that stands on a page to its own address."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        token = unescape(found[1]) if found else ""
        pairs = [("csrfmiddlewaretoken", token)]
        pairs += [(name, one) for name, value in (fields or {}).items() for one in ([value] if isinstance(value, str) else value)]
        body, kind = (_multipart(pairs, files), "multipart/form-data; boundary=----amparo") if files else (
            urlencode(pairs).encode(), "application/x-www-form-urlencoded")  # fmt: skip
        answer = self.ask("POST", path, body, {"Content-Type": kind})
        return self.get(answer.headers["location"]) if answer.status in (302, 303) else answer

    def enter(self) -> "Visitor":
        """Come in by the door."""
        parts = urlsplit(self.served.door)
        self.get(f"{parts.path}?{parts.query}")
        return self

    def sign_in(self, name: str = WHO, passphrase: str = PASSPHRASE) -> "Visitor":
        """Come in by the door and sign in."""
        self.enter()
        answer = self.post("/sign-in", {"name": name, "passphrase": passphrase})
        assert answer.status == 200, answer.text
        assert "amparo_session" in self.cookies
        return self


def begin(served: Served, way: str) -> Visitor:
    """Make a registry and its first account the way a newcomer does."""
    visitor = Visitor(served).enter()
    answer = visitor.post("/first", {"way": way, "name": WHO, "passphrase": PASSPHRASE, "again": PASSPHRASE}, {"backup": ("", b"")})
    assert answer.status == 200, answer.text
    assert answer.path == "/guide"
    return visitor


def _multipart(pairs: Sequence[tuple[str, str]], files: Mapping[str, tuple[str, bytes]]) -> bytes:
    parts = [f'------amparo\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in pairs]
    for name, (file, content) in files.items():
        head = f'------amparo\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\nContent-Type: application/octet-stream'
        parts.append(head.encode() + b"\r\n\r\n" + content + b"\r\n")
    return b"".join(parts) + b"------amparo--\r\n"
