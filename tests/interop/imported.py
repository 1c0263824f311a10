"""What `augshard import` makes of saved pipelines, with the libraries themselves: the picture and the mask that the list gives are
held against the library's own, for transforms whose parameters leave nothing to draw; lists of random ones run."""
import inspect
import json
import os
import pathlib
import shutil
import subprocess
import sys
import warnings

os.environ.setdefault("KERAS_BACKEND", "torch")
warnings.filterwarnings("ignore")

import albumentations as A
import cv2
import keras
import numpy as np
import torch
from PIL import Image
from torchvision import tv_tensors
from torchvision.transforms import v2

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
AUGSHARD = os.environ.get("AUGSHARD", str(PROJECT / "build/dev/augshard"))
SIZE = (160, 192)  # height, width
passed = failed = 0


def check(name, good, what=""):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print(f"FAILED {name}: {what}")


def make_source(folder):
    """One picture of the samples and its mask, cut to SIZE; (image, mask) as arrays."""
    street = PROJECT / "samples/street"
    arrays = []
    for name, path in (("images", "images/ash/0001.jpg"), ("labels", "labels/ash/0001_labels.png")):
        (folder / name).mkdir(parents=True)
        picture = Image.open(street / path)
        picture = picture.crop((32, 16, 32 + SIZE[1], 16 + SIZE[0]))
        picture.save(folder / name / "a.png")
        arrays.append(np.array(picture))
    return arrays


def augshard(*arguments):
    return subprocess.run([AUGSHARD, *map(str, arguments)], capture_output=True, text=True)


def convert(document, work, *flags):
    file = work / "saved.json"
    file.write_text(json.dumps(document))
    return augshard("import", file, *flags)


def pipeline_of(ops, work, output="tfrecord"):
    file = work / "pipeline.json"
    source = {"type": "folders", "root": "source", "image": "images/{id}.png", "masks": {"mask": "labels/{id}.png"}}
    file.write_text(json.dumps({"augshard": 1, "name": "imported", "source": source, "ops": ops, "outputs": [{"type": output}]}))
    return file


def run(ops, work, output):
    shutil.rmtree(work / "out", ignore_errors=True)
    return augshard("run", pipeline_of(ops, work, output), "--output", work / "out", "-q")


def made(work):
    """Image and mask that augshard has made."""
    out = work / "out"
    return [np.load(out / f"npy/train-00000-of-00001.{name}.npy")[0] for name in ("image", "mask")]


def by_albumentations(transform, image, mask):
    done = A.Compose([transform])(image=image, mask=mask)
    return done["image"], done["mask"]


def by_keras(layer, image, mask):
    done = layer({"images": image[None].astype("float32"), "segmentation_masks": mask[None, ..., None]}, training=True)
    images, masks = (keras.ops.convert_to_numpy(done[name])[0] for name in ("images", "segmentation_masks"))
    return images, masks[..., 0]


def by_keras_image(layer, image, mask):
    return keras.ops.convert_to_numpy(layer(image[None].astype("float32"), training=True))[0], mask


def by_torchvision(transform, image, mask):
    done = transform(tv_tensors.Image(torch.tensor(image).permute(2, 0, 1)), tv_tensors.Mask(torch.tensor(mask)))
    return done[0].permute(1, 2, 0).numpy(), done[1].numpy()


def by_mmcv_rotation(angle):
    """mmcv.imrotate(image, angle), which turns clockwise, in OpenCV's terms."""
    def rotate(_, image, mask):
        height, width = image.shape[:2]
        matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -angle, 1)
        return (cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR),
                cv2.warpAffine(mask, matrix, (width, height), flags=cv2.INTER_NEAREST, borderValue=255))
    return rotate


# Tolerances: the mean difference of values of 0..255, and the share of mask pixels that differ.
# A mask that is resized follows another rule for the nearest pixel here; a picture that shrinks by 1.25 or more is averaged here.
# Albumentations rounds shifts to whole pixels.
EXACT, ROUNDED, WARPED, RESIZED, SHRUNK, SHIFTED = (0, 0), (0.5, 0), (0.8, 0.012), (0.6, 0.05), (2, 0.012), (1.5, 0.015)
# On PyTorch, Keras 3.15 gives a turned mask that does not lie where its picture does.
IMAGE_ONLY = (0.8, 1)

A_CONSTANT = dict(p=1, border_mode=cv2.BORDER_CONSTANT, fill=0, fill_mask=255)


def albumentations_cases():
    affine = lambda **parameters: A.Affine(**(A_CONSTANT | parameters))
    for transform, tolerance in (
        (A.HorizontalFlip(p=1), EXACT), (A.VerticalFlip(p=1), EXACT), (A.Transpose(p=1), EXACT), (A.NoOp(p=1), EXACT),
        (A.Rotate(limit=(20, 20), **A_CONSTANT), WARPED), (A.SafeRotate(limit=(20, 20), **A_CONSTANT), None),
        (A.Rotate(limit=(-35, -35), crop_border=True, **A_CONSTANT), None),
        (affine(rotate=(25, 25)), WARPED), (affine(scale=1.3), WARPED), (affine(scale={"x": 1.3, "y": 0.8}), WARPED),
        (affine(shear={"x": 12, "y": 0}), WARPED), (affine(shear={"x": 0, "y": -9}), WARPED),
        (affine(rotate=(25, 25), shear={"x": 12, "y": 5}, scale=0.9, translate_px={"x": 9, "y": -4}), SHRUNK),
        (affine(translate_percent={"x": 0.1, "y": -0.2}), SHIFTED), (affine(translate_px={"x": 7, "y": 0}), WARPED),
        (A.ShiftScaleRotate(shift_limit_x=(.1, .1), shift_limit_y=(-.1, -.1), scale_limit=(.2, .2), rotate_limit=(15, 15), **A_CONSTANT), SHIFTED),
        (A.Resize(80, 100), RESIZED), (A.Resize(220, 300), RESIZED), (A.CenterCrop(96, 128), EXACT),
        (A.Crop(8, 16, 72, 112), EXACT), (A.Pad(padding=(4, 8), fill=51, fill_mask=7), EXACT),
        (A.PadIfNeeded(200, 256, fill=51, fill_mask=255), EXACT),
        (A.PadIfNeeded(None, None, pad_height_divisor=64, pad_width_divisor=64, border_mode=cv2.BORDER_REFLECT_101), None),
        (A.RandomBrightnessContrast(brightness_limit=(.2, .2), contrast_limit=(-.3, -.3), p=1), ROUNDED),
        (A.ColorJitter((1.2, 1.2), (1, 1), (1, 1), (0, 0), p=1), ROUNDED), (A.ColorJitter((1, 1), (0.8, 0.8), (1, 1), (0, 0), p=1), ROUNDED),
        (A.ColorJitter((1, 1), (1, 1), (0.5, 0.5), (0, 0), p=1), ROUNDED),
        (A.ColorJitter((1, 1), (1, 1), (1, 1), (.1, .1), p=1), (1.5, 0)),
        (A.HueSaturationValue((10, 10), (0, 0), (0, 0), p=1), (1.5, 0)), (A.HueSaturationValue((0, 0), (30, 30), (0, 0), p=1), (1.5, 0)),
        (A.HueSaturationValue((0, 0), (0, 0), (-20, -20), p=1), (1.5, 0)),
        (A.RandomGamma((150, 150), p=1), (0.6, 0)), (A.ToGray(p=1), ROUNDED), (A.InvertImg(p=1), EXACT), (A.Posterize(3, p=1), EXACT),
        (A.Solarize((.4, .4), p=1), ROUNDED), (A.Equalize(p=1), (0.6, 0)), (A.Equalize("pil", p=1), (0.6, 0)), (A.AutoContrast(method="pil", p=1), ROUNDED), (A.AutoContrast(p=1), None),
        (A.RGBShift((20, 20), (20, 20), (20, 20), p=1), ROUNDED),
        (A.Blur((5, 5), p=1), (0.7, 0)), (A.MedianBlur((5, 5), p=1), (0.3, 0)), (A.GaussianBlur(sigma_limit=(1.5, 1.5), p=1), (0.7, 0)),
        (A.Sharpen((.3, .3), (1, 1), p=1), (0.7, 0)),
        (A.Normalize(), (0.01, 0)), (A.ToFloat(), (0.01, 0)), (A.Normalize(normalization="image_per_channel"), (0.05, 0)),
    ):
        yield transform, A.to_dict(A.Compose([transform])), by_albumentations, tolerance


def keras_cases():
    layers = keras.layers
    constant = dict(fill_mode="constant", fill_value=0.0)
    for layer, tolerance, call in (
        (layers.RandomRotation((.1, .1), **constant), IMAGE_ONLY, by_keras), (layers.RandomRotation((.1, .1), fill_mode="nearest"), None, by_keras),
        (layers.RandomTranslation((.1, .1), (-.2, -.2), **constant), WARPED, by_keras),
        (layers.RandomZoom((.25, .25), **constant), SHRUNK, by_keras), (layers.RandomZoom((-.2, -.2), (.3, .3), **constant), SHRUNK, by_keras),
        (layers.CenterCrop(96, 128), EXACT, by_keras), (layers.Resizing(80, 96), ROUNDED, by_keras), (layers.Resizing(80, 96, antialias=True), None, by_keras),
        (layers.RandomBrightness((.2, .2)), ROUNDED, by_keras), (layers.RandomContrast((0, 0)), ROUNDED, by_keras),
        (layers.RandomColorDegeneration((.4, .4)), (1, 0), by_keras), (layers.RandomSharpness((.9, .9)), (1, 0), by_keras),
        (layers.RandomPosterization((4, 4)), EXACT, by_keras), (layers.Solarization(), ROUNDED, by_keras),
        (layers.RandomGrayscale(1.0), (1, 0), by_keras_image), (layers.RandomInvert((1, 1)), EXACT, by_keras),
        (layers.AutoContrast(), ROUNDED, by_keras), (layers.Equalization(), EXACT, by_keras),
        (layers.Rescaling(1 / 127.5, offset=-1), (0.01, 0), by_keras_image),
        (layers.Normalization(mean=[120., 110., 100.], variance=[3600., 3600., 4900.]), (0.01, 0), by_keras_image),
        (layers.Identity(), EXACT, by_keras_image),
    ):
        yield layer, keras.saving.serialize_keras_object(keras.layers.Pipeline([layer])), call, tolerance


def torchvision_cases():
    for (name, parameters), tolerance in (
        (("RandomHorizontalFlip", dict(p=1)), EXACT), (("RandomVerticalFlip", dict(p=1)), EXACT),
        (("RandomRotation", dict(degrees=[20, 20], interpolation="bilinear", fill=0)), WARPED),
        (("RandomRotation", dict(degrees=[20, 20], interpolation="bilinear", expand=True)), None),
        (("RandomAffine", dict(degrees=[20, 20], interpolation="bilinear")), WARPED),
        (("RandomAffine", dict(degrees=[0, 0], scale=[1.3, 1.3], interpolation="bilinear")), WARPED),
        (("RandomAffine", dict(degrees=[0, 0], shear=[10, 10], interpolation="bilinear")), WARPED),
        (("RandomAffine", dict(degrees=[0, 0], shear=[0, 0, 8, 8], interpolation="bilinear")), WARPED),
        (("RandomAffine", dict(degrees=[20, 20], shear=[10, 10], scale=[0.8, 0.8], interpolation="bilinear")), SHRUNK),
        (("Resize", dict(size=[80, 96])), RESIZED), (("Resize", dict(size=80)), RESIZED), (("Resize", dict(size=[80, 96], antialias=False)), RESIZED),
        (("CenterCrop", dict(size=[96, 128])), EXACT), (("Pad", dict(padding=[4, 8], fill=51)), EXACT),
        (("Pad", dict(padding=[1, 2, 3, 4], padding_mode="edge")), None),
        (("ColorJitter", dict(brightness=[1.2, 1.2])), ROUNDED), (("ColorJitter", dict(contrast=[1.3, 1.3])), ROUNDED),
        (("ColorJitter", dict(saturation=[.4, .4])), (1, 0)), (("ColorJitter", dict(hue=[.1, .1])), (1, 0)),
        (("Grayscale", dict(num_output_channels=3)), ROUNDED), (("RandomInvert", dict(p=1)), EXACT), (("RandomPosterize", dict(bits=3, p=1)), EXACT),
        (("RandomSolarize", dict(threshold=100, p=1)), (0.6, 0)), (("RandomEqualize", dict(p=1)), (0.6, 0)), (("RandomAutocontrast", dict(p=1)), ROUNDED),
        (("RandomAdjustSharpness", dict(sharpness_factor=2.0, p=1)), (0.7, 0)),
        (("GaussianBlur", dict(kernel_size=11, sigma=[1.5, 1.5])), (0.6, 0)), (("Identity", {}), EXACT),
    ):
        yield f"{name} {parameters}", [{"name": name} | parameters], lambda _, image, mask, t=getattr(v2, name)(**parameters): by_torchvision(t, image, mask), tolerance
    yield "mmcv", [{"type": "RandomRotate", "prob": 1, "degree": [20, 20]}], by_mmcv_rotation(20), WARPED


def compare(transform, document, call, tolerance, image, mask, work):
    name = str(transform)[:100] if isinstance(transform, (str, A.BasicTransform)) else f"{type(transform).__name__} {transform.get_config()}"[:200]
    done = convert(document, work)
    check(name, done.returncode == 0, done.stderr)
    if done.returncode != 0:
        return
    # Where borders or rounded sizes differ by design, the list runs, which may give any size.
    ran = run(json.loads(done.stdout), work, "npy" if tolerance else "tfrecord")
    check(name, ran.returncode == 0, ran.stderr + done.stdout)
    if ran.returncode != 0 or not tolerance:
        return
    ours, our_mask = made(work)
    wanted, wanted_mask = call(transform, image, mask)
    same_shape = ours.shape == wanted.shape and our_mask.shape == wanted_mask.shape
    check(name, same_shape, f"{ours.shape} {our_mask.shape}, there {wanted.shape} {wanted_mask.shape}")
    if same_shape:
        difference = np.abs(ours.astype("float64") - wanted).mean()
        wrong = (our_mask != wanted_mask).mean()
        check(name, difference <= tolerance[0] and wrong <= tolerance[1],
              f"differs by {difference:.3f} on average, mask in {wrong:.4f}: {done.stdout}")


A_REQUIRED = {
    "Resize": dict(height=64, width=64), "CenterCrop": dict(height=64, width=64), "RandomCrop": dict(height=64, width=64),
    "RandomResizedCrop": dict(size=(64, 64)), "LongestMaxSize": dict(max_size=64), "SmallestMaxSize": dict(max_size=64),
    "Crop": dict(x_max=64, y_max=64), "PadIfNeeded": dict(min_height=200, min_width=200), "GridDropout": dict(unit_size_range=(20, 30)),
}


def check_defaults(work):
    """Every transform of Albumentations, as it is by default: a list that runs, or a message with its place."""
    for name, kind in sorted(inspect.getmembers(A, inspect.isclass)):
        if not issubclass(kind, A.BasicTransform):
            continue
        try:
            document = A.to_dict(A.Compose([kind(**A_REQUIRED.get(name, {}))]))
        except Exception:  # needs parameters, or cannot be saved
            continue
        strict, partial = convert(document, work), convert(document, work, "--partial")
        check(f"{name}, --partial", partial.returncode == 0, partial.stderr)
        if strict.returncode == 0:
            check(name, strict.stdout == partial.stdout, strict.stdout)
            done = augshard("validate", pipeline_of(json.loads(strict.stdout), work))
            check(f"{name} is valid", done.returncode == 0, done.stderr + strict.stdout)
        else:
            check(name, strict.returncode == 2 and strict.stdout == "" and "/transform/transforms/0" in strict.stderr, strict.stderr)


def main():
    work = PROJECT / "build/tests/interop/import"
    shutil.rmtree(work, ignore_errors=True)
    image, mask = make_source(work / "source")
    for cases in (albumentations_cases, keras_cases, torchvision_cases):
        for case in cases():
            compare(*case, image, mask, work)
    check_defaults(work)
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
