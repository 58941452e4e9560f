"""Write the table of code points that Python's repr() escapes (str.isprintable() is false)."""

import pathlib
import unicodedata

HEAD = '''//! Which code points Python's `repr` leaves as they are: the table behind `str.isprintable`.
//!
//! Written by `xtask/tables/printable.py` from Unicode {version}; not to be edited by hand.

/// Is this code point printable in Python's sense (a letter, a mark, a digit, a symbol, the space)?
pub(super) fn is_printable(code_point: u32) -> bool {{
    // The table alternates between the first printable and the first unprintable code point,
    // starting with unprintable ones: an odd rank means printable.
    CHANGES.partition_point(|&change| change <= code_point) % 2 == 1
}}

const CHANGES: &[u32] = &[
'''


def main():
    changes, printable = [], False
    for code_point in range(0x110000):
        if chr(code_point).isprintable() != printable:
            changes.append(code_point)
            printable = not printable
    if printable:
        changes.append(0x110000)
    rows = [
        "    " + " ".join(f"{change:#x}," for change in changes[i : i + 10])
        for i in range(0, len(changes), 10)
    ]
    root = pathlib.Path(__file__).resolve().parents[2]
    path = root / "crates/ndstrata-dtype/src/literal/printable.rs"
    text = HEAD.format(version=unicodedata.unidata_version) + "\n".join(rows) + "\n];\n"
    path.write_text(text)


if __name__ == "__main__":
    main()
