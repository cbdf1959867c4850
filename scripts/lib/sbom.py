"""The list of all parts CareGrid is built on, as a CycloneDX 1.5 document: Debian packages of
scripts/setup with what their libraries pull in, and the npm packages that reach a browser or the
program (web/package-lock.json). The same checkout on the same machine gives the same bytes."""

import base64
import csv
import json
import re
import subprocess
import uuid
from pathlib import Path

SETUP = "scripts/setup"
LOCK = "web/package-lock.json"
MANIFEST = "web/package.json"
PARTS = "docs/security/parts.csv"
# Development packages of npm whose content is compiled into the program.
BUILT_IN = {"better-sqlite3": "its SQLite amalgamation", "@zxcvbn-ts/language-common": "its list of passwords"}

# Packages whose lock entry names no licence, and what their own README says.
TOLD_ELSEWHERE = {"@mapbox/jsonlint-lines-primitives": "MIT"}


def setup_packages(root):
    """What scripts/setup installs, tests included, in its order: name -> runtime or for tests."""
    text = (root / SETUP).read_text(encoding="utf-8")
    found = {}
    for array, scope in (("packages", "required"), ("for_tests", "excluded")):
        match = re.search(rf"^{array}=\(([^)]*)\)", text, re.M | re.S)
        for name in match.group(1).split() if match else ():
            found.setdefault(name, scope)
    return found


def query(names):
    """Version, architecture, source and dependencies of installed packages, by dpkg's own words."""
    form = "${Package}\t${Version}\t${Architecture}\t${source:Package}\t${Depends}\n"
    done = subprocess.run(["dpkg-query", "-W", "-f", form, *names], capture_output=True, text=True, check=False)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    return {row[0]: row for row in rows if len(row) == 5 and row[1]}


def licences(package):
    """The licences Debian's copyright file names, in its order, each once; at most eight."""
    path = Path("/usr/share/doc") / package / "copyright"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    names = []
    for name in re.findall(r"^License: *(\S[^\n]*)$", text, re.M):
        if name not in names:
            names.append(name)
    return names[:8]


def libraries_of(packages, known):
    """Shared libraries that -dev packages lean on: what the program links to."""
    wanted = set()
    for name in packages:
        for one in (known.get(name) or ["", "", "", "", ""])[4].split(","):
            dependency = re.split(r"[ (|:]", one.strip())[0]
            if dependency.startswith("lib") and not dependency.endswith("-dev") and name.endswith("-dev"):
                wanted.add(dependency)
    return wanted


def debian_component(row, scope):
    name, version, architecture, source, _ = row
    made = {"type": "library" if name.startswith("lib") else "application", "bom-ref": f"deb:{name}", "name": name,
            "version": version, "scope": scope,
            "purl": f"pkg:deb/debian/{name}@{version}?arch={architecture}&distro=debian-12",
            "properties": [{"name": "debian:source", "value": source}]}
    names = licences(name)
    if names:
        made["licenses"] = [{"license": {"name": one}} for one in names]
    return made


def debian(root):
    listed = setup_packages(root)
    known = query(sorted(listed))
    libraries = query(sorted(libraries_of([n for n, s in listed.items() if s == "required"], known) - set(listed)))
    missing = sorted(set(listed) - set(known) - {"nodejs", "npm"})
    parts = [debian_component(known[name], listed[name]) for name in sorted(known)]
    return parts + [debian_component(libraries[name], "required") for name in sorted(libraries)], missing


def npm(root):
    """Packages of the lock file that reach a browser or the program."""
    packages = json.loads((root / LOCK).read_text(encoding="utf-8"))["packages"]
    made = []
    for path, package in sorted(packages.items()):
        name = path.rpartition("node_modules/")[2]
        if not name or package.get("link") or (package.get("dev") and name not in BUILT_IN):
            continue
        scope, _, short = name.rpartition("/")
        algorithm, _, content = package.get("integrity", "").partition("-")
        component = {"type": "library", "bom-ref": f"npm:{path}", "name": name, "version": package["version"],
                     "scope": "required",
                     "purl": f"pkg:npm/{scope.replace('@', '%40')}{'/' if scope else ''}{short}@{package['version']}"}
        if algorithm == "sha512":
            component["hashes"] = [{"alg": "SHA-512", "content": to_hex(content)}]
        licence = package.get("license") or TOLD_ELSEWHERE.get(name)
        if licence:
            component["licenses"] = [{"license": {"name": licence}}]
        if name in BUILT_IN:
            component["properties"] = [{"name": "caregrid:uses", "value": BUILT_IN[name]}]
        made.append(component)
    return made


def to_hex(base64_text):
    return base64.b64decode(base64_text).hex()


def make(root):
    """The document and the names of Debian packages that are not installed here."""
    parts, missing = debian(root)
    parts += npm(root)
    version = json.loads((root / MANIFEST).read_text(encoding="utf-8"))["version"]
    # Made of the parts, so that the same parts have the same number.
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(parts, sort_keys=True))
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": f"urn:uuid:{serial}", "version": 1,
            "metadata": {"component": {"type": "application", "bom-ref": "caregrid", "name": "caregrid",
                                       "version": version, "licenses": [{"license": {"id": "Apache-2.0"}}]}},
            "components": parts}, missing


def faults(root, document, missing):
    """What a list of parts must not be: short of one, without a version or an origin, told twice."""
    found = [f"{name} is installed by {SETUP} and is not on this machine" for name in missing]
    refs = [part["bom-ref"] for part in document["components"]]
    found += [f"{ref} is listed twice" for ref in sorted({r for r in refs if refs.count(r) > 1})]
    for part in document["components"]:
        if not part["version"] or not part["purl"].startswith(("pkg:deb/debian/", "pkg:npm/")):
            found.append(f"{part['name']} has no version or comes from elsewhere")
        if part["purl"].startswith("pkg:npm/") and not (part.get("hashes") and part.get("licenses")):
            found.append(f"{part['name']} has no hash or no licence")
    wanted = json.loads((root / MANIFEST).read_text(encoding="utf-8"))["dependencies"]
    listed = {part["name"] for part in document["components"]}
    found += [f"{name} of {MANIFEST} is not listed" for name in sorted(wanted) if name not in listed]
    return found


def looked_through(root):
    """The parts the program is made of, as docs/security/parts.csv lists them: name -> row."""
    with (root / PARTS).open(encoding="utf-8", newline="") as table:
        return {row["part"]: row for row in csv.DictReader(table)}


def unlisted(root, document):
    """Parts we chose that nobody listed, or that are others than those listed."""
    chosen = [name for name, scope in setup_packages(root).items() if scope == "required" and name.endswith("-dev")]
    chosen += json.loads((root / MANIFEST).read_text(encoding="utf-8"))["dependencies"]
    rows = looked_through(root)
    found = [f"{name} is not in {PARTS}" for name in [*chosen, *BUILT_IN] if name not in rows]
    found += [f"{name} of {PARTS} is used no more" for name in rows if name not in {*chosen, *BUILT_IN}]
    found += [f"{name} of {PARTS} lacks a licence" for name, row in rows.items() if not row["licence"]]
    for part in document["components"]:
        row = rows.get(part["name"])
        if row and part["purl"].startswith("pkg:npm/") and row["version"] != part["version"]:
            found.append(f"{part['name']} is {part['version']}; {PARTS} lists {row['version']}")
    return found


def outdated(root, document):
    """Debian packages of this machine that are older than the ones listed."""
    rows = looked_through(root)
    found = []
    for part in document["components"]:
        row = rows.get(part["name"])
        if row and row["from"] == "Debian" and subprocess.run(
                ["dpkg", "--compare-versions", part["version"], "lt", row["version"]], check=False).returncode == 0:
            found.append(f"{part['name']} {part['version']} is older than {row['version']}: apt-get install {part['name']}")
    return found
