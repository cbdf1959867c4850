"""What the security pages promise and a machine can read: sections that are written down, words that
stand nowhere in the code, settings that are on. docs/security/asvs.csv names the tests of each
(tests/gates/promises_test.py, which also plants a fault for every one)."""

import json
import re

MARK = "docs/security/handbook.md"
HANDBOOK = MARK
MODEL = "docs/security/threat-model.md"

# name: page, heading, what the section must speak of
SECTIONS = {
    "input": (HANDBOOK, "What is taken in", ("identity number", "telephone", "date", "docs/reference/cli.md")),
    "combined": (HANDBOOK, "What must fit together", ("birth", "village", "plan", "guardian")),
    "limits": (MODEL, "Limits", ("requests of one account", "exports", "upload", "all accounts together")),
    "files": (HANDBOOK, "Files", ("CSV", "XLSX", "2 GiB", "unpacked", "formula", "refused")),
    "guessing": (HANDBOOK, "Guessing", ("--rate", "never locked", "known device", "Argon2id")),
    "ways_in": (HANDBOOK, "Ways in", ("password", "passkey", "one-time code", "recovery code", "reset code",
                                      "identity provider")),
    "sessions": (HANDBOOK, "Sessions", ("30 minutes", "12 hours", "any number", "NIST SP 800-63B")),
    "federated": (HANDBOOK, "Sessions through a provider", ("30 idle minutes", "max_age", "end_session_endpoint",
                                                             "account sign-out")),
    "rights": (HANDBOOK, "Who may do what", ("packs/core/access.json", "role", "field", "write")),
    "context": (HANDBOOK, "What a decision weighs", ("area", "assignment", "purpose", "consent", "address",
                                                     "device", "time", "ten minutes", "not weighed")),
    "keys": (HANDBOOK, "Keys and algorithms", ("XChaCha20", "Ed25519", "Argon2id", "SHA-256", "HMAC", "rotate",
                                               "NIST SP 800-57", "never", "certificate")),
    "secrets": (HANDBOOK, "Secrets", ("wrapping key", "journal key", "sign-in key", "PostgreSQL", "yearly")),
    "connections": (HANDBOOK, "Connections", ("4,096", "readers", "db.gone", "60 s", "sslmode=verify-full")),
    "talks_to": (MODEL, "What there is", ("opens no connection", "rights on its own schema", "fetches no address")),
    "classes": (HANDBOOK, "Classes of data", ("C0", "C1", "C2", "C3", "C4", "log", "encrypted", "kept for",
                                              "journalled", "law")),
    "heavy": (HANDBOOK, "What is heavy", ("import", "plan", "export", "job", "queue", "password")),
    "parts": (HANDBOOK, "Parts", ("scripts/sbom", "risky", "dangerous", "7 days", "Debian", "lock file")),
    "logs": (HANDBOOK, "Logs", ("standard error", "journal", "PostgreSQL", "proxy", "who may read", "kept for",
                                "UTC", "JSON")),
    "browsers": (HANDBOOK, "Browsers", ("HSTS", "Content-Security-Policy", "SameSite", "warn", "without modules")),
    "remediation": ("SECURITY.md", "Security", ("7 days", "30", "packages we build on")),
    "administration": (HANDBOOK, "Administration", ("sees no child", "ten minutes", "second person", "network")),
}

CODE = (".h", ".cpp")
WEB = (".ts", ".tsx")
# name: folder, suffixes, files it does not hold for, what must not stand there
ABSENT = {
    "other_programs": ("src", CODE, r"_test\.cpp$",
                       r"\b(?:popen|execv\w*|execl\w*|posix_spawnp?|v?fork|wordexp|dlopen)\s*\(|std::system\s*\(|(?<![.:\w> ])system\s*\("),
    "connections": ("src", CODE, r"^src/(db/postgres|app/web_client\.cpp$|.*_test\.cpp$)",
                    r"\b(?:async_connect|getaddrinfo|tcp::resolver|curl_easy_perform)\b"),
    "formats": ("src", CODE, r"^$", r"\b(?:vprintf|vsnprintf|vformat|fmt::runtime)\b|printf\((?!stderr, \"|text\.data\(\), text\.size\(\), \")"),
    "expressions": ("src", CODE, r"^$", r"#include <regex>|boost/regex"),
    "nested_repeats": ("web/src", WEB, r"_test\.ts", r"new RegExp\(|\([^()]*[+*]\)[+*{]"),
    "open_locks": ("src", (".h",), r"^$", r"^\s*(?:std::)?(?:recursive_|shared_)?mutex \w*[^_;\s];"),
    "comparisons": ("src/access", CODE, r"_test\.cpp$", r"(?<!sodium_)\bmemcmp\(|\bstrn?cmp\("),
    "evaluation": ("web/src", WEB, r"_test\.ts", r"\beval\(|new Function\(|document\.write|dangerouslySetInnerHTML|javascript:"),
    "stores": ("web/src", WEB, r"^web/src/(core/i18n\.ts|access/session\.ts|access/provider\.ts)$|_test\.ts",
               r"\b(?:localStorage|sessionStorage|indexedDB|document\.cookie|caches\.open)\b"),
    "globals": ("web/src", WEB, r"_test\.ts", r"(?<![\w.])(?:window|globalThis|document)\.(?!title\b)(?!adoptedStyleSheets\b)\w+ = |^var "),
    "loose": ("web/src", WEB, r"_test\.ts", r"[^=!<>]==[^=]|!=[^=]|: any\b|as any\b|@ts-ignore"),
    "prototypes": ("web/src", WEB, r"_test\.ts", r"__proto__|\.prototype\b|Object\.setPrototypeOf|Object\.assign\(\{\}"),
    "messages": ("web/src", WEB, r"_test\.ts", r"addEventListener\('message'|\.postMessage\(|window\.open\("),
    "plugins": ("web/src", WEB, r"_test\.ts", r"<(?:embed|applet)[ />]|<object (?:data|type)="),
    "hints": ("schema", (".sql",), r"^$", r"(?i)\b(?:password_)?(?:hint|secret_question|security_answer)\b"),
}
# name: file, what must stand there
PRESENT = {
    "strict": ("web/tsconfig.json", (r'"strict": true', r'"noUncheckedIndexedAccess": true')),
    "warnings": ("cmake/options.cmake", ("-Wconversion", "-Wsign-conversion", "-Wformat=2", "-Werror", "-Wold-style-cast")),
    "sanitizers": ("CMakePresets.json", (r'"name": "asan"[^}]*"CAREGRID_SANITIZE": "address,undefined"',)),
    "sanitized_tests": ("scripts/test", (r"^programs asan$",)),
    "leaks": ("scripts/lib/run-tests", (r"detect_leaks=1",)),
    "release": ("CMakePresets.json", (r'"name": "release"[^}]*"CMAKE_BUILD_TYPE": "Release"',)),
    "source_maps": ("web/vite.config.ts", (r"sourcemap: false",)),
    "cryptography": ("layers.txt", (r"^vendor sodium\.h: core access$",)),
    "json": ("layers.txt", (r"^vendor boost/json\.hpp boost/json/: core$",)),
    "library_of_tests": ("cmake/tests.cmake", (r"add_library\(test_support STATIC EXCLUDE_FROM_ALL",)),
}
REGISTRY = "https://registry.npmjs.org/"
LOCK = "web/package-lock.json"
API = "tests/golden/openapi.json"
# Everything that answers somebody who has not signed in.
PUBLIC = {"health", "metrics", "openapi", "public_face", "sign_in", "reset_password", "ask_passkey",
          "sign_in_by_passkey", "report_violation", "reset_factors", "begin_provider_sign_in",
          "finish_provider_sign_in", "find_provider_end"}

# What an address may hold: places, closed choices, pages of a list.
HARMLESS = {"after", "age_max", "age_min", "assigned", "cleared", "day", "division", "event", "group", "kind", "limit", "list", "on", "provider_kind", "reason", "scheme", "set", "sex", "sort", "state", "status", "tier", "unknown", "year"}


def section(root, page, heading):
    """Line and text of a section with its subsections; None when there is none."""
    path = root / page
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    found = re.search(rf"^(#+) {re.escape(heading)}$\n(.*?)(?=^#{{1,2}} |\Z)", text, re.M | re.S)
    return (text.count("\n", 0, found.start()) + 1, found.group(2)) if found else None


def check_section(root, name):
    page, heading, words = SECTIONS[name]
    found = section(root, page, heading)
    if not found:
        return [(page, 0, f"has no section “{heading}”")]
    line, text = found
    flat = re.sub(r"\s+", " ", text)
    return [(page, line, f"“{heading}” says nothing of “{word}”") for word in words if word not in flat]


def check_absent(root, name):
    folder, suffixes, pardoned, pattern = ABSENT[name]
    found = []
    for path in sorted((root / folder).rglob("*")):
        shown = path.relative_to(root).as_posix()
        if path.suffix not in suffixes or re.search(pardoned, shown) or shown == "web/src/api/schema.ts":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            code = line.split("//", 1)[0] if "://" not in line else line
            if re.search(pattern, code):
                found.append((shown, number, f"breaks the promise “{name}”: {line.strip()[:60]}"))
    return found


def check_present(root, name):
    page, patterns = PRESENT[name]
    path = root / page
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return [(page, 0, f"breaks the promise “{name}”: {pattern} is gone") for pattern in patterns
            if not re.search(pattern, text, re.M)]


def check_lock(root):
    """Every npm package, also those of packages, comes from the registry, and is what it was."""
    found = []
    for name, package in json.loads((root / LOCK).read_text(encoding="utf-8"))["packages"].items():
        if name == "" or package.get("link"):
            continue
        if not package.get("resolved", REGISTRY).startswith(REGISTRY):
            found.append((LOCK, 0, f"{name} is not from the registry"))
        if not package.get("integrity", "").startswith("sha512-"):
            found.append((LOCK, 0, f"{name} has no hash"))
    return found


def check_public(root):
    """What answers without a session is exactly what is written down here."""
    paths = json.loads((root / API).read_text(encoding="utf-8"))["paths"]
    is_open = {line["operationId"] for methods in paths.values() for line in methods.values()
               if line.get("security") == []}
    return [(API, 0, f"{name}: may be asked without a session, or no longer, and nobody wrote it down")
            for name in sorted(is_open ^ PUBLIC)]


def check_addresses(root):
    """Every parameter of an address is one of these: none holds a name, a number or a secret."""
    paths = json.loads((root / API).read_text(encoding="utf-8"))["paths"]
    found = []
    for pattern, methods in paths.items():
        for line in methods.values():
            names = {p["name"] for p in line.get("parameters", ()) if p["in"] == "query"}
            found += [(API, 0, f"{pattern} takes {name} in its address; nobody wrote down that it is harmless")
                      for name in sorted(names - HARMLESS)]
        for name in re.findall(r"{(\w+)}", pattern):
            if name not in ("id", "line"):  # Random numbers of ours.
                found.append((API, 0, f"{pattern} holds {name} in its path"))
    return found


def faults(root):
    found = []
    for name in SECTIONS:
        found += check_section(root, name)
    for name in ABSENT:
        found += check_absent(root, name)
    for name in PRESENT:
        found += check_present(root, name)
    return found + check_lock(root) + check_public(root) + check_addresses(root)
