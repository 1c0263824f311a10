"""Runs what the README and the pages of docs/ for users show. JSON blocks are pipelines or parts of one (then put into
samples/pipeline.json) and run on the samples; shell blocks run in order in one folder that looks like the project; Python
blocks are the very code of samples/. The two commands of the first screen have checks of their own in tests/run.sh."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

PROJECT = pathlib.Path(__file__).resolve().parent.parent
AUGSHARD = pathlib.Path(os.environ.get("AUGSHARD", PROJECT / "build/dev/augshard")).resolve()
RUN_ELSEWHERE = ("bash samples/quickstart.sh", "bash tests/run.sh", "cmake --preset")
OTHER_LIBRARIES = ("import albumentations", "import keras\n", "import torch\nfrom torchvision")  # tests/interop/twins.py runs these


def blocks(file):
    """(line, language, text) of the fenced blocks of a page."""
    text = file.read_text()
    for found in re.finditer(r"^```(\w+)\n(.*?)^```$", text, flags=re.M | re.S):
        yield text.count("\n", 0, found.start()) + 1, found[1], found[2]


def shell(script, folder):
    environment = os.environ | {"PATH": f"{AUGSHARD.parent}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=folder, env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return None if done.returncode == 0 else f"exit {done.returncode}\n{done.stdout[-2000:]}"


def pipeline(text, folder, name):
    """Runs a pipeline, or a part of one within the samples' job."""
    part = json.loads(text)
    whole = part if "augshard" in part else json.loads((PROJECT / "samples/pipeline.json").read_text()) | part
    if "ops" in part and "splits" in part:  # the part's own splits take the part's ops
        whole["ops"] = part["ops"]
    (folder / f"{name}.json").write_text(json.dumps(whole))
    return shell(f"augshard run {name}.json --root samples/street --output out/{name} -q && augshard verify out/{name}", folder)


def python(text):
    sources = [file.read_text() for file in (PROJECT / "samples").glob("*.py")]
    return None if any(text in source for source in sources) else "not in samples/*.py as it stands"


def check(language, text, folder, name):
    if language == "json":
        return pipeline(text, folder, name)
    if language == "python":
        return None if text.startswith(OTHER_LIBRARIES) else python(text)
    if language == "sh":
        return None if text.startswith(RUN_ELSEWHERE) else shell(text, folder)
    return f"no rule for a block of '{language}'"


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="augshard-") as name:
        folder = pathlib.Path(name)
        for link in ("samples", "configs"):
            (folder / link).symlink_to(PROJECT / link)
        (folder / "build/release").mkdir(parents=True)
        (folder / "build/release/augshard").symlink_to(AUGSHARD)
        for page in (PROJECT / name for name in ("README.md", "docs/pipeline.md", "docs/jobs.md", "docs/coming-from.md", "CONTRIBUTING.md")):
            for line, language, text in blocks(page):
                problem = check(language, text, folder, f"{page.stem.lower()}_{line}")
                passed, failed = (passed, failed + 1) if problem else (passed + 1, failed)
                if problem:
                    print(f"FAILED {page.name}:{line}: {problem}")
        for page in [*PROJECT.glob("*.md"), *PROJECT.glob("docs/*.md")]:
            for target in re.findall(r"\]\(([^)#:]+)[^)]*\)", page.read_text()):
                exists = (page.parent / target).exists()
                passed, failed = (passed + 1, failed) if exists else (passed, failed + 1)
                if not exists:
                    print(f"FAILED {page.name}: link to {target}, which is not there")
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
