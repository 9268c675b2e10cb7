"""Where the built styles and scripts are: names from the build's manifest become addresses that never go stale."""

import json
from functools import cache
from pathlib import Path

DIST = Path(__file__).parent / "static" / "dist"


class BundleMissingError(LookupError):
    """A page asked for a bundle that the build did not make; run `./start` or `./test`, which build first."""


def bundle_url(name: str, base_url: str = "/static/dist/") -> str:
    """Return the address of bundle `name` (`app.js`, `app.css`), with the hash of its content; raise BundleMissingError."""
    manifest = _manifest(DIST / "manifest.json")
    try:
        return base_url + manifest[name]
    except KeyError:
        raise BundleMissingError(f"no bundle is called {name}; the build made {', '.join(sorted(manifest))}") from None


@cache
def _manifest(path: Path) -> dict[str, str]:
    if not path.exists():
        raise BundleMissingError(f"{path} is missing: the bundles are not built yet; run ./start or ./test")
    entries: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return entries
