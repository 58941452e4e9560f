"""Expressions that both sides read from `suite.txt`; the twin of `benches/suite.rs`."""

import pathlib

import numpy as np

from answers import answer
from harness import case, serve


def add(line):
    name, prepare, expression = (column.strip() for column in line.split("|", 2))
    exact = not expression.startswith("~") or len(expression) == 2
    statements = (expression if exact else expression[1:]).split(";")
    last = compile(statements.pop().strip(), name, "eval")
    before = compile(";".join(statements), name, "exec") if statements else None

    def made():
        scope = {"np": np}
        exec(prepare, scope)
        return scope

    def run(scope):
        if before is not None:
            exec(before, scope)
        return eval(last, scope)

    case(f"suite/{name}", made, run, answer(exact))


for line in (pathlib.Path(__file__).parent.parent / "suite.txt").read_text().splitlines():
    if line and not line.startswith("#"):
        add(line)

serve()
