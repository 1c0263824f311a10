"""Full disks, limits, failing system calls, signals and kills, from outside on the real program. After each fault: the exit
code fits, the message names path and reason, every file under a final name equals that of an undisturbed run, dataset.json is
there only where the dataset is complete, and a resumed run makes the rest, byte for byte.

    tests/faults.py [--kills N] [--points N] [--power-cuts N] [CHECK...]
        kills at random times (60); places a system call fails at (4); power cuts (12); only these checks
"""
import argparse
import contextlib
import fcntl
import hashlib
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

PROJECT = pathlib.Path(__file__).resolve().parent.parent
AUGSHARD = str(pathlib.Path(os.environ.get("AUGSHARD", PROJECT / "build/dev/augshard")).resolve())
DATA = pathlib.Path(os.environ.get("AUGSHARD_DATA", PROJECT.parent / "shared/data")).resolve()
JOB = [AUGSHARD, "run", str(PROJECT / "samples/pipeline.json"),
       "--set", '/shards={"max_examples":4}', "--set", "/splits/train/copies=20"]
RESUMES = "--resume" in subprocess.run([AUGSHARD, "run", "--help"], capture_output=True, text=True).stdout
KILLED = -signal.SIGKILL
NOBODY = 65534


def job(out, *flags):
    return [*JOB, "--output", str(out), "-q", *flags]


def sums(folder):
    """File name -> SHA-256 of everything below a folder."""
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in folder.rglob("*") if file.is_file()}


def resumed(out):
    return subprocess.run(job(out, "--resume"), capture_output=True, text=True, timeout=120)


class Faults:
    passed = failed = 0

    def __init__(self, folder, arguments):
        self.folder = folder
        self.arguments = arguments
        self.random = random.Random(2026)
        self.number = 0
        self.seconds = min(self.timed_run(name) for name in ("warm", "reference"))
        self.reference = sums(folder / "reference")
        print(f"a run takes {self.seconds:.2f} s and writes {len(self.reference)} files")
        assert "dataset.json" in self.reference and not any(name.startswith(".") for name in self.reference)

    def timed_run(self, name):
        start = time.monotonic()
        subprocess.run(job(self.folder / name), check=True)
        return time.monotonic() - start

    def fresh(self):
        self.number += 1
        return self.folder / f"{self.number}" / "out"

    def count(self, label, problems):
        self.passed, self.failed = (self.passed, self.failed + 1) if problems else (self.passed + 1, self.failed)
        if problems:
            print(f"FAILED {label}: {'; '.join(problems)}")

    def skip(self, label, why):
        print(f"skipped: {label}, {why}")

    def problems_of_files(self, out, complete, state_may_stay=False):
        """What is wrong with the files that a run has left."""
        found = sums(out) if out.exists() else {}
        final = {name: value for name, value in found.items()
                 if not name.startswith(".augshard/") and ".tmp-" not in name}
        problems = [f"{name} differs" for name, value in final.items() if self.reference.get(name) != value]
        # The run's own state goes after dataset.json: a power cut in between leaves a whole dataset and the state.
        others = {name for name in found.keys() ^ self.reference.keys()
                  if not (state_may_stay and name.startswith(".augshard/"))}
        if complete and others:
            problems.append(f"complete, but other files: {sorted(others)[:5]}")
        # Only making its name durable, and removing the run's state, can fail after it.
        if "dataset.json" in found and final != self.reference:
            problems.append("dataset.json, but the dataset is not complete")
        return problems

    def judge(self, label, done, out, codes, says=()):
        """Counts one run that has ended; `says`: what its message must hold, where it is no success."""
        problems = [] if done.returncode in codes else [f"exit {done.returncode}, expected {codes}: {done.stderr}"]
        if done.returncode not in (0, KILLED):
            problems += [f"'{text}' is not named in: {done.stderr}" for text in says if text not in done.stderr]
        problems += self.problems_of_files(out, done.returncode == 0)
        if done.returncode == 3 and any(".tmp-" in name for name in (sums(out) if out.exists() else {})):
            problems.append("a temporary file is left")
        if RESUMES and done.returncode != 0 and not problems:
            again = resumed(out)
            if again.returncode:
                problems.append(f"resumed: exit {again.returncode}: {again.stderr}")
            problems += self.problems_of_files(out, True)
        self.count(label, problems)
        shutil.rmtree(out.parent, ignore_errors=True)

    def run(self, label, codes, says=(), flags=(), limits=None, command=None, **how):
        """One run in a folder of its own, under limits, or wrapped in another command."""
        out = self.fresh()
        out.parent.mkdir()

        def lower_limits():
            for kind, value in (limits or {}).items():
                resource.setrlimit(kind, (value, value))

        line = command(out) if command else job(out, *flags)
        how = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | how
        done = subprocess.run(line, text=True, timeout=120, preexec_fn=lower_limits, **how)
        done.stderr = done.stderr or ""
        self.judge(label, done, out, codes, says)
        return done.returncode


def small_disks(faults):
    """A disk without room, without inodes, and one that is read-only: mounted in a name space of its own."""
    allowed = subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True)
    if allowed.returncode:
        return faults.skip("small disks", f"unshare -rm: {allowed.stderr.decode().strip()}")

    def on_disk(options, prepare="true"):
        def command(out):
            # The disk goes with the name space: what lies on it is kept aside under the same path.
            script = (f"mkdir '{out}' && mount -t tmpfs -o {options} none '{out}' && {prepare}; "
                      f"\"$@\"; code=$?; cp -a '{out}' '{out}.kept'; umount '{out}'; rmdir '{out}'; "
                      f"mv '{out}.kept' '{out}'; exit $code")
            return ["unshare", "-rm", "sh", "-c", script, "sh", *job(out)]
        return command

    for label, options, reason in (("a disk of 1 MiB", "size=1m", "No space left on device"),
                                   ("a disk of 2 MiB", "size=2m", "No space left on device"),
                                   ("a disk with 40 inodes", "nr_inodes=40", "No space left on device"),
                                   ("a read-only disk", "ro", "Read-only file system")):
        faults.run(label, (3,), ("/out", reason), command=on_disk(options))


def limits(faults):
    for size in (1, 3000, 20000, 100000):
        faults.run(f"files of {size} bytes at most", (3,), ("/out", "File too large"),
                   limits={resource.RLIMIT_FSIZE: size})
    for count in (8, 16, 32, 48):
        faults.run(f"{count} descriptors", (3,), ("Too many open files",), limits={resource.RLIMIT_NOFILE: count})
    # The loader's own failure is 127. A run that ends well must have left no record out.
    for mebibytes in (*range(40, 100, 10), *range(100, 180, 2), *range(180, 500, 50)):
        for flags in (("--threads", "8"), ("--on-error", "skip")):
            faults.run(f"{mebibytes} MiB of memory {' '.join(flags)}", (0, 3, 127), flags=flags,
                       limits={resource.RLIMIT_AS: mebibytes << 20})


def no_permission(faults):
    out = faults.fresh()
    out.parent.mkdir()
    out.parent.chmod(0o555)
    as_other = {"user": NOBODY, "group": NOBODY} if os.geteuid() == 0 else {}
    try:
        done = subprocess.run(job(out), capture_output=True, text=True, **as_other)
    except PermissionError as error:
        return faults.skip("a folder that may not be written to", f"as uid {NOBODY}: {error}")
    finally:
        out.parent.chmod(0o755)
    faults.judge("a folder that may not be written to", done, out, (3,), ("/out", "Permission denied"))


def full_streams(faults):
    with open("/dev/full", "w") as full:
        faults.run("stdout is full", (3,), ("stdout", "No space left on device"), flags=["--json"], stdout=full)
        # That a summary could not be told changes nothing in the dataset, but it is told by the exit code.
        faults.run("stderr is full", (3,), command=lambda out: [*JOB, "--output", str(out)], stderr=full)


def calls_on(text, call, log):
    """The numbers, from 1, of the calls of a kind that hold a text (with -y: the path of a descriptor); of one thread."""
    lines = [line for line in log.read_text(errors="replace").splitlines() if re.search(rf"\b{call}\(", line)]
    main = lines[0].split()[0] if lines else ""
    lines = [line for line in lines if line.split()[0] == main]
    return [number for number, line in enumerate(lines, 1) if text in line]


def failing_calls(faults):
    """The n-th call of the system fails, or the process is killed as it enters it."""
    if not shutil.which("strace"):
        return faults.skip("failing system calls", "strace is not installed")
    calls = "openat mkdir pwrite64 fsync close rename".split()
    out = faults.fresh()
    out.parent.mkdir()
    log = out.parent / "log"
    one_by_one = ["--threads", "1", "--in-flight", "1"]
    trace = ["strace", "-f", "-y", "-qq", "-o", str(log), "-e", "trace=" + ",".join(calls)]
    tried = subprocess.run([*trace, *job(out, *one_by_one)], capture_output=True, text=True)
    if tried.returncode:
        return faults.skip("failing system calls", f"strace: {tried.stderr.strip()}")
    for call in calls:
        # Only of a file that was written does the answer to close matter.
        places = calls_on(".tmp-" if call == "close" else str(out), call, log)
        assert places, f"no {call} on the output folder"
        for fault, reason in (("error=EIO", "Input/output error"), ("error=ENOSPC", "No space left on device"),
                              ("signal=KILL", "")):
            some = sorted(faults.random.sample(places, min(faults.arguments.points, len(places))) + places[-1:])
            for n in dict.fromkeys(some):
                faults.run(f"{call} number {n}: {fault}", (KILLED,) if "KILL" in fault else (3,),
                           ("/out", reason) if reason else (),
                           command=lambda out: ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                                                f"inject={call}:{fault}:when={n}", *job(out, *one_by_one)])
    shortage_while_reading(faults, trace, one_by_one)


def shortage_while_reading(faults, trace, flags):
    """What the machine lacks is not held against a record."""
    out = faults.fresh()
    out.parent.mkdir()
    log = out.parent / "log"
    trace = [*trace[:trace.index("-o")], "-o", str(log), "-e", "trace=openat"]
    subprocess.run([*trace, *job(out, *flags)], capture_output=True, check=True)
    places = calls_on("samples/street/images/ash/", "openat", log)
    for n in places[::max(1, len(places) // faults.arguments.points)]:
        faults.run(f"no descriptor for source file, openat {n}", (3,), ("samples/street", "Too many open files"),
                   command=lambda out: ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=openat", "-e",
                                        f"inject=openat:error=EMFILE:when={n}",
                                        *job(out, *flags, "--on-error", "skip")])


def start(out, *flags):
    return subprocess.Popen(job(out, *flags), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def ended(process):
    _, stderr = process.communicate(timeout=60)
    return subprocess.CompletedProcess(process.args, process.returncode, "", stderr)


def handling_signals(process):
    """Waits until the program handles SIGTERM: before, a signal ends it as it ends any program."""
    bit = 1 << (signal.SIGTERM - 1)
    until = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < until:
        with open(f"/proc/{process.pid}/status", encoding="ascii", errors="replace") as status:
            caught = next((line.split()[1] for line in status if line.startswith("SigCgt:")), "0")
        if int(caught, 16) & bit:
            return
        time.sleep(0.001)


def signals(faults):
    for name, code in (("SIGINT", 130), ("SIGTERM", 143)):
        for share in (0.3, 0.5, 0.7):
            out = faults.fresh()
            process = start(out)
            handling_signals(process)
            time.sleep(share * faults.seconds)
            process.send_signal(getattr(signal, name))
            asked = time.monotonic()
            done = ended(process)
            if time.monotonic() - asked > 10:
                done.returncode = "none within 10 s"
            faults.judge(f"{name} after {share} of a run", done, out, (code, 0))


def event_lines(text):
    """The objects that a run with --json has written; every line must be one."""
    return [json.loads(line) for line in text.splitlines()]


def last_events(faults):
    """However a run with --json ends, its last line, and no other, is "done", with the exit code and why."""
    def ended_with(label, code, end, flags=(), limits=None, interrupt=None, line=None):
        out = faults.fresh()
        out.parent.mkdir()

        def lower_limits():
            for kind, value in (limits or {}).items():
                resource.setrlimit(kind, (value, value))

        process = subprocess.Popen(line or job(out, "--json", *flags), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True, preexec_fn=lower_limits)
        if interrupt:
            interrupt(process)
        stdout, stderr = process.communicate(timeout=60)
        problems = []
        try:
            events = event_lines(stdout)
            done = [event for event in events if event["type"] == "done"]
            if len(done) != 1 or events[-1] != done[0]:
                problems.append(f"{len(done)} done events, last line: {stdout.splitlines()[-1:]}")
            elif (done[0]["exit"], done[0]["end"]) != (process.returncode, end) or process.returncode != code:
                problems.append(f"exit {process.returncode}, expected {code}: {done[0]}")
            elif bool(done[0].get("reason")) != (code != 0):
                problems.append(f"the reason: {done[0]}")
        except ValueError as error:
            problems.append(f"{error} in {stdout!r}, exit {process.returncode}: {stderr}")
        faults.count(f"the last event, {label}", problems)
        shutil.rmtree(out.parent, ignore_errors=True)

    def after(share, *numbers):
        def interrupt(process):
            handling_signals(process)
            for number in numbers:  # apart: two of a kind at once would be one
                time.sleep(share * faults.seconds)
                process.send_signal(number)
        return interrupt

    ended_with("complete", 0, "complete")
    ended_with("a plan", 0, "complete", ["--dry-run"])
    ended_with("a refusal", 2, "refused", ["--set", "/seed=-1"])
    ended_with("nothing to read", 2, "refused", ["--root", str(faults.folder / "nowhere")])
    ended_with("files too large", 3, "failed", limits={resource.RLIMIT_FSIZE: 20000})
    ended_with("too few descriptors", 3, "failed", limits={resource.RLIMIT_NOFILE: 16})
    ended_with("too little memory", 3, "failed", limits={resource.RLIMIT_AS: 90 << 20})
    ended_with("a reject", 5, "too-many-rejects", ["--set", "/source/max_pixels=1000"])
    # More records must be left than are in flight: those are finished, and where they are all, so is the run.
    one_by_one = ["--threads", "1", "--in-flight", "1"]
    ended_with("interrupted", 130, "stopped", one_by_one, interrupt=after(0.4, signal.SIGINT))
    ended_with("terminated", 143, "stopped", one_by_one, interrupt=after(0.4, signal.SIGTERM))
    for share in (0.1, 0.2, 0.3):
        ended_with(f"interrupted twice after {share}", 130, "stopped", one_by_one,
                   interrupt=after(share, signal.SIGINT, signal.SIGINT))
    # Long before anything is written: the source is being listed.
    ended_with("terminated at the beginning", 143, "stopped", one_by_one, interrupt=after(0.1, signal.SIGTERM))


def unread_events(faults):
    """A reader that has stopped reading holds no run up that two signals end."""
    for share in (0, 0.3):
        read_end, write_end = os.pipe()
        os.set_blocking(write_end, False)
        with contextlib.suppress(BlockingIOError):
            while True:
                os.write(write_end, b"\n" * 1024)
        os.set_blocking(write_end, True)
        out = faults.fresh()
        process = subprocess.Popen(job(out, "--json"), stdout=write_end, stderr=subprocess.PIPE, text=True)
        handling_signals(process)
        time.sleep(share * faults.seconds)
        problems = []
        for _ in range(2):
            process.send_signal(signal.SIGINT)
            time.sleep(0.1)
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        if process.returncode != 130:
            problems.append(f"exit {process.returncode}")
        faults.count(f"nobody reads the events, interrupted twice after {share}", problems)
        os.close(read_end)
        os.close(write_end)
        shutil.rmtree(out.parent, ignore_errors=True)


def kills(faults):
    """Killed at random times, resumed in the same folder until it is complete; then again from the start."""
    done = midway = 0
    while done < faults.arguments.kills:
        out = faults.fresh()
        code, problems = KILLED, []
        while code == KILLED and done < faults.arguments.kills and not problems:
            if not RESUMES:
                shutil.rmtree(out, ignore_errors=True)
            process = start(out, *(["--resume"] if RESUMES and out.exists() else []))
            time.sleep(faults.random.uniform(0, 1.1 * faults.seconds))
            process.kill()
            last = ended(process)
            code, done = last.returncode, done + 1
            midway += code == KILLED and out.exists()
            problems = faults.problems_of_files(out, code == 0)
            if code not in (0, KILLED):
                problems.append(f"exit {code}: {last.stderr}")
            faults.count(f"kill {done}", problems)
        if RESUMES and code == KILLED and not problems:
            again = resumed(out)
            faults.count(f"resumed after kill {done}", [f"exit {again.returncode}: {again.stderr}"]
                         if again.returncode else faults.problems_of_files(out, True))
        shutil.rmtree(out.parent, ignore_errors=True)
    print(f"{midway} of {done} kills while files were written")


def two_at_once(faults):
    if not RESUMES:
        return
    for round_number in range(1, 6):
        out = faults.fresh()
        if round_number > 1:  # from a folder that is already there in part
            first = start(out)
            time.sleep(0.5 * faults.seconds)
            first.kill()
            ended(first)
        both = [start(out, "--resume") for _ in range(2)]
        done = [ended(process) for process in both]
        codes = [one.returncode for one in done]
        problems = [] if 0 in codes and set(codes) <= {0, 2, 3} else [f"exit {codes}: {[one.stderr for one in done]}"]
        faults.count(f"two at once, round {round_number}", problems + faults.problems_of_files(out, True))
        shutil.rmtree(out.parent, ignore_errors=True)


class LoopDisk:
    """An ext4 file system in a file, whose power can be cut: what was not made durable is gone then."""
    # linux/fs.h and fs/ext4/ext4.h: FS_IOC_SHUTDOWN; the journal is dropped as it is in memory, or written out first.
    SHUTDOWN, NOW, AFTER_THE_JOURNAL = 0x8004587D, 2, 1

    def __init__(self, folder):
        self.image = folder / "disk.img"
        self.mounted = folder / "disk"
        self.mounted.mkdir()

    def command(self, *line):
        done = subprocess.run(line, capture_output=True, text=True)
        if done.returncode:
            raise OSError(f"{line[0]}: {done.stderr.strip()}")

    def make(self):
        with open(self.image, "wb") as file:
            file.truncate(128 << 20)
        self.command("mkfs.ext4", "-q", "-F", str(self.image))

    def mount(self):
        self.command("mount", "-o", "loop", str(self.image), str(self.mounted))

    def unmount(self):
        self.command("umount", str(self.mounted))

    def cut(self, how):
        descriptor = os.open(self.mounted, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, self.SHUTDOWN, struct.pack("I", how))
        finally:
            os.close(descriptor)

    def restart(self):
        """As the machine comes up again: the journal is replayed."""
        self.unmount()
        self.mount()


def power_cuts(faults):
    """The power of the disk is cut at random times. Nothing that lacks its fsync would pass: see the last of it."""
    folder = faults.folder / "power"
    folder.mkdir()
    disk = LoopDisk(folder)
    try:
        disk.make()
        disk.mount()
    except OSError as error:
        return faults.skip("power cuts", f"no loop-mounted ext4: {error}")
    try:
        cut_at_random(faults, disk)
        cut_without_fsync(faults, disk)
    except OSError as error:
        faults.skip("power cuts", f"the disk cannot be cut off: {error}")
    finally:
        subprocess.run(["umount", "-l", str(disk.mounted)], capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def cut_at_random(faults, disk):
    out = disk.mounted / "out"
    began = time.monotonic()
    ended(start(out))
    seconds = time.monotonic() - began
    found = dict.fromkeys(("before", "during", "after"), 0)
    for number in range(1, faults.arguments.power_cuts + 1):
        shutil.rmtree(out, ignore_errors=True)
        os.sync()
        process = start(out)
        time.sleep(faults.random.uniform(0, 1.1 * seconds))
        disk.cut(disk.NOW)
        done = ended(process)
        disk.restart()
        final = [path for path in out.rglob("*") if path.is_file()] if out.exists() else []
        found["after" if (out / "dataset.json").exists() else "during" if final else "before"] += 1
        # A run that said it was done must be there, whole, after the cut.
        problems = faults.problems_of_files(out, done.returncode == 0, state_may_stay=True)
        if done.returncode not in (0, 3):
            problems.append(f"exit {done.returncode}: {done.stderr}")
        again = resumed(out)
        if again.returncode:
            problems.append(f"resumed: exit {again.returncode}: {again.stderr}")
        faults.count(f"power cut {number}", problems + faults.problems_of_files(out, True, state_may_stay=True))
    print(f"power cuts with files left: {found}")


def cut_without_fsync(faults, disk):
    """The control: where fsync does nothing, a cut must be seen by the checks above, or they prove nothing."""
    if not shutil.which("strace"):
        return faults.skip("power cut without fsync", "strace is not installed")
    out = disk.mounted / "lazy"
    line = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:retval=0", *job(out)]
    subprocess.run(line, capture_output=True, check=True)
    disk.cut(disk.AFTER_THE_JOURNAL)
    disk.restart()
    problems = faults.problems_of_files(out, True)
    faults.count("power cut without fsync", [] if problems else ["the checks saw nothing wrong"])


def corrupt_images(faults):
    """Odd and damaged files of the field: an example with the right pixels, or a reject with a reason."""
    if not (DATA / "pngsuite").is_dir():
        return faults.skip("corrupt images", f"{DATA / 'pngsuite'} is not there (AUGSHARD_DATA)")
    python = subprocess.run(["bash", PROJECT / "tests/venv.sh", "images"], stdout=subprocess.PIPE, text=True, check=True)
    done = subprocess.run([python.stdout.strip(), PROJECT / "tests/corpora.py", DATA], stdout=subprocess.PIPE, text=True)
    *told, last = done.stdout.splitlines() or [""]
    counted = re.fullmatch(r"(\d+) passed, (\d+) failed", last)
    print("\n".join(told if counted else [*told, last, f"FAILED corrupt images: exit {done.returncode}"]))
    faults.passed += int(counted[1]) if counted else 0
    faults.failed += int(counted[2]) if counted else 1


CHECKS = (small_disks, limits, no_permission, full_streams, failing_calls, signals, last_events, unread_events, kills, two_at_once,
          power_cuts, corrupt_images)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--points", type=int, default=4)
    parser.add_argument("--power-cuts", type=int, default=12)
    parser.add_argument("checks", nargs="*", metavar="CHECK", help=", ".join(check.__name__ for check in CHECKS))
    arguments = parser.parse_args()
    unknown = set(arguments.checks) - {check.__name__ for check in CHECKS}
    if unknown:
        parser.error(f"no check is named {', '.join(sorted(unknown))}")
    # Nothing here asks what a disk keeps without power, so the syncs may go to memory, which is much faster.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="augshard-", dir=memory) as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        faults = Faults(folder, arguments)
        if not RESUMES:
            faults.skip("resuming, and two runs at once", "augshard run has no --resume")
        for check in CHECKS:
            if arguments.checks and check.__name__ not in arguments.checks:
                continue
            began = time.monotonic()
            check(faults)
            print(f"{check.__name__}: {time.monotonic() - began:.1f} s")
    print(f"{faults.passed} passed, {faults.failed} failed")
    return faults.failed != 0


if __name__ == "__main__":
    sys.exit(main())
