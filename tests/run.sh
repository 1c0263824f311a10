#!/usr/bin/env bash
# Builds and tests everything on a fresh Debian 12 or Ubuntu 24.04: installs what is missing, configures, builds, runs the
# unit tests and every check around them. Goes on after a failed check and names it; the last line counts.
# Writes under build/ and into the virtual environments (tests/venv.sh) only; can be run again.
#   tests/run.sh [NAME...]    only these checks (layers unit sanitizers fuzz cli cli-sanitized configs schema readme pictures
#                             determinism faults interop exactness quickstart bench), and the builds that they need
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export PYTHONDONTWRITEBYTECODE=1
export AUGSHARD=$PWD/build/release/augshard
export AUGSHARD_DATA=${AUGSHARD_DATA:-$PWD/../shared/data}
work=build/tests
mkdir -p "$work"
passed=0
failed=0
failures=()

# Runs a command; adds what it counted in its last "N passed, M failed" line (ctest's own form too), else one.
run_step() {
  local name=$1 log=$work/$1.log start=$SECONDS good bad; shift
  echo "== $name"
  "$@" 2>&1 | tee "$log" | sed -u 's/^/   /'
  local code=${PIPESTATUS[0]}
  read -r good bad < <(sed -nE -e 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' \
    -e 's/^[0-9]+% tests passed, ([0-9]+) tests? failed out of ([0-9]+)$/\2 \1 total/p' "$log" | tail -n 1 |
    awk 'NF == 3 { print $1 - $2, $2; next } { print }')
  [[ -n ${good:-} ]] || { good=1 bad=0; [[ $code -eq 0 ]] || good=0; }
  [[ $code -eq 0 || $bad -gt 0 ]] || bad=1
  passed=$((passed + good)) failed=$((failed + bad))
  if [[ $code -eq 0 && $bad -eq 0 ]]; then
    echo "-- $name: ok, $((SECONDS - start)) s"
  else
    failures+=("$name")
    echo "-- $name: FAILED (log: $log)"
    return 1
  fi
}

# Begins a check that uses one processor beside the others; run_step then shows what it printed when it is due.
begin() {
  local name=$1; shift
  rm -f "$work/$name.code"
  ("$@" >"$work/$name.out" 2>&1; echo $? >"$work/$name.code") &
}
ended() {
  until [[ -f $work/$1.code ]]; do sleep 1; done
  cat "$work/$1.out"
  return "$(cat "$work/$1.code")"
}

finish() {
  for name in "${failures[@]}"; do echo "failed step: $name"; done
  echo "$passed passed, $failed failed"
  [[ $failed -eq 0 ]]; exit
}

build() { cmake --preset "$1" "${@:2}" && cmake --build --preset "$1"; }

wanted=${*:-layers unit sanitizers fuzz cli-sanitized cli configs schema readme pictures determinism faults interop exactness quickstart bench}
run_step packages bash cmake/install_packages.sh cmake/packages.txt tests/packages.txt || finish
# Downloads take their time, and builds leave the network alone. A failure shows in the checks that need the environment.
(for list in tests/venvs/*.txt; do bash tests/venv.sh "$(basename "$list" .txt)"; done) >"$work/venvs.log" 2>&1 &
environments=$!
# The program as users have it, with its tests; then the tests once more, by clang with sanitizers.
if grep -qvxE '(layers|sanitizers|fuzz|cli-sanitized| )*' <<<"$wanted"; then
  run_step build build release -D CMAKE_COMPILE_WARNING_AS_ERROR=ON -D AUGSHARD_TESTS=ON || finish
fi
if grep -qwE 'sanitizers|fuzz|cli-sanitized' <<<"$wanted"; then
  run_step sanitizer-packages bash cmake/install_packages.sh tests/sanitizer_packages.txt || finish
  run_step build-asan build asan || finish
fi
wait "$environments"

case " $wanted " in *" interop "*) begin interop python3 tests/interop/run.py ;; esac
for check in $wanted; do
  case $check in
    layers) run_step layers bash tests/layers.sh ;;
    unit) run_step unit ctest --preset release -j "$(nproc)" ;;
    sanitizers) run_step sanitizers ctest --preset asan -j "$(nproc)" ;;
    fuzz) run_step fuzz python3 tests/fuzz/run.py ;;
    cli-sanitized) AUGSHARD=$PWD/build/asan/augshard run_step cli-sanitized python3 tests/cli/run.py ;;
    cli) run_step cli python3 tests/cli/run.py ;;
    configs) run_step configs python3 tests/configs.py ;;
    schema) run_step schema python3 tests/schema.py ;;
    readme) run_step readme python3 tests/readme.py ;;
    pictures) run_step pictures python3 tests/op_pictures.py ;;
    determinism) run_step determinism python3 tests/determinism.py ;;
    faults) run_step faults python3 tests/faults.py ;;
    interop) run_step interop ended interop ;;
    exactness) run_step exactness python3 bench/exactness.py --check ;;
    quickstart) run_step quickstart bash samples/quickstart.sh ;;
    bench) run_step bench python3 bench/compare.py --rounds 3 --images 200 --at-least 1.5 ;;
    *) echo "no check named '$check'" >&2; exit 2 ;;
  esac
done
finish
