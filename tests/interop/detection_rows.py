"""Rows of NPY shards with boxes and keypoints."""
import json

import numpy as np


def rows(out, output="npy"):
    """All rows of an NPY output as dicts; what differs in number is cut out by its offsets."""
    manifest = json.loads((out / "dataset.json").read_text())
    shards = next(o["shards"] for o in manifest["outputs"] if o["path"] == output)
    for shard in shards:
        arrays = {name: np.load(out / output / path, mmap_mode="r") for name, path in shard["paths"].items()}
        for i in range(shard["examples"]):
            row = {"split": shard["split"]}
            for name, array in arrays.items():
                offsets = arrays.get(f"{name.partition('.')[0]}.offsets")
                row[name] = array[i] if offsets is None else array[offsets[i] : offsets[i + 1]]
            row["key"] = bytes(row["key"]).rstrip(b"\0").decode()
            yield row
