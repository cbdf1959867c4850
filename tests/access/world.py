"""Two made-up counties in one database, somebody of every role in each, and a client that is quick.

Every string about a child carries the mark of its village (rare characters, a stretch of digits), so
that whose data a response holds can be read off the bytes. People, numbers and places are nobody's:
identity numbers start with 99.
"""

import base64
import contextlib
import hashlib
import hmac
import http.client
import json
import os
import re
import secrets
import signal
import socket
import sqlite3
import struct
import subprocess
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PROGRAM = CHECKOUT / os.environ.get("CAREGRID_PROGRAM", "build/release/caregrid")
POLICY = json.loads((CHECKOUT / "packs/core/access.json").read_text(encoding="utf-8"))
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
COUNTIES = (990601, 990602)
PASSWORD = "a horse that counts stars"
VILLAGES_PER_COUNTY = 4
CHILDREN_PER_VILLAGE = 3
VILLAGE_MARKS = "龘龖龗龞靐靔靕靝"
COUNTY_MARKS = "麤驫"
CIVIL_HEADER = ("姓名,性别,民族,出生年月日,公民身份号码,户籍所在地,现居住地,身体情况,就学情况,父亲姓名,"
                 "父亲务工地点,父亲联系电话,母亲姓名,母亲务工地点,母亲联系电话,父母双方同时外出,"
                 "父母一方外出另一方无监护能力,有无委托监护人,委托监护人姓名,与儿童关系,委托监护人电话,"
                 "监护类型,社会救助,备注")
ROSTER_HEADER = "序号,学籍号,学生姓名,性别,出生日期,身份证号,学校,年级,家庭住址,监护人,联系电话"
NEED_HEADER = "儿童姓名,身份证号,所在村,需求类型,紧急程度,可参加时段,每周次数,性别要求,原帮扶人,登记日期,说明"
OFFER_HEADER = ("编号,姓名,性别,身份,可提供服务,方式,所在村,服务半径(公里),可服务时段,每周可服务人次,"
                "背景查询结果,查询日期,是否培训,联系电话")


@dataclass
class Child:
    county: int
    village: int  # 0 to 3 within the county
    index: int    # within the county
    is_shielded: bool = False
    id: str = ""
    needs: list = field(default_factory=list)

    @property
    def mark(self):
        return VILLAGE_MARKS[COUNTIES.index(self.county) * VILLAGES_PER_COUNTY + self.village]

    @property
    def given(self):
        return self.mark + chr(0x5B40 + COUNTIES.index(self.county) * 100 + self.index)

    @property
    def name(self):
        return "赵" + self.given

    @property
    def division(self):
        """Where it lives; see `stands` for where the register puts it."""
        return village_code(self.county, self.village)

    @property
    def stands(self):
        return self.county * 1_000_000 if self.is_shielded else self.division

    @property
    def number(self):
        body = f"{self.county}2016{self.village + 1:02d}{self.index + 1:02d}{self.index:03d}"
        return body + "10X98765432"[sum(int(a) * b for a, b in zip(body, WEIGHTS)) % 11]

    @property
    def is_boy(self):
        return self.index % 2 == 1

    def phone(self, who):
        return f"100{self.county % 1000:03d}{self.village}{self.index:02d}{who:02d}"

    @property
    def school(self):
        return f"{self.mark}心小学"


def village_code(county, village):
    return county * 1_000_000 + 100_000 + (village // 2) * 1000 + village % 2 + 1


def village_name(county, village):
    return f"{COUNTY_MARKS[COUNTIES.index(county)]}{'甲乙丙丁'[village]}村民委员会"


@dataclass
class Account:
    county: int
    role: str
    area: int
    key: str
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    token: str = field(default_factory=lambda: secrets.token_hex(32))
    # A session of the same person proved by the password alone.
    half_token: str = field(default_factory=lambda: secrets.token_hex(32))
    has_set_up: bool = False  # A second factor, over HTTP.
    assigned: set = field(default_factory=set)  # ids of children, for the role's usual purpose

    @property
    def login(self):
        return f"{self.role}-{self.county}-{self.key.replace(chr(39), '')}"

    @property
    def usual(self):
        return POLICY["roles"][self.role]["purposes"][0]

    def covers(self, division):
        code = self.area
        span = next(s for s in (1_000_000, 1000, 1) if code % s == 0)
        return code <= division < code + span


@dataclass
class Reply:
    status: int
    headers: dict
    body: bytes

    def json(self):
        return json.loads(self.body) if self.body else None

    @property
    def reason(self):
        with contextlib.suppress(ValueError):
            return (self.json() or {}).get("reason", "")
        return ""


def one_time_code(secret, ahead=0):
    """What an authenticator app shows `ahead` steps of 30 seconds from now (RFC 6238, SHA-1)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + ahead), "sha1").digest()
    number = struct.unpack_from(">I", digest, digest[19] & 15)[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def rights_need_second_factor(role):
    """Whoever may touch a person's data, or may do what needs a fresh proof."""
    return any(role in line["roles"] and (line["roles"][role] not in ("open", "internal") or
                                          line.get("step_up", False))
               for line in POLICY["operations"].values())


class Visitor:
    """A browser that keeps its cookies; for signing in."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = {}

    @property
    def token(self):
        return self.cookies["caregrid_session"]

    def post(self, path, body=None):
        self.connection.request("POST", path, json.dumps(body or {}), {
            "Content-Type": "application/json", "X-CareGrid": "1", "Idempotency-Key": str(uuid.uuid4()),
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())})
        reply = self.connection.getresponse()
        said = reply.read()
        for cookie in reply.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        assert reply.status == 200, (path, reply.status, said)
        return json.loads(said)


class Client:
    """One kept-open connection. Standard clients cost more than the server does."""

    def __init__(self, port, address="127.0.0.1"):
        self.port = port
        self.address = address
        self.socket = None
        self.buffer = b""

    def _connect(self):
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60, source_address=(self.address, 0))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def _fill(self):
        more = self.socket.recv(1 << 18)
        if not more:
            raise ConnectionError("closed")
        self.buffer += more

    def ask(self, account, method, path, body=None, headers=None):
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        if account is not None:
            lines.append(f"Cookie: caregrid_session={account.token}")
        if method != "GET":
            lines.append("X-CareGrid: 1")
        data = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        if method != "GET":
            lines.append(f"Content-Length: {len(data)}")
            lines.append("Content-Type: application/json")
            if not headers or "Idempotency-Key" not in headers:
                lines.append(f"Idempotency-Key: {uuid.uuid4()}")
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        message = ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8") + data
        for attempt in (0, 1, 2):
            try:
                if self.socket is None:
                    self._connect()
                self.socket.sendall(message)
                return self._read()
            except (ConnectionError, BrokenPipeError):
                self.socket = None
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")

    def _read(self):
        while b"\r\n\r\n" not in self.buffer:
            self._fill()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        first, *rest = head.decode("latin-1").split("\r\n")
        headers = {}
        for line in rest:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        status = int(first.split()[1])
        if headers.get("transfer-encoding") == "chunked":
            body = self._read_chunks()
        else:
            length = 0 if status in (204, 304) else int(headers.get("content-length", 0))
            while len(self.buffer) < length:
                self._fill()
            body, self.buffer = self.buffer[:length], self.buffer[length:]
        if headers.get("connection") == "close":
            self.socket = None
        return Reply(status, headers, body)

    def _read_chunks(self):
        body = b""
        while True:
            while b"\r\n" not in self.buffer:
                self._fill()
            size, self.buffer = self.buffer.split(b"\r\n", 1)
            length = int(size, 16)
            while len(self.buffer) < length + 2:
                self._fill()
            body, self.buffer = body + self.buffer[:length], self.buffer[length + 2:]
            if length == 0:
                return body


def _fill_row(connection, table, values):
    """Inserts what is known of a row; columns added since take zero or their default."""
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    row = {}
    for _, name, kind, is_required, default, _ in columns:
        if name in values:
            row[name] = values[name]
        elif is_required and default is None:
            row[name] = b"" if kind == "BYTEA" else "" if kind == "TEXT" else 0
    marks = ", ".join("?" for _ in row)
    connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))


class World:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.children = []
        self.accounts = []
        self.plans = {}
        self.server = None
        self.port = 0
        for county in COUNTIES:
            total = VILLAGES_PER_COUNTY * CHILDREN_PER_VILLAGE
            for index in range(total):
                self.children.append(Child(county, index // CHILDREN_PER_VILLAGE, index))
            # One more in the first village, who will be shielded.
            self.children.append(Child(county, 0, total, is_shielded=True))

    # ---- making it -------------------------------------------------------------------------

    def build(self):
        for county in COUNTIES:
            self._import(county)
        self._read_ids()
        self._add_accounts()
        return self

    def _run(self, *arguments, said=None):
        done = subprocess.run([str(PROGRAM), *map(str, arguments), "--data", self.folder / "data"],
                              input=said, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 3):
            raise AssertionError(f"{arguments}: {done.returncode} {done.stdout}{done.stderr}")
        return done.stdout

    def _write(self, name, header, rows):
        path = self.folder / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    def _import(self, county):
        mark = COUNTY_MARKS[COUNTIES.index(county)]
        mine = [child for child in self.children if child.county == county]
        places, schools, civil, roster, needs, offers = [], [], [], [], [], []
        for village in range(VILLAGES_PER_COUNTY):
            code, name = village_code(county, village), village_name(county, village)
            township = f"{mark}{'东西'[village // 2]}镇"
            places.append(f"{code},{name},{code // 1000},{township},{34.5 + village / 50},"
                          f"{104.9 + village / 50}")
            one = next(child for child in mine if child.village == village)
            schools.append(f"{one.school},小学,{code}")
            offers.append(f"V{village},{mark}助{village},女,退休教师,"
                          f"tutoring_math、tutoring_zh、mentor,线下,{name},30,"
                          f"周一下午、周六上午、周日上午,4,无违法犯罪记录,2026-08-01,是,"
                          f"100{county % 1000:03d}9{village:04d}")
        for child in mine:
            place = village_name(county, child.village)
            sex = "男" if child.is_boy else "女"
            born = f"{child.number[6:10]}-{child.number[10:12]}-{child.number[12:14]}"
            town = f"{mark}{'东西'[child.village // 2]}镇"
            civil.append(",".join([
                child.name, sex, "汉族", born, child.number, town + place, town + place, "肢体残疾", "小学",
                f"钱{child.given}", f"{child.mark}省{child.index}市", child.phone(1),
                f"孙{child.given}", f"{child.mark}省{child.index}市", child.phone(2), "是", "否", "有",
                f"李{child.given}", "祖父母", child.phone(3), "监护情况一般", "低保",
                f"{child.mark}备注{child.index}"]))
            roster.append(",".join([
                str(child.index + 1), "G" + child.number, child.name, sex, born, child.number,
                child.school, "三年级", town + place, f"李{child.given}", child.phone(3)]))
            needs.append(",".join([
                child.name, child.number, place, "tutoring_math" if child.index % 2 else "mentor",
                "紧急", "周六上午、周日上午", "1", "不限", "", "2026-06-17",
                f"{child.mark}说明{child.index}"]))
        files = [self._write(f"{county}-{name}.csv", header, rows) for name, header, rows in (
            ("places", "统计用区划代码,村(居)名称,乡镇代码,乡镇名称,纬度,经度", places),
            ("schools", "学校名称,学段,所在村代码", schools), ("civil", CIVIL_HEADER, civil),
            ("roster", ROSTER_HEADER, roster), ("needs", NEED_HEADER, needs),
            ("offers", OFFER_HEADER, offers))]
        said = self._run("import", "--json", "--county", county, "--county-name", f"{mark}县", *files)
        for one in json.loads(said)["files"]:
            if one["counts"]["rejected"]:
                raise AssertionError(f"rejected rows: {one}")
        self._run("plan", "--county", county)

    def database(self):
        path = next((self.folder / "data").glob("*.db"), None)
        return sqlite3.connect(path or next((self.folder / "data").glob("*.sqlite*")))

    def _read_ids(self):
        """Ids only: what they belong to is known from the county's own list, over HTTP later."""
        with contextlib.closing(self.database()) as connection:
            for county in COUNTIES:
                row = connection.execute("SELECT id FROM plan WHERE county = ?", (county,)).fetchone()
                self.plans[county] = str(uuid.UUID(bytes=row[0]))

    def _add_accounts(self):
        shapes = [("director", 1, "own"), ("director", 2, "sibling"), ("supervisor", 10, "own"),
                  ("supervisor", 11, "other")]
        for county in COUNTIES:
            whole = county * 1_000_000
            for role, where, key in shapes:
                area = village_code(county, where - 1) if where < 10 else whole + 100_000 + (where - 10) * 1000
                self.accounts.append(Account(county, role, area, key))
            for role in POLICY["roles"]:
                if role in ("director", "supervisor"):
                    continue
                self.accounts.append(Account(county, role, whole, "own"))
                if POLICY["roles"][role]["scope"] == "assigned":
                    self.accounts.append(Account(county, role, whole, "nobody's"))
        now = int(time.time() * 1e6)
        # One made by the program, so that the others can have the password of its hash too.
        self._run("account", "add", "first", "--county", COUNTIES[0], "--role", "donor",
                  "--password-stdin", said=PASSWORD + "\n")
        with contextlib.closing(self.database()) as connection:
            password_hash = connection.execute(
                "SELECT password_hash FROM account WHERE login = 'first'").fetchone()[0]
            for account in self.accounts:
                key = uuid.UUID(account.id).bytes
                _fill_row(connection, "account", {
                    "county": account.county, "id": key, "role": account.role, "area": account.area,
                    "login": account.login, "name": f"{account.role} {account.key}",
                    "password_hash": password_hash, "is_active": 1,
                    "created_at": now})
                _fill_row(connection, "session", {
                    "token_hash": hashlib.sha256(account.token.encode()).digest(),
                    "county": account.county, "account": key, "created_at": now, "seen_at": now,
                    "confirmed_at": now, "has_second_factor": 1})
                _fill_row(connection, "session", {
                    "token_hash": hashlib.sha256(account.half_token.encode()).digest(),
                    "county": account.county, "account": key, "created_at": now, "seen_at": now,
                    "confirmed_at": now, "has_second_factor": 0})
            connection.commit()

    # ---- running it ------------------------------------------------------------------------

    def start(self):
        log = open(self.folder / "server.log", "wb")  # noqa: SIM115 (closed with the process)
        self.server = subprocess.Popen(
            [str(PROGRAM), "serve", "--data", str(self.folder / "data"), "--port", "0",
             "--rate", "0"],
            stdout=subprocess.PIPE, stderr=log, text=True)
        said = ""
        while "http://" not in said:
            said = self.server.stdout.readline()
            if not said:
                raise AssertionError("the server did not start: "
                                     + (self.folder / "server.log").read_text())
        self.port = int(re.search(r":(\d+)", said.split("http://")[1]).group(1))
        return self

    def stop(self):
        if self.server:
            self.server.send_signal(signal.SIGTERM)
            said = self.server.stdout.read()
            self.server.wait(30)
            self.server.stdout.close()
            with open(self.folder / "server.log", "a", encoding="utf-8") as log:
                log.write(said)
            self.server = None

    def enter(self, account):
        """Signs in as people do: by password, shown the way to codes; then by password and code."""
        asked = {"account": account.login, "password": PASSWORD}
        proved_once = Visitor(self.port)
        session = proved_once.post("/api/session", asked)
        assert session["second_factor_due"] == rights_need_second_factor(account.role), session
        secret = proved_once.post("/api/security/codes/enrol")["secret"]
        proved_once.post("/api/security/codes/turn-on", {"code": one_time_code(secret)})
        proved_twice = Visitor(self.port)
        # The next code: each is taken once, and one step ahead is within the tolerance.
        session = proved_twice.post("/api/session", {**asked, "code": one_time_code(secret, 1)})
        assert session["second_factor_due"] is False, session
        account.token = proved_twice.token
        account.has_set_up = True

    def account(self, county, role, key="own"):
        return next(a for a in self.accounts if (a.county, a.role, a.key) == (county, role, key))

    def settle(self):
        """Learns ids, assigns, consents and shields over HTTP, as an office would."""
        client = Client(self.port)
        for county in COUNTIES:
            office = self.account(county, "county")
            page = client.ask(office, "GET", "/api/children?limit=200").json()
            ids = {item["name"]: item["id"] for item in page["items"]}
            mine = [child for child in self.children if child.county == county]
            for child in mine:
                child.id = ids[child.name]
            for need in client.ask(office, "GET", "/api/needs?limit=200").json()["items"]:
                next(c for c in mine if c.id == need["child"]["id"]).needs.append(need["id"])
            self._assign(client, office, mine)
            self._consent(client, office, mine)
            hidden = mine[-1]
            reply = client.ask(office, "POST", f"/api/children/{hidden.id}/shield", {"reason": "法院令"})
            assert reply.status == 200, reply.body

    def _assign(self, client, office, children):
        """The first two children of the first village, one of the last, and the shielded one."""
        chosen = [children[0], children[1], children[-2], children[-1]]
        for account in self.accounts:
            is_asked = POLICY["roles"][account.role]["scope"] == "assigned" and account.key == "own"
            if account.county != office.county or not is_asked:
                continue
            for child in chosen:
                reply = client.ask(office, "POST", f"/api/children/{child.id}/assignments",
                                   {"account": account.id, "purpose": None, "valid_from": None,
                                    "valid_to": None})
                assert reply.status == 200, reply.body
                account.assigned.add(child.id)
        # A director of the other township answers for the shielded child.
        account = self.account(office.county, "director", "sibling")
        reply = client.ask(office, "POST", f"/api/children/{children[-1].id}/assignments",
                           {"account": account.id})
        assert reply.status == 200, reply.body
        account.assigned.add(children[-1].id)

    def _consent(self, client, office, children):
        """The first child and the shielded one have every consent, the others none."""
        self.consented = getattr(self, "consented", set())
        for child in (children[0], children[-1]):
            for purpose, line in POLICY["purposes"].items():
                if line["basis"] != "separate_consent":
                    continue
                reply = client.ask(office, "POST", f"/api/children/{child.id}/consents", {
                    "id": str(uuid.uuid4()), "purpose": purpose, "answer": "given",
                    "said_on": "2026-08-01", "given_by": f"钱{child.given}", "relation": "father",
                    "child_assent": True, "method": "paper", "text_version": 1})
                assert reply.status in (200, 201), (reply.status, reply.body)
                self.consented.add((child.id, purpose))


@contextlib.contextmanager
def made_world():
    with tempfile.TemporaryDirectory() as folder:
        world = World(folder).build().start()
        try:
            for account in world.accounts:
                if account.county == COUNTIES[0] and account.key == "own":
                    world.enter(account)
            world.settle()
            yield world
        finally:
            world.stop()
