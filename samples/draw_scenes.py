"""Draws the eight street scenes of samples/street. They are committed; this is how they were made (needs opencv, numpy).

Images are JPEG and PNG; masks are palette PNG in `ash` and gray PNG in `elm`. Ids: 0 background, 1 road, 2 building,
3 car, 4 tree, 5 person; 255 where a label would be a guess (the rim of a tree, the far end of the road).
"""
import pathlib
import struct
import zlib

import cv2
import numpy as np

PALETTE = [(0, 0, 0), (128, 64, 128), (190, 120, 70), (0, 0, 142), (60, 150, 40), (220, 20, 60)]


def write_png(path, ids, palette=None):
    """An 8-bit PNG of ids, with a palette or as gray."""
    height, width = ids.shape
    rows = b"".join(b"\0" + row.tobytes() for row in ids)
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3 if palette else 0, 0, 0, 0))]
    if palette:
        colors = palette + [(224, 224, 192)] * (256 - len(palette))
        chunks.append((b"PLTE", bytes(c for color in colors for c in color)))
    chunks += [(b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    with open(path, "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n")
        for kind, data in chunks:
            out.write(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))


def scene(width, height, rng):
    """An image (BGR) and its ids; every shape is drawn into both by the same call."""
    image = np.zeros((height, width, 3), np.uint8)
    ids = np.zeros((height, width), np.uint8)
    sky = np.array([230, 190, 140]) + rng.integers(-20, 20, 3)
    image[:] = np.clip(sky + np.linspace(0, 25, height)[:, None, None], 0, 255)
    horizon = int(height * rng.uniform(0.45, 0.55))

    def polygon(points, color, label):
        points = np.array(points, np.int32)
        cv2.fillPoly(image, [points], tuple(int(c) for c in color))
        cv2.fillPoly(ids, [points], label)

    def box(x, y, w, h, color, label):
        polygon([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], color, label)

    polygon([(0, horizon), (width, horizon), (width, height), (0, height)], (70, 140, 90), 0)
    x = -10
    while x < width:
        w, h = int(rng.integers(26, 60)), int(rng.integers(height * 0.2, height * 0.45))
        shade = rng.integers(70, 190, 3)
        box(x, horizon - h, w, h, shade, 2)
        for wy in range(horizon - h + 6, horizon - 8, 12):
            for wx in range(x + 5, x + w - 6, 10):
                box(wx, wy, 5, 7, np.clip(shade + rng.choice([-50, 60]), 0, 255), 2)
        x += w + int(rng.integers(0, 14))
    vanish = int(width * rng.uniform(0.4, 0.6))
    polygon([(vanish - 8, horizon), (vanish + 8, horizon), (width - 15, height), (15, height)], (96, 92, 90), 1)
    for t in np.linspace(0.1, 0.9, 5):
        y = int(horizon + t * (height - horizon))
        centre = int(vanish + t * (width / 2 - vanish))
        box(centre - 1 - int(3 * t), y, 2 + int(6 * t), 3 + int(9 * t), (220, 225, 225), 1)
    cv2.rectangle(ids, (vanish - 10, horizon - 1), (vanish + 10, horizon + 4), 255, -1)
    for side in (rng.uniform(0.06, 0.16), rng.uniform(0.84, 0.94)):
        cx, cy, r = int(width * side), int(horizon - rng.integers(2, 14)), int(rng.integers(15, 24))
        box(cx - 3, cy, 6, 40, (40, 70, 100), 4)
        cv2.circle(ids, (cx, cy), r + 2, 255, -1)
        cv2.circle(ids, (cx, cy), r, 4, -1)
        cv2.circle(image, (cx, cy), r, tuple(int(c) for c in rng.integers([20, 100, 20], [60, 160, 60])), -1)
    for _ in range(int(rng.integers(1, 4))):
        t = rng.uniform(0.25, 0.8)
        y, s = int(horizon + t * (height - horizon)), 12 + 34 * t
        cx = int(vanish + t * (width / 2 - vanish) + rng.uniform(-0.6, 0.6) * t * width * 0.5)
        color = rng.integers(40, 230, 3)
        box(int(cx - s / 2), int(y - s * 0.35), int(s), int(s * 0.35), color, 3)
        box(int(cx - s * 0.3), int(y - s * 0.6), int(s * 0.6), int(s * 0.3), np.clip(color + 25, 0, 255), 3)
        for wheel in (-0.3, 0.3):
            for canvas, value in ((image, (25, 25, 25)), (ids, 3)):
                cv2.circle(canvas, (int(cx + wheel * s), y), max(2, int(s * 0.12)), value, -1)
    for _ in range(int(rng.integers(1, 4))):
        px, py, h = int(rng.integers(20, width - 20)), int(rng.integers(horizon + 30, height - 5)), int(rng.integers(20, 36))
        color = rng.integers(30, 220, 3)
        box(px - h // 7, py - h * 3 // 4, 2 * h // 7, h * 3 // 4, color, 5)
        for canvas, value in ((image, (140, 170, 215)), (ids, 5)):
            cv2.circle(canvas, (px, py - h * 7 // 8), max(2, h // 8), value, -1)
    coarse = cv2.resize(rng.normal(0, 7, (height // 8, width // 8)), (width, height), interpolation=cv2.INTER_CUBIC)
    noisy = image + coarse[:, :, None] + rng.normal(0, 3, image.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8), ids


def main():
    root = pathlib.Path(__file__).parent / "street"
    sizes = [(256, 192), (256, 192), (240, 200), (192, 256), (256, 192), (200, 200), (256, 192), (224, 208)]
    for number, (width, height) in enumerate(sizes, start=1):
        town = "ash" if number <= 6 else "elm"
        image, ids = scene(width, height, np.random.default_rng(number))
        for folder in ("images", "labels"):
            (root / folder / town).mkdir(parents=True, exist_ok=True)
        lossless = number in (3, 8)
        name = root / "images" / town / f"{number:04d}.{'png' if lossless else 'jpg'}"
        cv2.imwrite(str(name), image, [] if lossless else [cv2.IMWRITE_JPEG_QUALITY, 88])
        write_png(root / "labels" / town / f"{number:04d}_labels.png", ids, PALETTE if town == "ash" else None)


if __name__ == "__main__":
    main()
