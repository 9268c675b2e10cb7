"""Files and functions stay small enough to be read in one go, and say what they own."""

import re

from tests.architecture.sources import PACKAGES, Source, sources

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_BROWSER_MODULE = 150
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
MERGE_MARK = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)
VAGUE_NAME = re.compile(r"(Manager|Helper|Util|Utils|Service|Processor)$")
VAGUE_FILES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "service", "services", "processor"}


def test_no_file_is_longer_than_300_lines() -> None:
    long = {
        file.name: count
        for file in sources(suffixes=(".py", ".js", ".mjs"))
        if (count := len(file.text.splitlines())) > LONGEST_FILE
    }

    assert not long


def test_no_file_holds_both_sides_of_a_merge() -> None:
    files = sources(suffixes=(".py", ".js", ".mjs", ".md", ".html", ".css", ".po", ".toml", ".bpmn", ".dmn", ".form"))

    assert not [file.name for file in files if MERGE_MARK.search(file.text)]


def test_no_module_of_the_browser_is_longer_than_150_lines() -> None:
    files = sources("web/assets", suffixes=(".js", ".mjs"))

    assert not {file.name: count for file in files if (count := len(file.text.splitlines())) > LONGEST_BROWSER_MODULE}


def test_no_function_is_longer_than_40_lines() -> None:
    long = {
        f"{file.name}:{function.line} {function.name}": function.code_lines
        for file in sources(*PACKAGES)
        if "migrations/versions" not in file.name  # a revision is a list of columns
        for function in file.facts.functions
        if function.code_lines > LONGEST_FUNCTION
    }

    assert not long


def test_every_module_says_in_a_docstring_what_it_owns() -> None:
    silent = [file.name for file in sources() if file.text.strip() and not file.facts.has_docstring]

    assert not silent


def test_every_package_says_in_a_docstring_what_it_owns() -> None:
    silent = [file.name for file in sources(*PACKAGES) if file.path.name == "__init__.py" and not file.facts.has_docstring]

    assert not silent


def test_every_public_function_and_class_of_the_packages_is_documented() -> None:
    silent = [
        f"{file.name}:{line} {name}"
        for file in sources(*PACKAGES)
        if "/tests/" not in file.name
        for name, line in file.facts.undocumented
    ]

    assert not silent


def test_nothing_is_left_for_later() -> None:
    unfinished = [
        f"{file.name}:{number}"
        for file in sources(suffixes=(".py", ".js", ".mjs", ".html", ".scss"))
        if file.path.name != "test_files_are_readable.py"
        for number, line in enumerate(file.text.splitlines(), 1)
        if UNFINISHED.search(line)
    ]

    assert not unfinished


def test_names_say_what_a_thing_is() -> None:
    vague_classes = [
        f"{file.name}:{line} {name}"
        for file in sources(*PACKAGES)
        for name, line in file.facts.classes
        if VAGUE_NAME.search(name) and not _is_a_dmn_term(file, name)
    ]
    vague_files = [file.name for file in sources(*PACKAGES) if file.path.stem in VAGUE_FILES]

    assert not vague_classes + vague_files


def _is_a_dmn_term(file: Source, name: str) -> bool:
    """Tell whether a name means the decision service of DMN 1.5 §6.3.3."""
    return file.name.startswith("engine/dmn/") and name.endswith("Service")
