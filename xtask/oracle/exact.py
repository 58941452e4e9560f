"""Write what Python shows of the statements in `exact.txt`, or the error that the last of them raises.

Each line is a case of its own: statements separated by `; `, of which the last is the expression.
"""

import pathlib
import warnings

import numpy as np

import golden

warnings.simplefilter("ignore")
np.seterr(all="ignore")


def outcome(line):
    *statements, expression = line.split("; ")
    return golden.shown(statements, expression, {"np": np})


text = pathlib.Path(__file__).with_suffix(".txt").read_text()
lines = [line for line in text.splitlines() if line and not line.startswith("#")]
golden.write("exact", [[line, outcome(line)] for line in lines])
