"""Write the tables of what Python's str knows about characters: classes and case mappings."""

import pathlib
import unicodedata

ALL = [chr(code_point) for code_point in range(0x110000)]
FLAGS = ["alpha", "decimal", "digit", "numeric", "space", "lower", "upper", "title", "cased", "ignorable"]

HEAD = """//! {about}
//!
//! Written by `xtask/tables/text_properties.py` from Unicode {version}; not to be edited by hand.

"""


def classes(c):
    """The flags of one character. Cased and ignorable ones show by what they do to a neighbour."""
    starts_word = (c + "\u03a3").lower()[-1] == "\u03c2"
    ends_word = ("A" + c + "\u03a3").lower()[-1] == "\u03c2"
    facts = [
        c.isalpha(), c.isdecimal(), c.isdigit(), c.isnumeric(), c.isspace(), c.islower(),
        c.isupper(), c.istitle() and not c.isupper(), (c + "A").title()[-1] == "a",
        ends_word and not starts_word,
    ]
    return sum(1 << i for i, fact in enumerate(facts) if fact)


def wrapped(cells):
    lines, line = [], "   "
    for cell in cells:
        if len(line) + len(cell) + 1 > 100:
            lines.append(line)
            line = "   "
        line += " " + cell
    return "\n".join([*lines, line]) + "\n"


def write(name, about, text):
    root = pathlib.Path(__file__).resolve().parents[2]
    path = root / "crates/ndstrata-ufunc/src/strings/unicode" / f"{name}.rs"
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(HEAD.format(about=about, version=unicodedata.unidata_version) + text)


def write_classes():
    changes, before = [], 0
    for code_point, c in enumerate(ALL):
        flags = classes(c)
        if flags != before:
            changes.append(f"({code_point:#x}, {flags:#x}),")
            before = flags
    text = "/// The first code point of each run of equal flags, and these flags.\n"
    text += "#[rustfmt::skip]\npub(super) const RUNS: &[(u32, u16)] = &[\n" + wrapped(changes) + "];\n"
    write("classes", "What each character is: bits in the order of `Class`.", text)


def write_mapping(name, about, function):
    runs, several = [], []
    for code_point, c in enumerate(ALL):
        mapped = function(c)
        if mapped == c:
            continue
        if len(mapped) > 1:
            several.append((code_point, mapped))
            continue
        delta = ord(mapped) - code_point
        if runs and runs[-1][3] == delta:
            start, end, step, _ = runs[-1]
            gap = code_point - end
            if gap in (1, 2) and (start == end or step == gap):
                runs[-1] = (start, code_point, gap, delta)
                continue
        runs.append((code_point, code_point, 1, delta))
    text = "/// Runs of characters whose mappings are equally far: first, last, step, distance.\n"
    cells = [f"({a:#x}, {b:#x}, {step}, {delta})," for a, b, step, delta in runs]
    text += "#[rustfmt::skip]\npub(super) const RUNS: &[super::Run] = &[\n" + wrapped(cells) + "];\n\n"
    text += "/// Characters that become several.\n"
    cells = [f"({a:#x}, &[{', '.join(f'{ord(c):#x}' for c in mapped)}])," for a, mapped in several]
    text += "#[rustfmt::skip]\npub(super) const SEVERAL: &[(u32, &[u32])] = &[\n" + wrapped(cells) + "];\n"
    write(name, about, text)


def main():
    write_classes()
    write_mapping("lower", "Lower case of each character that has one.", str.lower)
    write_mapping("upper", "Upper case of each character that has one.", str.upper)
    write_mapping("title", "Title case of each character that has one.", str.title)


if __name__ == "__main__":
    main()
