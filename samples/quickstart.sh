#!/usr/bin/env bash
# From a fresh Debian 12 or Ubuntu 24.04 to shards: installs what is missing, builds, runs the main job on samples/, and
# shows what came out. Writes under build/ only; can be run again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

step="starting"
trap 'echo "quickstart: failed while $step" >&2' ERR
say() { step=$1; echo "== $1"; }

say "installing packages"
bash cmake/install_packages.sh cmake/packages.txt

say "building build/release/augshard"
cmake --preset release >/dev/null
cmake --build --preset release
augshard=build/release/augshard

out=build/quickstart
rm -rf "$out"
mkdir -p "$out"

say "running samples/pipeline.json"
"$augshard" run samples/pipeline.json --output "$out/street"

say "verifying the dataset"
"$augshard" verify "$out/street"

say "drawing the preview"
"$augshard" preview samples/pipeline.json --output "$out/preview.png" --records 4 --copies 4

say "showing what came out"
"$augshard" inspect "$out/street"
echo
find "$out" -type f | sort | while read -r file; do printf '%10d  %s\n' "$(stat -c %s "$file")" "$file"; done
echo
echo "dataset:  $out/street"
echo "picture:  $out/preview.png"
echo "load it:  python3 samples/load_tensorflow.py $out/street   (or load_tfds, load_jax, load_pytorch, load_keras)"
