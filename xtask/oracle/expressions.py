"""Write what Python shows of the expressions in `expressions.txt`, or the error that they raise.

Lines before the first `[group]` give names that all others use; the golden has them in order, then the value of
each expression. What a `;` separates are statements, of which the last is the expression.
"""

import pathlib
import warnings

import numpy as np
import numpy.lib.recfunctions

import golden

warnings.simplefilter("ignore")


def value(line, names):
    *statements, expression = line.split("; ") if line.startswith("x = ") else [line]
    return golden.shown(statements, expression, dict(names, np=np))


def main():
    text = pathlib.Path(__file__).with_suffix(".txt").read_text()
    given, rows, names, group = [], [], {"np": np}, None
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            group = line.strip("[]")
        elif group is None:
            exec(line, names)
            given.append(line)
        else:
            rows.append([group, line, value(line, names)])
    golden.write("expressions", {"given": given, "rows": rows})


main()
