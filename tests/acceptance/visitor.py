"""Somebody with a browser without scripts: signs in on the pages and sends forms as HTML does."""

from __future__ import annotations

import re
import urllib.request
from http.cookiejar import CookieJar
from uuid import uuid4

Fields = "Sequence[tuple[str, str]]"
Files = "Sequence[tuple[str, str, str, bytes]]"
"""Field, file name, content type, content."""


class Visitor:
    """A signed-in session of a demo account on the running server's pages."""

    def __init__(self, url: str, user_name: str) -> None:
        self._url = url
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.post("/sign-in", [("user_name", user_name), ("password", user_name)])

    def start(self, process_id: str, fields: Fields, files: Files = ()) -> str:
        """Fill a start form in and send it; return the key of the case from the receipt's address."""
        address, page = self.post(f"/start/{process_id}", fields, files)
        found = re.search(r"/cases/(\d+)/started$", address)
        assert found, re.findall(r"govuk-error-message[^>]*>\s*(?:<span[^>]*>[^<]*</span>)?([^<]*)", page)
        return found[1]

    def post(self, path: str, fields: Fields, files: Files = ()) -> tuple[str, str]:
        """Open the page for its token, send the fields, follow the redirect; return where it led and what is shown."""
        with self._opener.open(self._url + path, timeout=90) as page:
            token = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode())
        assert token is not None
        content_type, body = multipart([("csrf_token", token[1]), *fields], files)
        request = urllib.request.Request(self._url + path, body, {"Content-Type": content_type})
        with self._opener.open(request, timeout=90) as answer:
            return answer.url, answer.read().decode()


def multipart(fields: Fields, files: Files = ()) -> tuple[str, bytes]:
    """Return the content type and the body of a form with files."""
    boundary = uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields
    ]
    for name, file_name, content_type, content in files:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        parts.append(f"{head}Content-Type: {content_type}\r\n\r\n".encode() + content + b"\r\n")
    return f"multipart/form-data; boundary={boundary}", b"".join([*parts, f"--{boundary}--\r\n".encode()])
