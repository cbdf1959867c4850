"""What every textual gate shares: its arguments, the files it reads, the way it reports."""

import argparse
import subprocess
from pathlib import Path


class Gate:
    """Collects faults and prints them as `file:line: what is wrong`."""

    def __init__(self, name, about):
        parser = argparse.ArgumentParser(
            prog=f"scripts/{name}", description=about,
            formatter_class=argparse.RawDescriptionHelpFormatter)
        parser.add_argument("--root", default=Path(__file__).resolve().parents[2], type=Path,
                            help="the checkout to read (default: the one this script lies in)")
        self.name = name
        self.root = parser.parse_args().root.resolve()
        self.src = self.root / "src"
        self.faults = []

    def fault(self, path, line, text):
        shown = path.relative_to(self.root) if path.is_absolute() else path
        self.faults.append(f"{shown}:{line}: {text}" if line else f"{shown}: {text}")

    def files(self, *folders, suffixes):
        """Files below the folders with one of the suffixes, sorted, without what is generated."""
        for folder in folders:
            for path in sorted((self.root / folder).rglob("*")):
                inside = path.relative_to(self.root).parts
                if path.suffix in suffixes and path.is_file() and not (
                        {"node_modules", "build", "dist", "generated"} & set(inside)):
                    yield path

    def git(self, *arguments):
        return subprocess.run(["git", "-C", str(self.root), *arguments], capture_output=True,
                              text=True, check=False).stdout

    def finish(self):
        for fault in self.faults:
            print(fault)
        print(f"{self.name}: {f'{len(self.faults)} faults' if self.faults else 'clean'}")
        return 1 if self.faults else 0
