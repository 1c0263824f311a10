#!/usr/bin/env bash
# Includes point down the room list only (docs/architecture.md), and a library stays in the rooms that may know it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../src"

rooms=(base random sample geometry op ops spec import augment codec source sink plan engine cli)   # from the ground up
declare -A floor
for i in "${!rooms[@]}"; do floor[${rooms[$i]}]=$i; done
passed=0 failed=0
check() { if [[ $2 -eq 0 ]]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED $1"; fi; }

for room in */; do
  [[ -n ${floor[${room%/}]:-} ]] || { echo "src/$room is in no list of rooms"; failed=$((failed + 1)); }
done

for room in "${rooms[@]}"; do
  wrong=0
  while IFS=: read -r file line include; do
    other=${include#*\"} other=${other%%/*}
    if [[ $include != *\"*/*\"* || -z ${floor[$other]:-} ]]; then
      echo "src/$file:$line: $include: not a path from src"; wrong=1
    elif (( floor[$other] > floor[$room] )); then
      echo "src/$file:$line: $room includes $other, which stands above it"; wrong=1
    fi
  done < <(grep -rnE '^ *# *include +"' --include='*.cpp' --include='*.h' "$room")
  check "layers: $room" $wrong
done

# only LIBRARY PATTERN ROOM...: no other room includes the library's headers.
only() {
  local library=$1 pattern=$2 wrong=0; shift 2
  while IFS=: read -r file line include; do
    [[ " $* " == *" ${file%%/*} "* ]] || { echo "src/$file:$line: $library belongs to: $*"; wrong=1; }
  done < <(grep -rnE "^ *# *include +<($pattern)" --include='*.cpp' --include='*.h' .| sed 's|^\./||')
  check "layers: $library" $wrong
}
only CLI11 'CLI/' cli
only oneTBB 'oneapi/tbb|tbb/' engine
only libjpeg 'jpeglib|turbojpeg' codec ops   # image_compression is a round trip through JPEG
only "the other image codecs" 'png\.h|tiffio|webp/|libdeflate' codec
only Random123 'Random123/' random
only OpenSSL 'openssl/' base

wrong=0
while IFS=: read -r header line include; do
  room=${header%%/*}
  if users=$(grep -rlF "#include \"$header\"" --include='*.cpp' --include='*.h' . | grep -v "^./$room/"); then
    [[ $header == sample/cv_view.h ]] && ! grep -q '\.h$' <<<"$users" && continue
    echo "src/$header:$line: $include reaches other rooms: $(echo $users)"; wrong=1
  fi
done < <(grep -rnE '^ *# *include +<(opencv2/|nlohmann/json\.hpp|CLI/)' --include='*.h' . | sed 's|^\./||')
check "layers: light headers" $wrong

wrong=0
if grep -rnE '\bstd::(sin|cos|tan|exp|exp2|log|log2|log10|pow|cbrt|atan|atan2|tanh|erf)(<[a-z]+>)?\(' --include='*.cpp' --include='*.h' \
     random sample geometry op ops augment codec engine plan sink; then
  echo "libm differs between machines: use base/exact_math.h"; wrong=1
fi
check "layers: no libm where bytes depend on it" $wrong

wrong=0
if grep -rn 'test_hook' --include='*.cpp' --include='*.h' . | grep -v '^./base/disk\.'; then
  echo "only tests may let the disk fail"; wrong=1
fi
if grep -rnE '[^a-z]::(pwrite|fsync|rename|unlink|mkdir)\(|create_director|\bf(ile)?s(ystem)?::(remove|rename)|ofstream' \
     --include='*.cpp' --include='*.h' . | grep -vE '^./base/disk\.cpp'; then
  echo "what changes a disk goes through base/disk.h"; wrong=1
fi
check "layers: one way to the disk" $wrong

echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
