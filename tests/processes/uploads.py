"""Files that people attach to forms in the tests."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Upload:
    """A file before it is uploaded."""

    name: str
    content_type: str = "image/jpeg"
    data: bytes = b"evidence"
