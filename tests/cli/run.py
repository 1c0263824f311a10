"""Runs the command-line cases of tests/cli/*.cases. Usage: run.py [--update] [FILE...]; needs nothing but Python.

A file holds cases, each a title and sections:

    === title
    --- file pipeline.json        any number of files, written into the case's own empty folder
    {...}
    --- run                       a script for bash; `augshard`, $SAMPLES, $CONFIGS and $DATA are there
    augshard validate pipeline.json
    --- exit 2                    of the script; 0 where the section is absent
    --- stdout                    exact text; nothing is expected where the section is absent
    --- stderr *                  with a star: a pattern in which * stands for any text and ? for one character

Lines before the first `===` are comment. --update writes what came out into the exact sections and the exit codes (patterns
stay as they are); read the difference before committing it. $CASE in expected text stands for the case's folder.
"""
import concurrent.futures
import fnmatch
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
AUGSHARD = pathlib.Path(os.environ.get("AUGSHARD", PROJECT / "build/dev/augshard")).resolve()


class Case:
    def __init__(self, text):
        title, *sections = re.split(r"^--- ", text, flags=re.M)
        self.title = title.strip()
        self.sections = []  # [header, body] in the order of the file
        for section in sections:
            header, _, body = section.partition("\n")
            self.sections.append([header.strip(), body])

    def body(self, name):
        return next((body for header, body in self.sections if header == name), None)

    def set(self, name, body):
        kept = [section for section in self.sections if section[0] != name]
        self.sections = kept + ([[name, body]] if body else [])

    @property
    def exit(self):
        return next((int(header.split()[1]) for header, _ in self.sections if header.startswith("exit ")), 0)

    @exit.setter
    def exit(self, code):
        self.sections = [section for section in self.sections if not section[0].startswith("exit ")]
        if code:
            place = [header for header, _ in self.sections].index("run") + 1
            self.sections.insert(place, [f"exit {code}", ""])

    def __str__(self):
        return f"=== {self.title}\n" + "".join(f"--- {header}\n{body}" for header, body in self.sections)


def execute(case):
    """Exit code, stdout and stderr of the case's script in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="augshard-") as folder:
        for header, body in case.sections:
            if header.startswith("file "):
                path = pathlib.Path(folder, header[5:])
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(body)
        environment = os.environ | {
            "PATH": f"{AUGSHARD.parent}:{os.environ['PATH']}",
            "SAMPLES": str(PROJECT / "samples"),
            "CONFIGS": str(PROJECT / "configs"),
            "DATA": os.environ.get("AUGSHARD_DATA", str(PROJECT.parent / "shared/data")),
            "TERM": "dumb",
        }
        done = subprocess.run(
            ["bash", "-c", case.body("run")], cwd=folder, env=environment, capture_output=True, timeout=300
        )
        named = [text.decode(errors="replace").replace(folder, "$CASE") for text in (done.stdout, done.stderr)]
        return done.returncode, *(text.replace(str(PROJECT), "$PROJECT") for text in named)


def as_pattern(text):
    return text.replace("[", "[[]")


def differences(case, code, stdout, stderr):
    found = [] if code == case.exit else [f"exit {code}, expected {case.exit}"]
    for name, text in (("stdout", stdout), ("stderr", stderr)):
        pattern = case.body(f"{name} *")
        if pattern is not None:
            if not fnmatch.fnmatchcase(text, as_pattern(pattern)):
                found.append(f"{name} does not match:\n{pattern}it is:\n{text}")
        elif text != (case.body(name) or ""):
            found.append(f"{name} differs; expected:\n{case.body(name) or ''}it is:\n{text}")
    return found


def update(case, code, stdout, stderr):
    case.exit = code
    for name, text in (("stdout", stdout), ("stderr", stderr)):
        if case.body(f"{name} *") is None:
            case.set(name, text if not text or text.endswith("\n") else text + "\n")


def main(arguments):
    rewrite = "--update" in arguments
    files = [pathlib.Path(name) for name in arguments if name != "--update"] or sorted(HERE.glob("*.cases"))
    passed = failed = 0
    for file in files:
        comment, *texts = re.split(r"^=== ", file.read_text(), flags=re.M)
        cases = [Case(text) for text in texts]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            outcomes = list(pool.map(execute, cases))
        for case, outcome in zip(cases, outcomes):
            if rewrite:
                update(case, *outcome)
            found = differences(case, *outcome)
            passed, failed = (passed, failed + 1) if found else (passed + 1, failed)
            if found:
                print(f"FAILED {file.stem}: {case.title}\n" + "\n".join(found))
        if rewrite:
            file.write_text(comment + "".join(map(str, cases)))
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
