"""NPY shards into PyTorch, mapped from disk. Usage: python load_pytorch.py DIR"""
import pathlib
import sys

import numpy as np
import torch

from manifest import class_count


class Shard(torch.utils.data.Dataset):
    """One shard, mapped from disk: (image uint8 [3, height, width], mask int64 [height, width])."""

    def __init__(self, image_file):
        self.images = np.load(image_file, mmap_mode="r")
        self.masks = np.load(str(image_file).replace(".image.npy", ".mask.npy"), mmap_mode="r")

    def __len__(self):
        return len(self.images)

    def __getitem__(self, row):
        return torch.tensor(self.images[row]).permute(2, 0, 1), torch.tensor(self.masks[row]).long()


def load(folder, split):
    """All rows of a split as one dataset."""
    files = sorted(pathlib.Path(folder, "npy").glob(f"{split}-*.image.npy"))
    return torch.utils.data.ConcatDataset([Shard(file) for file in files])


class SmallUNet(torch.nn.Module):
    def __init__(self, classes):
        super().__init__()

        def block(inputs, outputs):
            return torch.nn.Sequential(torch.nn.Conv2d(inputs, outputs, 3, padding=1), torch.nn.ReLU())

        self.outer, self.inner, self.upper = block(3, 16), block(16, 32), block(48, 16)
        self.logits = torch.nn.Conv2d(16, classes, 1)

    def forward(self, image):
        outer = self.outer(image)
        inner = self.inner(torch.nn.functional.max_pool2d(outer, 2))
        upper = torch.nn.functional.interpolate(inner, scale_factor=2)
        return self.logits(self.upper(torch.cat([outer, upper], dim=1)))


def main(folder, epochs=4):
    torch.manual_seed(1)
    model = SmallUNet(class_count(folder))
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    batches = torch.utils.data.DataLoader(load(folder, "train"), batch_size=8, shuffle=True)
    losses = []
    for epoch in range(1, epochs + 1):
        total = 0.0
        for image, mask in batches:
            loss = torch.nn.functional.cross_entropy(model(image.float() / 255), mask, ignore_index=255)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        losses.append(total / len(batches))
        print(f"epoch {epoch}: loss {losses[-1]:.3f}")
    return losses


if __name__ == "__main__":
    main(sys.argv[1])
