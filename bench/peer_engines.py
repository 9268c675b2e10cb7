"""Measures another Python engine from inside its own environment; see peers.py.

python peer_engines.py pysfeel|bkflow|bkflow-dmn: reads {questions, context} and writes a list of {rate, answer} as JSON.
"""

import contextlib
import io
import json
import sys
import time

# ruff: noqa: PLC0415 (each engine is imported by the one run that measures it)

SECONDS = 0.4


def pysfeel(questions, context):
    """Return a function that evaluates, for each expression."""
    import pySFeel

    parser = pySFeel.SFeelParser()
    for name, value in context.items():
        parser.sFeelParse(f"{name} <- {json.dumps(value)}")
    return [lambda text=text: _unless_wrong(parser.sFeelParse(text)) for text in questions]


def bkflow(questions, context):
    """Return a function that evaluates, for each expression."""
    from bkflow_feel.api import parse_expression

    return [lambda text=text: parse_expression(text, context) for text in questions]


def bkflow_dmn(questions, context):
    """Return a function that decides, for each table."""
    from bkflow_dmn.api import decide_single_table

    return [lambda table=table: decide_single_table(table, context) for table in questions]


def _unless_wrong(result):
    status, value = result
    if status.get("errors"):
        raise ValueError(status["errors"])
    return value


def measure(run):
    """Return how often it runs per second of processor time; no rate where it cannot."""
    try:
        answer, rounds, start_s = run(), 0, time.process_time()
        while (elapsed_s := time.process_time() - start_s) < SECONDS:
            run()
            rounds += 1
    except Exception:  # noqa: BLE001 - whatever another engine raises means that it cannot do this one
        return {"rate": None, "answer": None}
    return {"rate": rounds / elapsed_s, "answer": answer}


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    engine = {"pysfeel": pysfeel, "bkflow": bkflow, "bkflow-dmn": bkflow_dmn}[sys.argv[1]]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        rates = [measure(run) for run in engine(asked["questions"], asked["context"])]
    print(json.dumps(rates, default=str))
