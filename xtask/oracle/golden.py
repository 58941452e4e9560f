"""What the generators share: writing one golden file and its row of the manifest.

A generator is run with the target folder as its only argument and calls `write` once. Nothing in
the output may depend on the day, the machine or the order of a set.
"""

import gzip
import json
import pathlib
import sys
import zlib

import numpy

COMPRESS_ABOVE = 64 * 1024


def shown(statements, expression, names):
    """What Python shows of an expression after statements, or the error that is raised."""
    try:
        for statement in statements:
            exec(statement, names)
        return repr(eval(expression, names))
    except Exception as error:
        public = next(c for c in type(error).__mro__ if not c.__name__.startswith("_"))
        return f"{public.__name__}: {error}"


def write(name, value):
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    text = (json.dumps(value, separators=(",", ":"), ensure_ascii=True) + "\n").encode()
    for old in (folder / f"{name}.json", folder / f"{name}.json.gz"):
        old.unlink(missing_ok=True)
    if len(text) > COMPRESS_ABOVE:
        file = folder / f"{name}.json.gz"
        file.write_bytes(gzip.compress(text, mtime=0))
    else:
        file = folder / f"{name}.json"
        file.write_bytes(text)

    path = folder / "manifest.json"
    manifest = json.loads(path.read_text()) if path.exists() else {"files": {}}
    manifest["numpy"] = numpy.__version__
    manifest["files"][name] = {
        "file": file.name,
        "generator": f"xtask/oracle/{pathlib.Path(sys.argv[0]).name}",
        # Of the text, not of the compressed file: zlib's versions compress differently.
        "crc32": f"{zlib.crc32(text):08x}",
    }
    path.write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
