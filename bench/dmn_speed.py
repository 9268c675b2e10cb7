"""How fast decision tables are: evaluations per second of processor time, what reading a model costs, and another engine.

python -m bench.dmn_speed
"""

from bench import peers
from bench.feel_speed import rate
from engine import dmn

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
NAMES = ("age", "region", "amount", "member")
VARIABLES = {"age": 47, "region": "region 5", "amount": 4_700, "member": True}
LAST = {"age": 4_999, "region": "region 1", "amount": 4_700, "member": True}
"""Matches the last of 5,000 rules."""
TARGET = "Target: a table of 50 rules x 4 inputs at least 10,000 evaluations per second."


def main() -> None:
    """Print one line per case."""
    fifty = _table([_mixed_rule(number) for number in range(50)])
    computed = _table([_computed_rule(number) for number in range(50)])
    large = _table([_mixed_rule(number) for number in range(5_000)])
    xml = _xml([_mixed_rule(number) for number in range(50)])
    theirs = peers.ask_python("bkflow-dmn", [_their_table(50)], VARIABLES)[0]
    answer = dmn.evaluate(fifty, "d", VARIABLES).output
    print(f"{'case':58}{'per second':>12}{'each':>12}")
    _report("50 rules x 4 inputs, literals and ranges", rate(lambda: dmn.evaluate(fifty, "d", VARIABLES)))
    _report("50 rules x 4 inputs, every cell computed", rate(lambda: dmn.evaluate(computed, "d", VARIABLES)))
    _report("5,000 rules x 4 inputs, the last one matches", rate(lambda: dmn.evaluate(large, "d", LAST)))
    _report("parse 50 rules x 4 inputs", rate(lambda: dmn.parse(xml)))
    _report("check 50 rules x 4 inputs", rate(lambda: dmn.check(fifty)))
    if theirs.rate is not None and theirs.answer == [{"result": answer}]:
        _report("bkflow-dmn: the same 50 rules x 4 inputs", theirs.rate)
    else:
        print(f"{'bkflow-dmn: the same 50 rules x 4 inputs':58}{theirs.shown([{'result': answer}]):>12}")
    print(TARGET)


def _report(name: str, per_second: float) -> None:
    print(f"{name:58}{per_second:12,.1f}{1e6 / per_second:9,.0f} µs")


def _mixed_rule(number: int) -> list[str]:
    return [
        f"[{number}..{number + 1})",
        f'"region {number % 7}", "region {number % 5}"',
        f"&lt; {100 * (number + 1)}",
        "true",
        str(number),
    ]


def _computed_rule(number: int) -> list[str]:
    return [
        f"? &gt;= {number} and ? &lt; {number + 1}",
        f'contains(?, "{number % 7}")',
        f"&lt; amount + {number}",
        "not(? = false)",
        str(number),
    ]


def _their_table(rules: int) -> dict[str, object]:
    """Return the mixed rules as bkflow-dmn has tables: one condition a row where a cell cannot list values."""
    rows = [
        f'age >= {number} and age < {number + 1} and (region = "region {number % 7}" or region = "region {number % 5}")'
        f" and amount < {100 * (number + 1)} and member = true"
        for number in range(rules)
    ]
    inputs = {"cols": [{"id": name} for name in NAMES], "rows": rows}
    outputs = {"cols": [{"id": "result"}], "rows": [[str(number)] for number in range(rules)]}
    return {"title": "d", "hit_policy": "First", "inputs": inputs, "outputs": outputs}


def _table(rules: list[list[str]]) -> dmn.Definitions:
    return dmn.parse(_xml(rules))


def _xml(rules: list[list[str]]) -> bytes:
    inputs = "".join(f"<input><inputExpression><text>{name}</text></inputExpression></input>" for name in NAMES)
    rows = "".join(_row(rule) for rule in rules)
    table = f'<decisionTable hitPolicy="FIRST">{inputs}<output name="result"/>{rows}</decisionTable>'
    return f'<definitions xmlns="{NAMESPACE}" name="m" namespace="n"><decision id="d" name="d">{table}</decision></definitions>'.encode()


def _row(rule: list[str]) -> str:
    cells = "".join(f"<inputEntry><text>{cell}</text></inputEntry>" for cell in rule[:-1])
    return f"<rule>{cells}<outputEntry><text>{rule[-1]}</text></outputEntry></rule>"


if __name__ == "__main__":
    main()
