"""How fast decision tables are: evaluations per second of processor time, and what reading a model costs.

python -m bench.dmn_speed
"""

import time
from collections.abc import Callable

from engine import dmn

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
SECONDS = 1.0


def main() -> None:
    """Print one line per case."""
    fifty = _table([_mixed_rule(number) for number in range(50)])
    computed = _table([_computed_rule(number) for number in range(50)])
    large = _table([_mixed_rule(number) for number in range(5_000)])
    variables = {"age": 47, "region": "region 3", "amount": 4_700, "member": True}
    print(f"{'case':58}{'per second':>12}{'each':>12}")
    _report("50 rules x 4 inputs, literals and ranges (target 10,000)", lambda: dmn.evaluate(fifty, "d", variables))
    _report("50 rules x 4 inputs, every cell computed", lambda: dmn.evaluate(computed, "d", variables))
    _report("5,000 rules x 4 inputs, literals and ranges", lambda: dmn.evaluate(large, "d", variables))
    xml = _xml([_mixed_rule(number) for number in range(50)])
    _report("parse 50 rules x 4 inputs", lambda: dmn.parse(xml))
    _report("check 50 rules x 4 inputs", lambda: dmn.check(fifty))


def _report(name: str, run: Callable[[], object]) -> None:
    run()
    rounds, start_s = 0, time.process_time()
    while (elapsed_s := time.process_time() - start_s) < SECONDS:
        run()
        rounds += 1
    print(f"{name:58}{rounds / elapsed_s:12,.0f}{elapsed_s / rounds * 1e6:9,.0f} µs")


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


def _table(rules: list[list[str]]) -> dmn.Definitions:
    return dmn.parse(_xml(rules))


def _xml(rules: list[list[str]]) -> bytes:
    names = ("age", "region", "amount", "member")
    inputs = "".join(f"<input><inputExpression><text>{name}</text></inputExpression></input>" for name in names)
    rows = "".join(_row(rule) for rule in rules)
    table = f'<decisionTable hitPolicy="FIRST">{inputs}<output name="result"/>{rows}</decisionTable>'
    return f'<definitions xmlns="{NAMESPACE}" name="m" namespace="n"><decision id="d" name="d">{table}</decision></definitions>'.encode()


def _row(rule: list[str]) -> str:
    cells = "".join(f"<inputEntry><text>{cell}</text></inputEntry>" for cell in rule[:-1])
    return f"<rule>{cells}<outputEntry><text>{rule[-1]}</text></outputEntry></rule>"


if __name__ == "__main__":
    main()
