"""Write `crates/ndstrata-text/src/digits/powers.rs`: the first 128 bits of the powers of ten.

    python3 xtask/tables/powers_of_ten.py > crates/ndstrata-text/src/digits/powers.rs

A power is `5**q * 2**q`, and the power of two is only an exponent; so what is kept is `5**q`, shifted so
that its first bit is the 128th. Those that do not fit are cut off, reciprocals from -1 to -27 rounded up:
what Eisel's and Lemire's algorithm asks for.
"""

LEAST, MOST = -342, 342


def bits(q):
    if q >= 0:
        power = 5**q
        width = power.bit_length()
        return power << (128 - width) if width <= 128 else power >> (width - 128)
    power = 5**-q
    value = (1 << (power.bit_length() + 127)) // power + 1 if q >= -27 else (1 << (power.bit_length() + 300)) // power
    width = value.bit_length()
    return value >> (width - 128)


print("//! The first 128 bits of the powers of ten. Written by `xtask/tables/powers_of_ten.py`.")
print()
print("/// The exponent of the first row.")
print(f"pub(super) const LEAST: i32 = {LEAST};")
print("/// The exponent of the last row.")
print(f"pub(super) const MOST: i32 = {MOST};")
print()
print("/// Of each power the upper and the lower half.")
print(f"pub(super) static POWERS: [(u64, u64); {MOST - LEAST + 1}] = [")
for q in range(LEAST, MOST + 1):
    value = bits(q)
    print(f"    (0x{value >> 64:016x}, 0x{value & (1 << 64) - 1:016x}),")
print("];")
