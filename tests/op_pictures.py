"""Draws the picture of each op in docs/reference: a record of samples/ beside three copies made by the op's first example.
Without arguments it compares: the pictures must be what `augshard preview` draws now.
    tests/op_pictures.py [--update] [OP...]
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

PROJECT = pathlib.Path(__file__).resolve().parent.parent
PICTURES = PROJECT / "docs/reference/ops"
AUGSHARD = os.environ.get("AUGSHARD", str(PROJECT / "build/release/augshard"))
COPIES = 3


def ops():
    listed = subprocess.run([AUGSHARD, "ops", "--json"], capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in listed.splitlines()]


def pipeline_of(example, kind):
    targets = {"mask": {"classes": ["background", "road", "building", "car", "tree", "person"]},
               "objects": {"kind": "boxes", "classes": ["car", "person"]}}
    source = {"type": "table", "file": str(PROJECT / "samples/street/objects.jsonl"), "image": "image",
              "masks": {"mask": "mask"},
              "boxes": {"objects": {"column": "boxes", "format": "xywh", "labels": "labels"}}}
    if kind == "boxes":
        del source["boxes"]
        targets["objects"]["from"] = "ops"
    # Mixes want pictures of one size.
    before = [{"op": "letterbox", "height": 192, "width": 192}] if kind == "mix" else []
    copies = 12 if example["op"] == "grid_patch" else 5 if example["op"] == "five_crop" else COPIES
    return {"augshard": 1, "name": "op", "seed": 7, "source": source, "targets": targets,
            "splits": {"train": {"fraction": 1, "copies": copies, "ops": [*before, {**example, "p": 1}]}},
            "outputs": [{"type": "tfrecord"}]}


def draw(op, folder):
    """The picture as JPEG bytes, or an error text."""
    file = folder / "pipeline.json"
    file.write_text(json.dumps(pipeline_of(op["examples"][0], op["kind"])))
    sheet = folder / f"{op['name']}.jpg"
    run = subprocess.run([AUGSHARD, "preview", str(file), "--output", str(sheet), "--records", "1",
                          "--copies", str(COPIES), "--height", "120"],
                         capture_output=True, text=True)
    if run.returncode != 0 or not sheet.exists():
        return None, f"exit {run.returncode}: {run.stderr.strip()}"
    return sheet.read_bytes(), run.stderr.strip()


def main(arguments):
    update = "--update" in arguments
    asked = [a for a in arguments if not a.startswith("-")]
    passed = failed = 0
    PICTURES.mkdir(exist_ok=True)
    known = ops()
    with tempfile.TemporaryDirectory() as folder:
        for op in known:
            if asked and op["name"] not in asked:
                continue
            picture, messages = draw(op, pathlib.Path(folder))
            path = PICTURES / f"{op['name']}.jpg"
            if update and picture:
                path.write_bytes(picture)
            if picture and path.exists() and path.read_bytes() == picture:
                passed += 1
            else:
                failed += 1
                print(f"FAILED picture of {op['name']}: {messages or 'not what preview draws; --update writes it'}")
    for path in sorted(PICTURES.glob("*.jpg")):
        if path.stem not in {op["name"] for op in known}:
            failed += 1
            print(f"FAILED {path.name}: there is no such op")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
