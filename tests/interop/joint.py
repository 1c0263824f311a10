"""Image and mask move together: the palette masks serve as image (their colours) and as mask (their ids), so that after any
geometry a pixel's colour must be that of its id. Usage: joint.py DIR PALETTE_PNG   (Python with numpy)"""
import pathlib
import struct
import sys

import numpy as np

from report import Report


def palette_of(png):
    data, position = pathlib.Path(png).read_bytes(), 8
    while True:
        length, kind = struct.unpack_from(">I4s", data, position)
        if kind == b"PLTE":
            entries = np.frombuffer(data[position + 8 : position + 8 + length], np.uint8).reshape(-1, 3)
            return np.concatenate([entries, np.zeros((256 - len(entries), 3), np.uint8)])
        position += 12 + length


def main(folder, png):
    report, palette = Report(), palette_of(png)
    seen = set()
    for file in sorted(pathlib.Path(folder, "npy").glob("train-*.image.npy")):
        images, masks = np.load(file), np.load(str(file).replace(".image.", ".mask."))
        known = masks != 255  # 255 is the palette's own void inside the source and black outside
        wrong = int((images != palette[masks]).any(axis=-1)[known].sum())
        report.check(f"colours of {file.name}", wrong == 0, f"{wrong} of {known.sum()} pixels are not the colour of their id")
        void = images[~known]
        report.check(f"void of {file.name}", ((void == palette[255]).all(-1) | (void == 0).all(-1)).all())
        seen |= set(np.unique(masks).tolist())
    report.check("several ids", len(seen) > 3, str(seen))
    report.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
