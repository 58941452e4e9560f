"""Write what NumPy makes of damaged .npz files: each byte of small ones changed in two ways, and each
cut off at every length.

An error is `!Class: message`; of zlib's the message is left out, as other libraries have other words.
"""

import base64
import io
import warnings

import golden
import numpy as np

warnings.simplefilter("ignore")
CHANGES = [1, 0xFF]


def archive(save):
    file = io.BytesIO()
    save(file, a=np.arange(3, dtype="<i2"), b=np.zeros((2, 0), ">f8"))
    return file.getvalue()


def outcome(function):
    try:
        return function()
    except Exception as error:
        text = str(error) if type(error).__name__ != "error" else ""
        return f"!{type(error).__name__}: {text}"


def told(value):
    if isinstance(value, np.ndarray):
        return [value.dtype.str, list(value.shape), base64.b64encode(value.tobytes()).decode()]
    return base64.b64encode(value).decode()


def contents(data):
    def read():
        found = np.load(io.BytesIO(data))
        return [[name, outcome(lambda: told(found[name]))] for name in found.files]

    return outcome(read)


def changed(data, at, change):
    return data[:at] + bytes([data[at] ^ change]) + data[at + 1 :]


rows = []
for save in [np.savez, np.savez_compressed]:
    data = archive(save)
    changes = [[contents(changed(data, at, change)) for change in CHANGES] for at in range(len(data))]
    cuts = [contents(data[:length]) for length in range(len(data))]
    rows.append({"file": base64.b64encode(data).decode(), "changes": changes, "cuts": cuts})
golden.write("archives", {"changes": CHANGES, "files": rows})
