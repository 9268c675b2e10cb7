"""Models that import one another, in whatever order they are given."""

from engine import dmn
from tests.unit.dmn.builders import decision, definitions, literal


def model(name: str, text: str, *imports: str, decisions: tuple[str, ...] = (), namespace: str | None = None) -> bytes:
    """A model `name` with one decision of the same name, importing models by name."""
    own = "".join(
        f'<import name="{each}" namespace="urn:{each}" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
        for each in imports
    )
    xml = definitions(own, decision(name, literal(text), decisions=decisions), namespace=namespace or f"urn:{name}")
    return xml.replace(b'id="model"', f'id="model_{name}"'.encode())


BASE = model("base", "20")
MIDDLE = model("middle", "base.base + 1", "base", decisions=("urn:base#base",))
TOP = model("top", "middle.middle * 2", "middle", decisions=("urn:middle#middle",))


def test_files_may_be_given_in_any_order() -> None:
    linked = dmn.parse_together({"top": TOP, "base": BASE, "middle": MIDDLE})

    assert linked.faults == {}
    assert list(linked.models) == ["base", "middle", "top"]
    assert dmn.evaluate(linked.models["top"], "top", {}).output == 42


def test_what_is_not_among_the_files_comes_from_the_library_with_its_own_imports() -> None:
    library = {"urn:base": [("stored base", BASE)], "urn:middle": [("stored middle", MIDDLE)]}

    linked = dmn.parse_together({"top": TOP}, lambda namespace: library.get(namespace, []))

    assert list(linked.models) == ["top"]
    assert dmn.evaluate(linked.models["top"], "top", {}).output == 42


def test_a_file_replaces_the_model_of_the_library_with_its_id() -> None:
    library = {"urn:base": [("stored base", BASE)], "urn:middle": [("stored middle", MIDDLE)]}

    linked = dmn.parse_together({"top": TOP, "base": model("base", "30")}, lambda namespace: library.get(namespace, []))

    assert dmn.evaluate(linked.models["top"], "top", {}).output == 62


def test_imports_in_a_circle_are_a_fault_of_each_model_on_it() -> None:
    one, two = model("one", "1", "two"), model("two", "2", "one")

    linked = dmn.parse_together({"one": one, "two": two, "base": BASE})

    assert set(linked.faults) == {"one", "two"}
    assert all("circle" in faults[0].message for faults in linked.faults.values())
    assert list(linked.models) == ["base"]


def test_a_namespace_of_several_models_cannot_be_imported() -> None:
    twin = model("twin", "21", namespace="urn:base")

    linked = dmn.parse_together({"base": BASE, "twin": twin, "middle": MIDDLE})

    assert "several models: base, twin" in linked.faults["middle"][0].message
    assert set(linked.models) == {"base", "twin"}


def test_a_missing_or_unusable_import_is_a_fault_of_whoever_imports_it() -> None:
    broken = model("base", "1 +")

    linked = dmn.parse_together({"top": TOP, "base": broken, "middle": MIDDLE})

    assert set(linked.faults) == {"base", "middle", "top"}
    assert "is missing" in dmn.parse_together({"middle": MIDDLE}).faults["middle"][0].message


def test_a_file_that_is_no_model_does_not_hide_the_faults_of_the_others() -> None:
    linked = dmn.parse_together({"text": b"no XML", "base": model("base", "1 +"), "middle": model("middle", "5")})

    assert set(linked.faults) == {"text", "base"}
    assert list(linked.models) == ["middle"]
