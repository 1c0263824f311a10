"""One face for augshard, Albumentations, torchvision v2 and Keras: fixed steps for pictures, masks, boxes and points.

Positions are edge coordinates: pixel i covers [i, i + 1), its centre is i + 0.5. A step is a 3x3 matrix from source to
output; each library gets the same map in its own words (sign of angles, order of corners, origin)."""
import dataclasses
import json
import os
import pathlib
import subprocess
import tempfile

os.environ |= {"KERAS_BACKEND": "torch", "NO_ALBUMENTATIONS_UPDATE": "1"}

import albumentations as A
import cv2
import keras
import numpy as np
import torch
import torchvision
from torchvision import tv_tensors
from torchvision.transforms import v2

FILL = 255  # mask outside the source
BILINEAR = v2.InterpolationMode.BILINEAR


cv2.setNumThreads(1)
torch.set_num_threads(1)
keras.utils.set_random_seed(1)


class NotOffered(Exception):
    """The library has no such function."""


# --- steps ---


@dataclasses.dataclass(frozen=True)
class Rotate:
    degrees: float  # counter-clockwise, about the centre of the picture

    def matrix(self, height, width):
        a = np.deg2rad(self.degrees)
        return about_centre([[np.cos(a), np.sin(a), 0], [-np.sin(a), np.cos(a), 0], [0, 0, 1]], height, width)


@dataclasses.dataclass(frozen=True)
class Affine:
    scale: float
    shear_deg: float  # rows move right by tan(shear) times their distance below the centre
    shift: int  # px, right and down alike: whole, as Albumentations takes it, and one number, as augshard takes it

    def matrix(self, height, width):
        linear = [[self.scale, self.scale * np.tan(np.deg2rad(self.shear_deg)), 0], [0, self.scale, 0], [0, 0, 1]]
        return shifted(self.shift, self.shift) @ about_centre(linear, height, width)


@dataclasses.dataclass(frozen=True)
class Flip:
    def matrix(self, height, width):
        return np.array([[-1.0, 0, width], [0, 1, 0], [0, 0, 1]])


@dataclasses.dataclass(frozen=True)
class Perspective:
    quad: tuple  # source positions that fill the frame: top left, top right, bottom right, bottom left

    def matrix(self, height, width):
        return homography(self.quad, frame_of(height, width))


def shifted(x, y):
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1.0]])


def about_centre(linear, height, width):
    return shifted(width / 2, height / 2) @ np.array(linear) @ shifted(-width / 2, -height / 2)


def frame_of(height, width):
    return ((0, 0), (width, 0), (width, height), (0, height))


def homography(start, end):
    """The 3x3 matrix that takes four points to four points."""
    rows, right = [], []
    for (u, v), (x, y) in zip(start, end):
        rows += [[u, v, 1, 0, 0, 0, -x * u, -x * v], [0, 0, 0, u, v, 1, -y * u, -y * v]]
        right += [x, y]
    return np.append(np.linalg.solve(rows, right), 1).reshape(3, 3)


def index_matrix(matrix):
    """The same map between indices (pixel centres at whole numbers)."""
    return shifted(-0.5, -0.5) @ matrix @ shifted(0.5, 0.5)


# --- augshard ---


class Augshard:
    name = "augshard"

    def __init__(self, binary):
        self.binary = binary

    def version(self):
        return subprocess.run([self.binary, "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()

    def run(self, ops, image, mask=None, targets=None, columns=None, source=None, fields=None):
        """Runs one record, of key `picture`, through ops; returns what was written, by field, and "draws"."""
        with tempfile.TemporaryDirectory(prefix="augshard-exactness-") as folder:
            folder = pathlib.Path(folder)
            ending = "tiff" if image.dtype == np.float32 else "png"
            record = {"key": "picture", "image": f"image.{ending}"} | (columns or {})
            cv2.imwrite(str(folder / record["image"]), image[..., ::-1] if image.ndim == 3 else image)
            if mask is not None:
                record["mask"] = "mask.png"
                cv2.imwrite(str(folder / "mask.png"), mask)
            (folder / "records.jsonl").write_text(json.dumps(record) + "\n")
            pipeline = {
                "augshard": 1,
                "name": "exactness",
                "seed": 1,
                "source": {"type": "table", "file": "records.jsonl", "image": "image"}
                | ({} if mask is None else {"masks": {"mask": "mask"}}) | (source or {}),
                "targets": targets or {},
                "ops": ops,
                "outputs": [{"type": "npy"} | ({"fields": fields} if fields else {})],
            }
            (folder / "pipeline.json").write_text(json.dumps(pipeline))
            command = [self.binary, "run", folder / "pipeline.json", "--output", folder / "out", "--threads", "1", "-q"]
            done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
            if done.returncode:
                raise RuntimeError(f"augshard ended with {done.returncode}: {done.stderr.strip()}")
            files = sorted((folder / "out/npy").glob("train-*.npy"))
            result = {file.name.split(".", 1)[1].removesuffix(".npy"): np.load(file) for file in files}
            result["draws"] = json.loads((folder / "out/examples.jsonl").read_text()).get("draws", [])
        for name in ("image", "mask"):
            if name in result:
                result[name] = result[name][0]
        return result

    def drawn_perspective(self, height, width):
        """The perspective that a run with this script's seed draws first: augshard takes no fixed corners."""
        draw = self.run([self.op(Perspective(None), height, width)], np.zeros((height, width, 3), np.uint8))["draws"][0]
        corners = ("top_left", "top_right", "bottom_right", "bottom_left")
        inward = ((1, 1), (-1, 1), (-1, -1), (1, -1))
        return Perspective(tuple(
            (x + sx * draw[f"x_{corner}"] * width, y + sy * draw[f"y_{corner}"] * height)
            for corner, (x, y), (sx, sy) in zip(corners, frame_of(height, width), inward)))

    def op(self, step, height, width):
        if isinstance(step, dict):
            return step
        if isinstance(step, Rotate):
            return {"op": "rotate", "angle_deg": step.degrees}
        if isinstance(step, Affine):
            return {"op": "affine", "scale": step.scale, "angle_deg": 0, "shear_x_deg": step.shear_deg,
                    "translate_px": step.shift}
        if isinstance(step, Flip):
            return {"op": "horizontal_flip"}
        return {"op": "perspective", "corner_frac": [0.02, 0.12]}

    def warp(self, image, mask, steps, cubic=False):
        ops = [self.op(step, *image.shape[:2]) for step in steps]
        result = self.run(ops, image, mask, {"image": {"interpolation": "cubic" if cubic else "linear"}})
        return result["image"], result.get("mask")

    def resize_mask(self, mask, side, option):
        ops = [{"op": "resize", "height": side, "width": side}]
        return self.run(ops, mask, mask, {"mask": {"interpolation": option}})["mask"]

    def move_boxes(self, boxes, steps, height, width, form="xyxy"):
        return self.annotated(steps, height, width, boxes=boxes, form=form)["objects.bbox"].reshape(-1, 4)

    def move_points(self, points, steps, height, width):
        return self.annotated(steps, height, width, points=points)["points.xyv"].reshape(-1, 3)[:, :2]

    def annotated(self, steps, height, width, boxes=((10, 12, 30, 20),), points=((1, 1),), form="xyxy"):
        columns = {"boxes": np.asarray(boxes, float).tolist(), "labels": [0] * len(boxes),
                   "points": np.asarray(points, float).tolist()}
        source = {"boxes": {"objects": {"column": "boxes", "format": form, "labels": "labels"}},
                  "keypoints": {"points": {"column": "points", "format": "xy"}}}
        fields = {"objects": {"dtype": "float64"}, "points": {"dtype": "float64"}}
        ops = [self.op(step, height, width) for step in steps]
        return self.run(ops, np.zeros((height, width, 3), np.uint8), None,
                        {"objects": {"kind": "boxes"}, "points": {"kind": "keypoints"}}, columns, source, fields)


# --- Albumentations ---


class FixedPerspective(A.Perspective):
    """Albumentations' own transform with a given matrix (of indices) in place of the drawn one."""

    def __init__(self, matrix, **options):
        super().__init__(**options)
        self.matrix = matrix

    def get_params_dependent_on_data(self, params, data):
        height, width = params["shape"][:2]
        return {"matrix": self.matrix, "matrix_bbox": self.matrix, "max_height": height, "max_width": width}


class Albumentations:
    name = "Albumentations"
    formats = {"pascal_voc": "xyxy", "coco": "xywh", "yolo": "rel_cxcywh", "albumentations": "rel_xyxy"}

    def version(self):
        return f"Albumentations {A.__version__} on OpenCV {cv2.__version__}"

    def transform(self, step, height, width, cubic=False):
        options = {"p": 1, "interpolation": cv2.INTER_CUBIC if cubic else cv2.INTER_LINEAR, "fill_mask": FILL}
        if isinstance(step, Rotate):
            return A.Rotate(limit=(step.degrees, step.degrees), **options)
        if isinstance(step, Affine):
            shear = {"x": (-step.shear_deg, -step.shear_deg), "y": (0, 0)}
            shift = {"x": (step.shift, step.shift), "y": (step.shift, step.shift)}
            return A.Affine(scale=(step.scale, step.scale), shear=shear, translate_px=shift, **options)
        if isinstance(step, Flip):
            return A.HorizontalFlip(p=1)
        return FixedPerspective(index_matrix(step.matrix(height, width)), **options)

    def warp(self, image, mask, steps, cubic=False):
        chain = A.Compose([self.transform(step, *image.shape[:2], cubic) for step in steps])
        result = chain(image=image) if mask is None else chain(image=image, mask=mask)
        return result["image"], result.get("mask")

    def resize_mask(self, mask, side, option):
        options = {} if option == "default" else {"mask_interpolation": getattr(cv2, option)}
        return A.Compose([A.Resize(side, side, p=1, **options)])(image=mask, mask=mask)["mask"]

    def move_boxes(self, boxes, steps, height, width, form="pascal_voc", clip=False):
        chain = A.Compose([self.transform(step, height, width) for step in steps],
                          bbox_params=A.BboxParams(format=form, label_fields=["labels"], clip=clip))
        return chain(image=np.zeros((height, width, 3), np.uint8), bboxes=boxes, labels=[0] * len(boxes))["bboxes"]

    def move_points(self, points, steps, height, width):
        chain = A.Compose([self.transform(step, height, width) for step in steps],
                          keypoint_params=A.KeypointParams(format="xy"))
        return chain(image=np.zeros((height, width, 3), np.uint8), keypoints=points)["keypoints"]


# --- torchvision ---


def plain(version):
    """Without the tag of the build."""
    return version.split("+")[0]


class Torchvision:
    name = "torchvision v2"
    formats = {"XYXY": "xyxy", "XYWH": "xywh", "CXCYWH": "cxcywh"}

    def version(self):
        return f"torchvision {plain(torchvision.__version__)} on PyTorch {plain(torch.__version__)}"

    def move(self, item, step, height, width, **options):
        """One step of any tv_tensor. `affine` takes clockwise angles, `perspective` edge coordinates."""
        f = v2.functional
        if isinstance(step, Rotate):
            return f.rotate(item, step.degrees, **options)
        if isinstance(step, Affine):
            return f.affine(item, 0, [step.shift, step.shift], step.scale, [-step.shear_deg, 0], **options)
        if isinstance(step, Flip):
            return f.horizontal_flip(item)
        ends = [list(map(float, corner)) for corner in frame_of(height, width)]
        return f.perspective(item, [list(corner) for corner in step.quad], ends, **options)

    def warp(self, image, mask, steps, cubic=False):
        if cubic:
            raise NotOffered
        size = image.shape[:2]
        picture = tv_tensors.Image(torch.from_numpy(np.ascontiguousarray(np.moveaxis(np.atleast_3d(image), -1, 0))))
        labels = None if mask is None else tv_tensors.Mask(torch.from_numpy(mask))
        for step in steps:
            picture = self.move(picture, step, *size, interpolation=BILINEAR)
            labels = labels if labels is None else self.move(labels, step, *size, fill=FILL)
        return np.moveaxis(picture.numpy(), 0, -1), None if labels is None else labels.numpy()

    def resize_mask(self, mask, side, option):
        options = {} if option == "default" else {"interpolation": v2.InterpolationMode[option]}
        return v2.Resize((side, side), **options)(tv_tensors.Mask(torch.from_numpy(mask))).numpy()

    def move_boxes(self, boxes, steps, height, width, form="XYXY"):
        items = tv_tensors.BoundingBoxes(boxes, format=form, canvas_size=(height, width), dtype=torch.float32)
        for step in steps:
            items = self.move(items, step, height, width)
        return items.numpy()

    def move_points(self, points, steps, height, width):
        items = tv_tensors.KeyPoints(points, canvas_size=(height, width), dtype=torch.float32)
        for step in steps:
            items = self.move(items, step, height, width)
        return items.numpy()


# --- Keras ---


def array(tensor):
    return keras.ops.convert_to_numpy(tensor)


class Keras:
    """Rotation, resizing and boxes by layers. The layers have no affine map, and the perspective layer takes no fixed
    corners: these two go through `keras.ops.image`, which the layers call."""

    name = "Keras"
    formats = {name: name.replace("center_xywh", "cxcywh") for name in
               ("xyxy", "xywh", "center_xywh", "yxyx", "rel_xyxy", "rel_xywh", "rel_yxyx")}

    def version(self):
        return f"Keras {keras.__version__} with the {keras.backend.backend()} backend"

    def rotation(self, step, **options):
        turn = step.degrees / 360
        return keras.layers.RandomRotation((turn, turn), fill_mode="constant", **options)

    def move(self, picture, step, interpolation, fill):
        height, width = picture.shape[:2]
        if isinstance(step, Rotate):
            return array(self.rotation(step, interpolation=interpolation, fill_value=fill)(picture, training=True))
        if isinstance(step, Flip):
            return picture[:, ::-1].copy()
        options = {"interpolation": interpolation, "fill_value": fill}
        picture = picture.astype(np.float32)
        if isinstance(step, Affine):
            inverse = np.linalg.inv(index_matrix(step.matrix(height, width)))
            return array(keras.ops.image.affine_transform(picture, inverse.ravel()[:8].astype(np.float32), **options))
        start, end = (np.float32(quad) - 0.5 for quad in (step.quad, frame_of(height, width)))
        return array(keras.ops.image.perspective_transform(picture, start, end, **options))

    def warp(self, image, mask, steps, cubic=False):
        if cubic:
            raise NotOffered
        labels = None if mask is None else mask[..., None]
        for step in steps:
            image = self.move(image, step, "bilinear", 0)
            labels = labels if labels is None else self.move(labels, step, "nearest", FILL)
        return image, None if labels is None else labels[..., 0]

    def resize_mask(self, mask, side, option):
        data = {"images": mask[None, ..., None], "segmentation_masks": mask[None, ..., None]}
        return array(keras.layers.Resizing(side, side)(data)["segmentation_masks"])[0, ..., 0]

    def through_layer(self, layer, boxes, height, width):
        data = {"images": np.zeros((1, height, width, 3), np.float32),
                "bounding_boxes": {"boxes": np.float32([boxes]), "labels": np.zeros((1, len(boxes)), np.float32)}}
        return array(layer(data, training=True)["bounding_boxes"]["boxes"])[0]

    def move_boxes(self, boxes, steps, height, width, form="xyxy"):
        for step in steps:
            if isinstance(step, Rotate):
                boxes = self.through_layer(self.rotation(step, bounding_box_format=form), boxes, height, width)
            elif isinstance(step, Perspective):
                # The layer's order of corners: top left, top right, bottom left, bottom right.
                start, end = ((np.float32(quad) - 0.5)[[0, 1, 3, 2]] for quad in (step.quad, frame_of(height, width)))
                start, end = (keras.ops.convert_to_tensor(points[None]) for points in (start, end))
                given = {"apply_perspective": np.array([True]), "start_points": start, "end_points": end,
                         "input_shape": (1, height, width, 3)}
                layer = keras.layers.RandomPerspective(bounding_box_format=form)
                items = {"boxes": keras.ops.convert_to_tensor(np.float32([boxes])), "labels": np.zeros((1, len(boxes)))}
                boxes = array(layer.transform_bounding_boxes(items, given)["boxes"])[0]
            else:
                raise NotOffered
        return boxes

    def move_points(self, points, steps, height, width):
        raise NotOffered
