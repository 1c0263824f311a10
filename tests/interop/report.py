"""Counts of checks, for the scripts beside it."""
import sys
import traceback


class Report:
    passed = failed = 0

    def check(self, name, holds, detail=""):
        self.passed, self.failed = (self.passed + 1, self.failed) if holds else (self.passed, self.failed + 1)
        if not holds:
            print(f"FAILED {name}{': ' if detail else ''}{detail}")

    def run(self, name, function, *arguments):
        """Runs one check function; what it raises is a failure."""
        try:
            function(*arguments)
            self.passed += 1
        except Exception:  # a check may fail in any way; all are told
            self.failed += 1
            print(f"FAILED {name}\n{traceback.format_exc(limit=-3)}")

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(self.failed != 0)
