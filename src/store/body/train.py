"""Makes body/dictionary.zstd, the built-in dictionary of resource bodies: `train.py PHR`, with the program phr built before.

Shapes are FHIR's vocabulary as this project writes it: shapes.ndjson, typed in for this, and made-up records of `phr synth`.
The frequent parts of the synthetic bodies come first, the shapes last, where zstd finds them cheapest; entropy tables are
made for both. A dictionary keeps its number for ever once a released version has written with it: then make another file
with another number instead."""

import ctypes
import ctypes.util
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ZSTD = ctypes.CDLL(ctypes.util.find_library("zstd"))
ZSTD.ZDICT_trainFromBuffer.restype = ctypes.c_size_t
ZSTD.ZDICT_finalizeDictionary.restype = ctypes.c_size_t
SIZE = 112 * 1024
TRAINED = 48 * 1024


class Parameters(ctypes.Structure):
    _fields_ = [("level", ctypes.c_int), ("notification", ctypes.c_uint), ("dictionary", ctypes.c_uint)]


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def stored(resource):
    """The text that the store keeps of a resource (records/body_text.hpp)."""
    meta = {key: item for key, item in resource.get("meta", {}).items() if key not in ("versionId", "lastUpdated")}
    rest = {key: item for key, item in resource.items() if key not in ("resourceType", "id", "meta")}
    return compact(meta)[1:-1] + "\n" + compact(rest)[1:-1]


def samples_of(texts):
    parts = [text.encode() for text in texts]
    sizes = (ctypes.c_size_t * len(parts))(*map(len, parts))
    return b"".join(parts), sizes, len(parts)


def checked(size):
    if ZSTD.ZDICT_isError(ctypes.c_size_t(size)):
        raise SystemExit("zstd could not make a dictionary")
    return size


def main(program):
    lines = subprocess.run([program, "synth", "--seed", "42", "--people", "90", "--years", "6", "--format", "ndjson"],
                           capture_output=True, check=True).stdout.decode().splitlines()
    synthetic = [stored(json.loads(line)) for line in lines]
    shapes = [stored(json.loads(line)) for line in (HERE / "shapes.ndjson").read_text(encoding="utf-8").splitlines()]

    data, sizes, count = samples_of(synthetic)
    trained = ctypes.create_string_buffer(TRAINED)
    size = checked(ZSTD.ZDICT_trainFromBuffer(trained, ctypes.c_size_t(TRAINED), data, sizes, ctypes.c_uint(count)))
    # Rare shapes first, those of every record last.
    content = trained.raw[:size] + "\n".join(reversed(shapes)).encode()

    data, sizes, count = samples_of(synthetic[::10] + shapes * 60)
    out = ctypes.create_string_buffer(SIZE)
    size = checked(ZSTD.ZDICT_finalizeDictionary(out, ctypes.c_size_t(SIZE), content, ctypes.c_size_t(len(content)), data, sizes,
                                                 ctypes.c_uint(count), Parameters(3, 0, 1)))
    (HERE / "dictionary.zstd").write_bytes(out.raw[:size])
    print(f"{size} bytes, from {len(synthetic)} made-up resources and {len(shapes)} shapes")


if __name__ == "__main__":
    main(*sys.argv[1:])
