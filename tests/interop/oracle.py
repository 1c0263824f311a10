"""Reads every file of a dataset with NumPy, protobuf and the standard library alone and compares them with each other and
with dataset.json. Usage: oracle.py DIR   (Python with numpy, tensorflow for its Example class)"""
import collections
import gzip
import hashlib
import io
import json
import pathlib
import re
import struct
import sys
import zlib

import numpy as np
import tensorflow as tf

from report import Report

CRC_TABLE = []
for value in range(256):
    for _ in range(8):
        value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
    CRC_TABLE.append(value)


def masked_crc(data):
    """CRC-32C, masked as TFRecord does; slow, so it is asked for headers and a few records."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = CRC_TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    crc ^= 0xFFFFFFFF
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    """(offset, payload) of every record of a TFRecord file; checks the framing."""
    offset = number = 0
    while offset < len(data):
        length, length_crc = struct.unpack_from("<QI", data, offset)
        assert masked_crc(data[offset : offset + 8]) == length_crc, f"length of record {number}"
        payload = data[offset + 12 : offset + 12 + length]
        (payload_crc,) = struct.unpack_from("<I", data, offset + 12 + length)
        if number == 0 or length < 20000:
            assert masked_crc(payload) == payload_crc, f"checksum of record {number}"
        yield offset, payload
        offset += 16 + length
        number += 1
    assert offset == len(data), "the file ends inside a record"


def decode_png(data):
    """A PNG by the standard library: (array, colour type, bits). No interlacing, all five filters."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    position, packed, kinds = 8, b"", []
    while position < len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        body = data[position + 8 : position + 8 + length]
        assert zlib.crc32(kind + body) == struct.unpack_from(">I", data, position + 8 + length)[0]
        kinds.append(kind)
        if kind == b"IHDR":
            width, height, bits, color, _, _, interlace = struct.unpack(">IIBBBBB", body)
        elif kind == b"IDAT":
            packed += body
        position += 12 + length
    assert interlace == 0 and set(kinds) == {b"IHDR", b"IDAT", b"IEND"}, f"chunks {kinds}"
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[color]
    step = channels * bits // 8
    rows = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, 1 + width * step)
    out = np.zeros((height, width * step), np.uint8)
    above = np.zeros(width * step, np.uint8)
    for y in range(height):
        above = out[y] = unfilter(rows[y, 0], rows[y, 1:], above, step)
    pixels = out.view(">u2").astype(np.uint16) if bits == 16 else out
    return pixels.reshape(height, width, channels), color, bits


def unfilter(kind, row, above, step):
    if kind == 0:
        return row
    if kind == 2:
        return row + above
    line, a, b = bytearray(len(row)), row.tolist(), above.tolist()
    for i, value in enumerate(a):
        left, up, corner = (line[i - step], b[i], b[i - step]) if i >= step else (0, b[i], 0)
        if kind == 1:
            value += left
        elif kind == 3:
            value += (left + up) // 2
        else:
            estimate = left + up - corner
            value += min((abs(estimate - left), 0, left), (abs(estimate - up), 1, up), (abs(estimate - corner), 2, corner))[2]
        line[i] = value & 255
    return np.frombuffer(line, np.uint8)


def values(example, key):
    feature = example.features.feature[key]
    return getattr(feature, feature.WhichOneof("kind")).value


class Dataset:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.manifest = json.loads((self.folder / "dataset.json").read_text())
        log = self.folder / "examples.jsonl"
        self.log = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
        self.rows = collections.defaultdict(dict)  # (split, row) -> field -> array or value, from the first npy output

    def outputs(self, kind):
        return [output for output in self.manifest["outputs"] if output["type"] == kind]

    def entry(self, output):
        """The pipeline's own entry of an output of the manifest."""
        return next(o for o in self.manifest["pipeline"]["outputs"] if o.get("path", o["type"]) == output["path"])

    def shards(self, output):
        """Each shard of an output with the number of its first row in its split."""
        start = collections.Counter()
        for shard in output["shards"]:
            yield shard, start[shard["split"]]
            start[shard["split"]] += shard["examples"]


def check_manifest(data):
    manifest, folder = data.manifest, data.folder
    listed = {entry["path"]: entry for entry in manifest["files"]}
    found = {str(f.relative_to(folder)) for f in folder.rglob("*") if f.is_file()} - {"dataset.json"}
    assert listed.keys() == found, f"files: {sorted(listed.keys() ^ found)}"
    for path, entry in listed.items():
        content = (folder / path).read_bytes()
        assert len(content) == entry["bytes"], path
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], path
    text = (folder / "dataset.json").read_bytes()
    own = manifest["manifest_sha256"].encode()
    assert text.count(own) == 1
    assert hashlib.sha256(text.replace(own, b"")).hexdigest().encode() == own, "manifest_sha256"
    compact = json.dumps(manifest["pipeline"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(compact.encode()).hexdigest() == manifest["pipeline_sha256"], "pipeline_sha256"
    assert "$schema" not in manifest["pipeline"]
    assert not (folder / ".augshard").exists()
    for split, counts in manifest["splits"].items():
        for output in manifest["outputs"]:
            assert counts["examples"] == sum(s["examples"] for s in output["shards"] if s["split"] == split), output["path"]


def check_log(data):
    counted = collections.Counter(line["split"] for line in data.log)
    assert counted == {split: c["examples"] for split, c in data.manifest["splits"].items() if c["examples"]}
    for split in counted:
        assert sorted(line["row"] for line in data.log if line["split"] == split) == list(range(counted[split]))


def check_npy(data, output):
    pattern = re.compile(r"^(\w+)-(\d{5,})-of-(\d{5,})\.(\w+)\.npy$")
    for shard, start in data.shards(output):
        for field, path in shard["paths"].items():
            split, _, _, named = pattern.match(path).groups()
            assert (split, named) == (shard["split"], field), path
            content = (data.folder / output["path"] / path).read_bytes()
            array = np.load(data.folder / output["path"] / path, mmap_mode="r")
            assert len(array) == shard["examples"], path
            assert array.dtype.byteorder in "<|=", path
            if len(array):
                again = io.BytesIO()
                np.save(again, np.array(array))
                assert again.getvalue() == content, f"{path}: not the bytes of np.save"
            for row in range(len(array)):
                if output is data.outputs("npy")[0]:
                    data.rows[shard["split"], start + row][field] = array[row]
                else:
                    compare_field(data, output, shard["split"], start + row, field, array[row])


def compare_field(data, output, split, row, field, value):
    """Another npy output holds the same values as the first, up to its own type and order of axes."""
    entry = data.entry(output).get("fields", {}).get(field, {})
    expected = data.rows[split, row][field]
    if entry.get("channels") == "first" and expected.ndim == 3:
        expected = np.moveaxis(expected, -1, 0)
    assert np.array_equal(value, expected.astype(entry.get("dtype", expected.dtype))), (output["path"], split, row, field)


KEYS = {"tfds": {"image": "image", "mask": "mask"}, "deeplab": {"image": "image/encoded", "mask": "image/segmentation/class/encoded"}}


def check_tfrecord(data, output):
    entry = data.entry(output)
    gzipped = entry.get("compression") == "gzip"
    keys = KEYS[entry.get("preset", "tfds")]
    for shard, start in data.shards(output):
        path = data.folder / output["path"] / shard["path"]
        content = path.read_bytes()
        content = gzip.decompress(content) if gzipped else content
        index, count = "", 0
        for row, (offset, payload) in enumerate(records(content)):
            index += f"{offset} {len(payload) + 16}\n"
            count += 1
            example = tf.train.Example.FromString(payload)
            assert example.SerializeToString(deterministic=True) == payload, f"{path.name}: row {row} is not canonical"
            check_example(data, output, shard["split"], start + row, example, keys)
        assert count == shard["examples"], path
        index_file = path.with_name(path.name + ".idx")
        assert gzipped or index_file.read_text() == index, f"index of {path.name}"
        assert not (gzipped and index_file.exists())


def check_example(data, output, split, row, example, keys):
    expected = data.rows[split, row]
    for field, key in keys.items():
        encoding = data.entry(output).get("fields", {}).get(field, {}).get("encoding", "png" if field == "mask" else "jpeg")
        stored = values(example, key)[0]
        if encoding == "raw":
            assert stored == expected[field].tobytes(), (output["path"], split, row, field)
        elif encoding == "png" and (row < 3 or field == "mask"):
            pixels, color, bits = decode_png(stored)
            assert field != "mask" or color == 0, "a mask is gray"
            assert bits == 8 * expected[field].dtype.itemsize
            assert np.array_equal(pixels.reshape(expected[field].shape), expected[field]), (output["path"], split, row, field)
    if keys is KEYS["tfds"]:
        assert values(example, "key")[0] == bytes(expected["key"]).rstrip(b"\0"), (split, row)
        assert values(example, "copy")[0] == expected["copy"], (split, row)


def check_against_log(data):
    for line in data.log:
        row = data.rows[line["split"], line["row"]]
        assert bytes(row["key"]).rstrip(b"\0").decode() == line["key"] and row["copy"] == line["copy"], line


def check_statistics(data):
    for split, statistics in data.manifest["statistics"].items():
        rows = [fields for (s, _), fields in data.rows.items() if s == split]
        pixels = np.concatenate([r["image"].reshape(-1, r["image"].shape[-1]) for r in rows]).astype(np.float64) / 255
        assert np.allclose(pixels.mean(0), statistics["image"]["mean"], atol=1e-5), split
        assert np.allclose(pixels.std(0), statistics["image"]["std"], atol=1e-5), split
        ids, counts = np.unique(np.concatenate([r["mask"].ravel() for r in rows]), return_counts=True)
        assert {str(i): int(c) for i, c in zip(ids, counts)} == statistics["mask"]["pixels"], split


def check_shards_of_a_record_lie_apart(data):
    """Copies of a record go to different shards."""
    for output in data.outputs("npy")[:1]:
        for shard, start in data.shards(output):
            keys = [bytes(data.rows[shard["split"], start + row]["key"]) for row in range(shard["examples"])]
            assert len(keys) == len(set(keys)), shard


def main(folder):
    report, data = Report(), Dataset(folder)
    report.run("manifest", check_manifest, data)
    report.run("examples log", check_log, data)
    for output in data.outputs("npy") + data.outputs("tfrecord"):
        check = check_npy if output["type"] == "npy" else check_tfrecord
        report.run(f"{output['type']} in {output['path']}/", check, data, output)
    report.run("log against arrays", check_against_log, data)
    report.run("statistics", check_statistics, data)
    report.run("copies of a record", check_shards_of_a_record_lie_apart, data)
    report.finish()


if __name__ == "__main__":
    main(sys.argv[1])
