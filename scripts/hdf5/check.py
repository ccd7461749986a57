"""Reads every HDF5 file of a store with h5py alone, by the layout in docs/design/hdf5.md, and compares it with what was saved.

Its argument is a JSON file: where the values are, and what each of them must be.
"""

import json
import math
import sys

import h5py
import numpy as np

ARRAYS = {
    "Int8Array": "int8", "Uint8Array": "uint8", "Uint8ClampedArray": "uint8", "Int16Array": "int16", "Uint16Array": "uint16",
    "Int32Array": "int32", "Uint32Array": "uint32", "BigInt64Array": "int64", "BigUint64Array": "uint64",
    "Float16Array": "float16", "Float32Array": "float32", "Float64Array": "float64",
    "DataView": "uint8", "ArrayBuffer": "uint8", "Buffer": "uint8",
}  # fmt: skip


def key_of(name):
    if name == "%":
        return ""
    parts = name.split("%")
    key = parts[0]
    for part in parts[1:]:
        length = 5 if part[0] == "u" else 2
        key += chr(int(part[length - 4 : length] if length == 5 else part[:2], 16)) + part[length:]
    return key


def text(bytes_):
    return bytes_.decode("utf-8")


def number(value):
    value = float(value)
    if math.isnan(value):
        return {"number": "NaN"}
    if math.isinf(value):
        return {"number": "Infinity" if value > 0 else "-Infinity"}
    return {"number": "-0"} if value == 0 and math.copysign(1, value) < 0 else value


def read(node):
    """Converts an object of HDF5 to JSON, in which values that JSON lacks are objects with the name of their type."""
    kind = node.attrs.get("type")
    kind = text(kind) if isinstance(kind, bytes) else kind
    if isinstance(node, h5py.Group):
        return members(node, kind)
    if node.shape == ():
        return scalar(node[()], kind)
    if kind in ("null", "undefined"):
        return None if kind == "null" else {"undefined": None}
    if kind == "Date":
        return {"Date": None}
    if kind == "string":
        return node[()].tobytes().decode("utf-16-le", "surrogatepass")
    if kind in ARRAYS:
        assert node.dtype == np.dtype(ARRAYS[kind]), (node.dtype, kind)
        return {kind: node[()].tobytes().hex()}
    return items([scalar(each, "boolean" if node.dtype == "uint8" else None) for each in node[()]], kind)


def scalar(value, kind):
    if kind == "boolean":
        return bool(value)
    if isinstance(value, (bytes, np.bytes_)):
        return text(value) if kind is None else {kind: text(value)}
    return number(value)


def members(node, kind):
    if kind is None:
        return {"object": [[key_of(name), read(node[name])] for name in node]}
    if kind == "records":
        columns = {name: read(node[name]) for name in node}
        length = len(next(iter(columns.values())))
        return [{"object": [[key_of(name), column[i]] for name, column in columns.items()]} for i in range(length)]
    return items([read(node[str(i)]) for i in range(len(node))], kind)


def items(values, kind):
    return values if kind == "list" else {kind: values}


with open(sys.argv[1]) as file:
    expected = json.load(file)
for path, value in expected["values"]:
    with h5py.File(path) as file:
        found = read(file["value"])
        assert found == value, f"{path}: expected {json.dumps(value)[:500]}, found {json.dumps(found)[:500]}"
with h5py.File(expected["call"]) as file:
    assert (text(file.attrs["name"]), text(file.attrs["version"])) == ("train", "2")
    assert read(file["arguments/rate"]) == 0.5 and read(file["arguments/layers"]) == [1, 2], "arguments follow links"
    assert file["result"].dtype == "float64" and file["result"].shape == (1000,), "the result follows a link"
    run = file["metadata/run"]
    assert text(run.attrs["host"]) == "a" and run.attrs["seconds"] == 2.5 and run.attrs["ok"] == 1
with h5py.File(expected["table"]) as file:
    rows = file["entries"][:]
    assert list(rows["id"]) == [b"runs/1", b"runs/2"] and list(rows["loss"]) == [0.25, 0.5]
    assert list(rows["ok"]) == [1, -1] and list(rows["model.name"]) == [b"small", b""]
print(f"h5py {h5py.version.version} read {len(expected['values'])} values, a call and a table")
