"""What the gates need to know of a C++ file, read from its text alone (so that they run in a second)."""

import re
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"([^()\\\s]{0,16})\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|'
    r"(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'",
    re.S)


def strip(text, keep_strings=False):
    """The code without comments and (unless kept) without the insides of literals; same lines."""

    def blank(match):
        piece = match.group(0)
        if piece.startswith("/"):
            return re.sub(r"[^\n]", " ", piece)
        if keep_strings:
            return piece
        return '"' + re.sub(r"[^\n]", " ", piece[1:-1]) + '"'

    return _TOKEN.sub(blank, text)


def strings(text):
    """(line, contents) of each string literal; neighbours that the compiler would join are joined."""
    found, end = [], None
    for match in _TOKEN.finditer(text):
        piece = match.group(0)
        if piece.startswith(("/", "'")):
            continue
        body = piece[piece.index('"') + 1:-1]
        if found and end is not None and not text[end:match.start()].strip():
            found[-1][1] += body
        else:
            found.append([text.count("\n", 0, match.start()) + 1, body])
        end = match.end()
    return found


def includes(text):
    """(line, name, is_angled) of each #include."""
    pattern = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
    for number, line in enumerate(text.splitlines(), 1):
        match = pattern.match(line)
        if match:
            yield number, match.group(2), match.group(1) == "<"


@dataclass
class Scope:
    """One pair of braces: namespace, type, function, lambda, block (of control flow) or list."""
    kind: str
    head: str
    line: int
    start: int        # where its statement began in the text
    body: int         # first character inside
    parens: int       # open parentheses around it
    nesting: int = 0  # blocks of control flow around and including it, within its function
    deepest: int = 0


@dataclass
class Shape:
    functions: list = field(default_factory=list)  # (name, first line, lines, deepest nesting)
    declared: list = field(default_factory=list)   # (name, line, parameters)
    globals: list = field(default_factory=list)    # (line, text) of statements at namespace scope
    spaces: list = field(default_factory=list)     # (line, name, text inside)


_CONTROL = re.compile(r"^(?:else\s+)?(?:if|for|while|switch|catch)\b|^(?:else|do|try)$|:$")
_TYPE = re.compile(r"^(?:template\s*<.*>\s*(?:requires\b.*)?)?(?:class|struct|union|enum)\b[^()=]*$",
                   re.S)
_LAMBDA = re.compile(r"\[[^\[\]]*\]\s*(?:$|\(.*$|mutable\b.*$|->.*$)", re.S)
_NOISE = re.compile(r"\b(?:requires|decltype|explicit|noexcept|alignas)\s*"
                    r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")
_PREFIX = re.compile(r"^(?:(?:public|private|protected)\s*:\s*|\[\[[^\]]*\]\]\s*)+")


def parameters(head):
    """(name, count) of the first parameter list of a declaration; None when it has none."""
    head = _NOISE.sub(" ", head)
    match = re.search(r"(operator\s*\(\s*\)|operator\s*[^\s\w(]+|~?[A-Za-z_][\w:]*)\s*\(", head)
    if not match or re.search(r"(?:^|[^=!<>])=(?![=])", head[:match.start()]):
        return None
    depth, commas, text = 0, 0, ""
    for before, char in zip(head[match.end() - 1:], head[match.end():]):
        if char == ")" and depth == 0:
            break
        depth += (char in "([{<") - (char in ")]}" or (char == ">" and before != "-"))
        commas += char == "," and depth == 0
        text += char
    return match.group(1), commas + 1 if text.strip() not in ("", "void") else 0


def _kind(head, outer, parens):
    """What an opening brace after `head` begins."""
    if outer.kind == "namespace" and re.match(r"(?:inline\s+)?namespace\b|extern\s*\"", head):
        return "namespace"
    if _TYPE.match(head) and parens == 0 and outer.kind != "list":
        return "type"
    if outer.kind in ("namespace", "type"):
        starts_member = re.search(r"\)\s*(?:noexcept\s*)?:(?!:).*[\w>]$", head, re.S)
        if parens or starts_member or not parameters(head):
            return "lambda" if _LAMBDA.search(head) else "list"
        return "function"
    if outer.kind != "list" and parens == 0 and (not head or _CONTROL.search(head)):
        return "block"
    return "lambda" if _LAMBDA.search(head) else "list"


class _Reader:
    """Walks stripped code once, keeping the stack of open braces."""

    def __init__(self, code):
        self.code = re.sub(r"^[ \t]*#[^\n]*", lambda m: " " * len(m.group(0)), code, flags=re.M)
        self.shape = Shape()
        self.stack = [Scope("namespace", "", 1, 0, 0, 0)]
        self.start, self.line, self.parens = 0, 1, 0

    def statement(self, at):
        return _PREFIX.sub("", self.code[self.start:at].strip())

    def first_line(self, at):
        return self.line - self.code[self.start:at].lstrip().count("\n")

    def open(self, at):
        outer, head = self.stack[-1], self.statement(at)
        kind = _kind(head, outer, self.parens)
        scope = Scope(kind, head, self.first_line(at), self.start, at + 1, self.parens)
        if kind in ("block", "list"):
            scope.nesting = outer.nesting + (kind == "block" and bool(head))
        for holder in reversed(self.stack):
            if holder.kind in ("function", "lambda"):
                holder.deepest = max(holder.deepest, scope.nesting)
                break
        if kind == "function":
            self.shape.declared.append((parameters(head)[0], scope.line, parameters(head)[1]))
        self.stack.append(scope)
        self.start, self.parens = at + 1, 0

    def close(self, at):
        if len(self.stack) == 1:
            return
        scope = self.stack.pop()
        self.parens = scope.parens
        self.start = scope.start if scope.kind in ("list", "lambda", "type") else at + 1
        if scope.kind in ("function", "lambda"):
            name = parameters(scope.head)[0] if scope.kind == "function" else "a lambda"
            lines = self.line - scope.line + 1 if scope.kind == "function" else 0
            self.shape.functions.append((name, scope.line, lines, scope.deepest))
        if scope.kind == "namespace":
            name = re.sub(r"^(?:inline\s+)?namespace\s*", "", scope.head)
            self.shape.spaces.append((scope.line, name, self.code[scope.body:at]))

    def end(self, at):
        outer, text = self.stack[-1].kind, self.statement(at)
        if text and outer in ("namespace", "type"):
            found = parameters(text)
            if found and not re.match(r"(?:using|friend|static_assert)\b", text) and "{" not in text:
                self.shape.declared.append((found[0], self.first_line(at), found[1]))
            if outer == "namespace":
                self.shape.globals.append((self.first_line(at), text))
        self.start = at + 1

    def read(self):
        for at, char in enumerate(self.code):
            if char == "\n":
                self.line += 1
            elif char in "()":
                self.parens += 1 if char == "(" else -1
            elif char == "{":
                self.open(at)
            elif char == "}":
                self.close(at)
            elif char == ";" and self.parens == 0:
                self.end(at)
        return self.shape


def shape(code):
    """Functions, parameters, globals and namespaces of stripped code, by following its braces."""
    return _Reader(code).read()
