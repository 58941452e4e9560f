"""NumPy's side of the benchmarks: one process an area, asked for one case at a time.

An area's script calls `case` for each of its cases and `serve` at its end. Each line of standard
input names a case, `area/op/case`; each line of standard output is its median and its answer.
"""

import gc
import json
import os
import statistics
import sys
import time
import zlib

import numpy as np

SAMPLES = 12
SAMPLE_SECONDS = float(os.environ.get("BENCH_SECONDS", 0.8)) / SAMPLES

CASES = {}


def case(name, prepare, operation, answer, peers=None):
    """`operation(state)` is timed; `answer` makes JSON of its first result.

    `peers` are other libraries by name: an operation, and whether its result is the same as NumPy's.
    """
    CASES[name] = (prepare, operation, answer, peers or {})


def digest(array):
    """Of the elements in C order and native byte order, as the Rust side makes it."""
    array = np.asarray(array)
    data = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("="), copy=False)).tobytes()
    return f"{len(data)}:{zlib.crc32(data):08x}"


def serve():
    for line in sys.stdin:
        prepare, operation, answer, peers = CASES[line.strip()]
        state = prepare()
        result = operation(state)
        first = answer(result)
        nanoseconds = median(operation, state)
        times = {}
        for name, (peer, agrees) in peers.items():
            assert agrees(result, peer(state)), f"{name} answers otherwise"
            times[name] = median(peer, state)
        del state, result
        gc.collect()
        print(json.dumps({"nanoseconds": nanoseconds, "answer": first, "peers": times}), flush=True)


def median(operation, state):
    gc.disable()
    try:
        loops = calibrate(operation, state)
        return statistics.median(sample(operation, state, loops) for _ in range(SAMPLES))
    finally:
        gc.enable()


def calibrate(operation, state):
    loops = 1
    while True:
        each = sample(operation, state, loops)
        if each * loops >= SAMPLE_SECONDS * 1e9 / 4:
            return max(1, round(SAMPLE_SECONDS * 1e9 / each))
        loops *= 4


def sample(operation, state, loops):
    """Nanoseconds a call, less what the empty loop costs."""
    rounds = range(loops)
    start = time.perf_counter_ns()
    for _ in rounds:
        operation(state)
    middle = time.perf_counter_ns()
    for _ in rounds:
        nothing(state)
    end = time.perf_counter_ns()
    return max(1e-3, ((middle - start) - (end - middle)) / loops)


def nothing(state):
    pass
