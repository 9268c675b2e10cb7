"""How fast FEEL is: compilations and evaluations per second of processor time, beside other engines in the same run.

python -m bench.feel_speed

The others do not compile: each of their evaluations parses too, so the last column compares ours with parsing included.
"""

import json
import time
from collections.abc import Callable
from decimal import Decimal

import feel
from bench import peers

SECONDS = 0.4
HEADLINE = 'amount > 100 and status = "open"'
TARGETS = f"""
Targets: {HEADLINE} at least 300,000 evaluations per second, or ten times every other engine; parsing at least
2,000 expressions per second. 'wrong' is another answer than DMN's, '-' none at all."""
CONTEXT = {"amount": 150, "status": "open", "items": [1, 2, 3], "person": {"age": 40}}
EXPRESSIONS = [
    HEADLINE,
    "amount * 2 + 1",
    "person.age >= 18",
    'if amount > 100 then "high" else "low"',
    "items[item > 1]",
    "for i in items return i * 2",
    "sum(items)",
    "some i in items satisfies i > 2",
    'date("2026-11-22") < date("2026-12-01")',
    'contains(status, "pe")',
    "{total: amount * 3, tax: total * 0.07}.tax",
]


def main() -> None:
    """Print a table with the rates of all engines."""
    others = {
        "pySFeel": peers.ask_python("pysfeel", EXPRESSIONS, CONTEXT),
        "bkflow": peers.ask_python("bkflow", EXPRESSIONS, CONTEXT),
        "feelin": peers.ask_feelin(EXPRESSIONS, CONTEXT),
    }
    heads = "".join(f"{name + ' /s':>12}" for name in others)
    print(f"{'expression':44}{'parse /s':>10}{'evaluate /s':>13}{heads}{'x best':>8}{'x, parsing too':>16}")
    for place, text in enumerate(EXPRESSIONS):
        compiled, evaluated = rate(lambda text=text: feel.compile(text)), rate(_evaluation(text))
        answer = _plain(feel.to_json(feel.compile(text).evaluate(CONTEXT)))
        cells = "".join(f"{rates[place].shown(answer):>12}" for rates in others.values())
        best = max((rates[place].rate or 0 for rates in others.values()), default=0)
        both = 1 / (1 / compiled + 1 / evaluated)
        ratios = f"{evaluated / best:8,.0f}{both / best:16,.1f}" if best else f"{'-':>8}{'-':>16}"
        print(f"{text:44}{compiled:10,.0f}{evaluated:13,.0f}{cells}{ratios}")
    print(TARGETS)


def rate(run: Callable[[], object], seconds: float = SECONDS) -> float:
    """Return how often `run` runs per second of processor time."""
    run()
    rounds, start_s = 0, time.process_time()
    while (elapsed_s := time.process_time() - start_s) < seconds:
        for _ in range(10):
            run()
        rounds += 10
    return rounds / elapsed_s


def _evaluation(text: str) -> Callable[[], object]:
    expression = feel.compile(text)
    return lambda: expression.evaluate(CONTEXT)


def _plain(value: object) -> object:
    return json.loads(json.dumps(value, default=lambda number: float(number) if isinstance(number, Decimal) else str(number)))


if __name__ == "__main__":
    main()
