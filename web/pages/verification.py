"""The public page on which anybody can ask whether a file came from here and is unchanged; it tells nothing about people."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, redirect, render_template, request, url_for

from engine.queries.case_bundle import VERIFIER, public_key_files
from engine.queries.exported_files import read_code, recognised_file
from web.error_pages import error_page
from web.presentation.recognised import Answer, answer_about
from web.rate_limit import RateLimit
from web.site import check_csrf, engine, site

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse

LARGEST_UPLOAD = 64 * 1024 * 1024
"""In bytes: larger files are hashed by the browser, or by hand."""
BLOCK = 1 << 20
SHA256 = re.compile(r"[0-9a-fA-F]{64}")
QUESTIONS, UPLOADS = RateLimit(60), RateLimit(10)
ENDPOINTS = frozenset(
    {"pages.verify", "pages.verify_code", "pages.verify_file", "pages.standalone_verifier", "pages.public_key"}
)
"""Open to whoever is not signed in."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: the code, and what the paper says; or the hash of a file."""

    code: str = ""
    number: str = ""
    events: str = ""
    head: str = ""
    sha256: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked yet."""
        return not (self.code or self.sha256)


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/verify", "verify", verify)
    pages.add_url_rule("/verify/<code>", "verify_code", verify)
    pages.add_url_rule("/verify/files", "verify_file", verify_file, methods=["POST"])
    pages.add_url_rule("/verify/standalone_verifier.py", "standalone_verifier", standalone_verifier)
    pages.add_url_rule("/verify/keys/<name>.pem", "public_key", public_key)


def verify(code: str = "") -> str | tuple[str, int]:
    """Say what is known of the file with this code or hash, and how to check it without this system."""
    if not QUESTIONS.lets_through(request.remote_addr or ""):
        return error_page(429, "too_often")
    asked = _asked(code)
    keys = sorted(public_key_files(site().sealing))
    answer = None if asked.is_empty else _answer(asked)
    page = render_template("pages/verification.html", asked=asked, answer=answer, keys=keys)
    return page, 404 if answer is not None and answer.file is None else 200


def verify_file() -> BaseResponse | tuple[str, int]:
    """Hash a file that a browser without scripts sends, throw it away, and go on to what is known of its hash."""
    if not UPLOADS.lets_through(request.remote_addr or ""):
        return error_page(429, "too_often")
    request.max_content_length = LARGEST_UPLOAD
    check_csrf()
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return redirect(url_for("pages.verify"))
    digest = hashlib.sha256()
    while block := upload.stream.read(BLOCK):
        digest.update(block)
    code = read_code(request.form.get("code", ""))
    if code is None:
        return redirect(url_for("pages.verify", sha256=digest.hexdigest()), 303)
    return redirect(url_for("pages.verify_code", code=code, sha256=digest.hexdigest()), 303)


def standalone_verifier() -> Response:
    """Hand out the program that checks a bundle without this system."""
    return _file(VERIFIER.read_bytes(), "text/x-python; charset=utf-8", VERIFIER.name)


def public_key(name: str) -> Response | tuple[str, int]:
    """Hand out a key that checkpoints and bundles are signed with, by its id."""
    pem = public_key_files(site().sealing).get(name)
    return error_page(404, "missing") if pem is None else _file(pem, "application/x-pem-file", f"{name}.pem")


def _asked(code: str) -> Asked:
    given = {name: request.args.get(name, "").strip()[:200] for name in ("code", "number", "events", "head", "sha256")}
    text = code.strip()[:200] or given["code"]
    if SHA256.fullmatch(text):
        return Asked(sha256=text.lower())
    sha256 = given["sha256"].lower() if SHA256.fullmatch(given["sha256"]) else ""
    return Asked(text, given["number"], given["events"], given["head"].lower(), sha256)


def _answer(asked: Asked) -> Answer:
    keys = site().sealing.keys()
    code = read_code(asked.code) if asked.code else None
    with engine().reading() as connection:
        found = recognised_file(connection, keys, code=code) if code else None
        if asked.sha256 and (found is not None or not asked.code):
            # What is enclosed in a case file has its code, too.
            same = recognised_file(connection, keys, sha256=asked.sha256)
            found = same if found is None or (same is not None and same.code == found.code) else found
    return answer_about(found, asked.number, asked.events, asked.head, asked.sha256)


def _file(data: bytes, content_type: str, name: str) -> Response:
    response = Response(data, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
