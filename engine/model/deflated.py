"""Deflating short texts: a small window for what is small, because making room for a large one takes longer than the work."""

from __future__ import annotations

import zlib

_SMALL = 1 << 12
_SMALL_WINDOW, _SMALL_MEMORY = 12, 5
_BEST_FOR_SMALL, _FASTEST = 6, 1


def deflated(body: bytes) -> bytes:
    """Return the bytes in the zlib format (RFC 1950)."""
    if len(body) > _SMALL:
        return zlib.compress(body, _FASTEST)
    compressor = zlib.compressobj(_BEST_FOR_SMALL, zlib.DEFLATED, _SMALL_WINDOW, _SMALL_MEMORY)
    return compressor.compress(body) + compressor.flush()


def inflated(body: bytes) -> bytes:
    """Return what was deflated; raise ValueError when it was not."""
    try:
        return zlib.decompress(body)
    except zlib.error as error:
        raise ValueError(str(error)) from error
