"""`augshard schema` against an independent validator (python package jsonschema): the schema is a valid one, it takes every pipeline of
this project and every op's examples, and on thousands of changed pipelines it agrees with `augshard validate`.
Runs itself in its virtual environment (tests/venv.sh schema)."""
import copy
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

PROJECT = pathlib.Path(__file__).resolve().parent.parent
AUGSHARD = os.environ.get("AUGSHARD", str(PROJECT / "build/dev/augshard"))

# Rules over several values, which a schema does not state: `augshard validate` alone finds them.
CROSS_FIELD = re.compile(r"error\[(rule|order|weights|fractions|pattern|unknown-attribute|unknown-target|unknown-class)\]")


def without_comments(text):
    return re.sub(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', lambda found: found[1] or "", text, flags=re.S)


def augshard(*arguments):
    return subprocess.run([AUGSHARD, *map(str, arguments)], capture_output=True, text=True)


def changes(value, pointer=()):
    """(what, pointer, changed value) for every place of a JSON value: another type, an absurd number, a key too many."""
    if isinstance(value, dict):
        yield "unknown key", pointer, value | {"nonsense": 1}
        for key, child in value.items():
            yield from changes(child, pointer + (key,))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from changes(child, pointer + (index,))
    else:
        yield "another type", pointer, {"nonsense": 1}
        if isinstance(value, str):
            yield "a number", pointer, 3.25
            yield "another word", pointer, value + "?"
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            yield "a string", pointer, "3"
            yield "a huge number", pointer, 1e15
            yield "a negative number", pointer, -1e15
            yield "a fraction", pointer, value + 0.375


def replaced(document, pointer, value):
    if not pointer:
        return value
    document = copy.deepcopy(document)
    place = document
    for key in pointer[:-1]:
        place = place[key]
    place[pointer[-1]] = value
    return document


def main():
    import jsonschema

    passed = failed = 0

    def check(name, problem):
        nonlocal passed, failed
        passed, failed = (passed, failed + 1) if problem else (passed + 1, failed)
        if problem:
            print(f"FAILED {name}: {problem}")

    schema = json.loads(augshard("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)

    def refusal(pipeline):
        error = next(iter(validator.iter_errors(pipeline)), None)
        return error and f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"

    configs = set(PROJECT.glob("configs/*.json")) - {PROJECT / "configs/augshard.schema.json"}
    for file in [*sorted(configs), PROJECT / "samples/pipeline.json", *PROJECT.glob("tests/interop/*.json")]:
        check(f"schema takes {file.name}", refusal(json.loads(without_comments(file.read_text()))))

    base = {"augshard": 1, "name": "d", "source": {"type": "folders", "root": "d", "image": "{id}.png", "masks": {"mask": "m/{id}.png"}},
            "outputs": [{"type": "tfrecord"}]}
    table = [json.loads(line) for line in augshard("ops", "--json").stdout.splitlines()]
    subjects = [("samples", json.loads((PROJECT / "samples/pipeline.json").read_text()))]
    subjects += [(e["name"], base | {"ops": [example]}) for e in table for example in e["examples"] if e["name"] != "replay"]
    with tempfile.TemporaryDirectory(prefix="augshard-") as folder:

        def judge(job):
            number, name, pipeline = job
            path = pathlib.Path(folder, f"{number}.json")
            path.write_text(json.dumps(pipeline))
            done = augshard("validate", path)
            path.unlink()
            strange = [line for line in done.stderr.splitlines() if "error[" in line and not CROSS_FIELD.search(line)]
            ours, theirs = done.returncode == 2, refusal(pipeline)
            if ours and not theirs:
                return name, "the schema takes it, not so validate: " + "; ".join(strange)[:400] if strange else None
            return name, None if ours == bool(theirs) else f"validate takes it, the schema says {theirs}"

        jobs = [(name, subject) for name, subject in subjects]
        for name, subject in subjects:
            places = changes(subject) if name == "samples" else changes(subject["ops"], ("ops",))
            jobs += [(f"{name}: {what} at /{'/'.join(map(str, at))}", replaced(subject, at, value)) for what, at, value in places]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for name, problem in pool.map(judge, ((number, *job) for number, job in enumerate(jobs))):
                check(name, problem)
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    if "AUGSHARD_IN_VENV" not in os.environ:
        command = ["bash", str(PROJECT / "tests/venv.sh"), "schema"]
        python = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
        os.execve(python, [python, *sys.argv], os.environ | {"AUGSHARD_IN_VENV": "1"})
    sys.exit(main())
