"""Distances in units of the last place, as numpy.testing.assert_array_max_ulp counts them.

Its count overflows for values of opposite sign; there the distance is our own.
"""

import numpy as np

import golden


def pairs(dtype, bits):
    info = np.finfo(dtype)
    one = dtype(1)
    up = np.nextafter(one, dtype(2))
    down = np.nextafter(one, dtype(0))
    tiny = info.smallest_subnormal
    values = [dtype(0), -dtype(0), tiny, -tiny, one, up, down, -one, info.max, info.tiny, dtype(1.5)]
    rng = np.random.default_rng(20240)
    values += list(rng.standard_normal(12).astype(dtype))
    unsigned = np.dtype(f"u{bits // 8}")
    signed = np.dtype(f"i{bits // 8}")

    def key(x):
        # numpy.testing maps the sign-magnitude bits to one line of integers.
        raw = int(np.array(x, dtype).view(signed))
        return raw if raw >= 0 else -(2 ** (bits - 1)) - raw

    rows = []
    for a in values:
        for b in values:
            distance = abs(key(a) - key(b))
            same_sign = np.signbit(a) == np.signbit(b)
            if same_sign and distance < 2**40:
                counted = np.testing.assert_array_max_ulp(a, b, maxulp=2**40)
                assert distance == np.asarray(counted).max(), (a, b, counted)
            hexes = [f"{int(np.array(x, dtype).view(unsigned)):0{bits // 4}x}" for x in (a, b)]
            rows.append([*hexes, str(distance)])
    return rows


golden.write(
    "ulp",
    {
        "float16": pairs(np.float16, 16),
        "float32": pairs(np.float32, 32),
        "float64": pairs(np.float64, 64),
    },
)
