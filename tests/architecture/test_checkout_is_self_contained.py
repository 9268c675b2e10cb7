"""A clone works anywhere: locks hold versions and hashes but no addresses, scripts are executable, pages run no inline code."""

import json
import os
import re
import subprocess

import pytest

from tests.architecture.sources import ROOT, sources

PYTHON_LOCKS = ("requirements.lock", "requirements-mining.lock")
URL = re.compile(r"https?://")
INLINE_CODE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=\"|hx-on", re.IGNORECASE)


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_the_python_locks_name_no_server(name: str) -> None:
    assert not URL.search((ROOT / name).read_text(encoding="utf-8"))


def test_the_node_lock_names_no_server() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert not [name for name, entry in packages.items() if "resolved" in entry]


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_locked_python_package_has_its_hashes(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", "")
    packages = [line for line in lock.splitlines() if line and not line.startswith(("#", " "))]

    assert packages
    assert all("--hash=sha256:" in line for line in packages)


def test_every_locked_node_package_has_its_hash() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert not [name for name, entry in packages.items() if name and not entry.get("integrity")]


def test_node_packages_are_pinned_exactly() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))

    assert not [
        version
        for kind in ("dependencies", "devDependencies")
        for version in package[kind].values()
        if not version[0].isdigit()
    ]


@pytest.mark.parametrize("name", ["start", "test", ".ci/run"])
def test_the_scripts_are_executable(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)


@pytest.mark.parametrize("name", ["start", "test", ".ci/run", ".ci/prepare"])
def test_the_scripts_are_shell_that_any_shell_reads(name: str) -> None:
    assert subprocess.run(["sh", "-n", ROOT / name], check=False).returncode == 0


def test_no_template_runs_inline_script_or_style() -> None:
    offenders = [
        f"{file.name}:{number}"
        for file in sources("web", suffixes=(".html",))
        for number, line in enumerate(file.text.splitlines(), 1)
        if INLINE_CODE.search(line)
    ]

    assert not offenders
