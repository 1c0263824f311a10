"""What the samples read from dataset.json."""
import json
import pathlib


def class_count(folder, mask="mask"):
    """Largest label id of a mask over all splits, plus one; the ignore id does not count."""
    manifest = json.loads((pathlib.Path(folder) / "dataset.json").read_text())
    ignore = manifest["fields"][mask].get("ignore")
    ids = {int(i) for split in manifest["statistics"].values() for i in split[mask]["pixels"]}
    return 1 + max(ids - {ignore})
