#!/usr/bin/env python3
"""Shows that no request gives away a child it should not: a long random walk and directed attacks.

Users of two counties in one database and of every role ask for everything the API has, with ids,
places, names and numbers of both counties, for all purposes, with broken and hostile values. Every
byte of every answer, export and log line is searched for the marks that each child's data carries:
foreign is another county, another area, a child not assigned, a shielded place.

usage: walk_test.py [--requests N] [unittest arguments]
Run by scripts/test; the program is build/release/caregrid unless CAREGRID_PROGRAM names another.
"""

import collections
import io
import json
import multiprocessing
import random
import re
import sys
import time
import unittest
import uuid
import zipfile
from urllib.parse import quote

import rights
from rights import PURPOSES, ROLES
from world import COUNTIES, COUNTY_MARKS, VILLAGE_MARKS, VILLAGES_PER_COUNTY, Client, made_world, village_code

REQUESTS = 100_000
WORKERS = 3
HOSTILE = ["' OR 1=1--", "1; DROP TABLE child", "%00", "../../../../etc/passwd", "{{7*7}}", "${7*7}",
           "<script>alert(1)</script>", "\r\nX-Evil: 1", "=HYPERLINK(\"http://e\")", "A" * 3000,
           "-1", "99999999999999999999", "1e9", "\u202e反", "\ufeff", "null", "[]", "%", "\\"]
# What would change who may see whom has its own tests; the walk must know that to judge an answer.
LEFT_OUT = {"sign_out", "sign_in", "assign_child", "end_assignment", "shield_child", "lift_shield",
            "break_glass", "erase_child", "declare_conflict", "end_conflict", "record_consent",
            "withdraw_consent", "decide_duplicate", "undo_merge", "find_duplicates"}
LEFT_OUT |= {"offer_handover", "withdraw_handover", "accept_handover", "refuse_handover", "write_handover_file",
             "take_handover_letters", "trust_county_card"}
# What would end a session, slow its login or change how one signs in: the walk would walk as nobody.
LEFT_OUT |= {"end_session", "end_other_sessions", "revoke_device", "change_own_password", "confirm_session",
             "reset_password", "sign_in_by_passkey", "close_account", "change_account"}


class Eyes:
    """What one account may read of the made-up counties, as marks that must not be met."""

    def __init__(self, world, account, opens_shields=False):
        other = COUNTIES[1 - COUNTIES.index(account.county)]
        own = [c for c in world.children if c.county == account.county]
        sees = rights.may(account.role, "see_children", "personal")
        has_area = ROLES[account.role]["scope"] == "area"
        known = [c for c in own if sees and (c.id in account.assigned or
                                             (has_area and account.covers(c.stands)))]
        # The shielded child's village is nobody's to see; others' marks stand for their village.
        villages = {c.village for c in known if not c.is_shielded or opens_shields}
        first = COUNTIES.index(other) * VILLAGES_PER_COUNTY
        marks = [COUNTY_MARKS[COUNTIES.index(other)], *VILLAGE_MARKS[first:first + VILLAGES_PER_COUNTY]]
        first = COUNTIES.index(account.county) * VILLAGES_PER_COUNTY
        marks += [VILLAGE_MARKS[first + v] for v in range(VILLAGES_PER_COUNTY) if v not in villages]
        # A name may be read where its child's village may not.
        # Who plans help without seeing children reads a given name by consent.
        plans = rights.may(account.role, "see_needs", "personal") and not sees
        named = known + [c for c in own if plans and (c.id, "ngo_sharing") in world.consented]
        self.pardoned = [c.given.encode() for c in named]
        marks += [c.given for c in own if c not in named]
        marks += [c.number for c in own if c not in known]
        marks += [c.phone(who) for c in own if c not in known or (c.is_shielded and not opens_shields)
                  for who in (1, 2, 3)]
        marks += [c.id for c in own if c not in known and not has_area]
        marks += [c.id for c in world.children if c.county == other]
        # Whole phones and numbers: six digits alone stand in many a count of bytes.
        self.pattern = re.compile("|".join(map(re.escape, marks)).encode()
                                  + rb"|(?<!\d)" + f"100{other % 1000:03d}".encode() + rb"\d{5}(?!\d)"
                                  + rb"|" + str(other).encode() + rb"2016\d{8}")

    def foreign(self, body):
        if body[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(io.BytesIO(body)) as book:
                body = b"".join(book.read(name) for name in book.namelist())
        for name in self.pardoned:
            body = body.replace(name, b"")
        found = self.pattern.search(body)
        return found.group().decode() if found else ""


class Walker:
    def __init__(self, world, document, seed):
        self.world = world
        self.random = random.Random(seed)
        self.client = Client(world.port)
        self.eyes = {id(account): Eyes(world, account) for account in world.accounts}
        # The one answer that tells where a shielded child is; still of the own county only.
        self.opening = {id(account): Eyes(world, account, True) for account in world.accounts
                        if rights.may(account.role, "unmask_shielded", "shielded")}
        self.statuses = collections.Counter()
        self.faults = []
        self.cursors = []
        self.routes = []
        for pattern, methods in document["paths"].items():
            for method, line in methods.items():
                if line["operationId"] not in LEFT_OUT and method in ("get", "post"):
                    self.routes.append((method.upper(), pattern, line))
        asks = "/api/children/search"  # A read whose question travels in a body.
        self.reads = [route for route in self.routes
                      if (route[0] == "GET" and "events" not in route[1]) or route[1] == asks]
        self.writes = [route for route in self.routes if route[0] == "POST" and route[1] != asks]
        children = world.children
        self.ids = [c.id for c in children] + [n for c in children for n in c.needs]
        self.ids += [a.id for a in world.accounts] + list(world.plans.values())
        self.ids += [str(uuid.UUID(int=self.random.getrandbits(128))) for _ in range(5)]
        self.places = [village_code(c, v) for c in COUNTIES for v in range(VILLAGES_PER_COUNTY)]
        self.places += [c * 1_000_000 for c in COUNTIES] + [c * 1_000_000 + 100_000 for c in COUNTIES]
        self.words = [c.name for c in children] + [c.number for c in children]
        self.words += ["G" + c.number for c in children] + [c.mark for c in children]

    def value(self, name, schema):
        if self.random.random() < 0.06:
            return self.random.choice(HOSTILE)
        if name == "division":
            return str(self.random.choice(self.places))
        if name == "after":
            return self.random.choice(self.cursors) if self.cursors else "v1"
        if name == "limit":
            return str(self.random.choice((1, 3, 50, 200, 201)))
        if name.startswith("age"):
            return str(self.random.randrange(20))
        options = schema.get("enum")
        if options is None and "$ref" in schema:
            options = self.enums.get(schema["$ref"].rsplit("/", 1)[1])
        if options:
            return str(self.random.choice(options))
        if schema.get("type") == "boolean":
            return self.random.choice(("yes", "no"))
        return str(self.random.choice((self.random.choice(self.ids), "1", "2026-09-01")))

    def path_of(self, pattern):
        def part(_):
            if self.random.random() < 0.03:
                return quote(self.random.choice(HOSTILE), safe="")
            return self.random.choice(self.ids)
        return re.sub(r"\{\w+\}", part, pattern)

    def body_of(self, schema):
        names = {"reason": "查看", "decision": "accept", "note": None, "kind": "mentor", "tier": 3,
                 "units_weekly": 1, "slots": ["sat_am"], "sex_rule": "any"}
        name = schema.get("$ref", "").rsplit("/", 1)[-1]
        body = {}
        if name == "ChildSearch":
            return self.search_body(self.schemas[name]["properties"])
        for member in self.schemas.get(name, {}).get("properties", {}):
            body[member] = names[member] if member in names else self.random.choice(self.ids)
            if self.random.random() < 0.05:
                body[member] = self.random.choice(HOSTILE)
        return body

    def search_body(self, members):
        """A name or number of somebody, with some of the filters; now and then something hostile."""
        body = {"text": self.random.choice(self.words)}
        for member, schema in members.items():
            if member != "text" and self.random.random() < 0.35:
                schema = schema.get("anyOf", [schema])[0]
                text = self.value(member, schema)
                body[member] = int(text) if schema.get("type") == "integer" and text.isdigit() else text
                if schema.get("type") == "boolean":
                    body[member] = text == "yes"
        if self.random.random() < 0.06:
            body[self.random.choice([*members])] = self.random.choice(HOSTILE)
        return body

    def headers(self):
        headers = {}
        if self.random.random() < 0.4:
            headers["X-CareGrid-Purpose"] = self.random.choice([*PURPOSES, "everything"])
        if self.random.random() < 0.3:
            headers["Accept-Language"] = self.random.choice(("en", "zh", "*"))
        if self.random.random() < 0.02:
            headers["If-None-Match"] = '"x"'
        return headers

    def step(self):
        account = self.random.choice(self.world.accounts)
        is_read = self.random.random() < 0.93 or not self.writes
        method, pattern, line = self.random.choice(self.reads if is_read else self.writes)
        is_read = is_read and method == "GET"
        path = self.path_of(pattern)
        body = None
        if is_read:
            query = [f"{p['name']}={quote(self.value(p['name'], p.get('schema', {})), safe='')}"
                     for p in line.get("parameters", [])
                     if p["in"] == "query" and self.random.random() < 0.35]
            path += "?" + "&".join(query) if query else ""
        else:
            content = line.get("requestBody", {}).get("content", {}).get("application/json", {})
            body = self.body_of(content.get("schema", {}))
        reply = self.client.ask(account, method, path, body, self.headers())
        self.statuses[reply.status] += 1
        told = f"{account.role}/{account.key}@{account.county} {method} {path} -> {reply.status}"
        if reply.status >= 500 and reply.status != 503:
            self.faults.append(f"server fault: {told}")
        opens = line["operationId"] == "unmask_shielded" and id(account) in self.opening
        # A new record's id is the client's own choice, here any the walk knows; it comes back as sent.
        chosen = str((body or {}).get("id") or "").encode()
        told_back = reply.body.replace(chosen, b"") if chosen and not is_read else reply.body
        found = (self.opening if opens else self.eyes)[id(account)].foreign(told_back)
        if found:
            self.faults.append(f"foreign {found!r}: {told}")
        if self.random.random() < 0.05:
            cursor = re.search(rb'"next":"([^"]+)"', reply.body)
            if cursor:
                self.cursors.append(cursor.group(1).decode())


def walk(world, document, seed, requests, answers):
    walker = Walker(world, document, seed)
    walker.schemas = document["components"]["schemas"]
    walker.enums = {name: schema["enum"] for name, schema in walker.schemas.items() if "enum" in schema}
    try:
        for _ in range(requests):
            walker.step()
            if len(walker.faults) > 20:
                break
    except Exception as fault:  # noqa: BLE001 (told by the parent)
        walker.faults.append(repr(fault))
    answers.put((dict(walker.statuses), walker.faults))


class WalkTest(unittest.TestCase):
    requests = REQUESTS

    def test_random_walk_of_two_counties_meets_no_foreign_child(self):
        with made_world() as world:
            document = Client(world.port).ask(None, "GET", "/api/openapi.json").json()
            self.check_that_eyes_see(world)
            began = time.monotonic()
            answers = multiprocessing.Queue()
            share = -(-self.requests // WORKERS)
            walkers = [multiprocessing.Process(target=walk, args=(world, document, seed, share, answers))
                       for seed in range(WORKERS)]
            for walker in walkers:
                walker.start()
            statuses, faults = collections.Counter(), []
            for _ in walkers:
                some, wrong = answers.get(timeout=600)
                statuses.update(some)
                faults += wrong
            for walker in walkers:
                walker.join()
            seconds = time.monotonic() - began
            world.stop()
            self.check_log(world, faults)
            left = [path.name for path in (world.folder / "data").rglob("*exports*/*")]
            self.assertEqual(left, [], "files of exports were left behind")
        print(f"\n{sum(statuses.values())} requests in {seconds:.0f} s: {dict(sorted(statuses.items()))}")
        self.assertEqual(faults, [])
        self.assertGreater(statuses[200], self.requests // 10)

    def check_that_eyes_see(self, world):
        """What one may read is foreign to another: a search that finds nothing must be able to find."""
        office = world.account(COUNTIES[0], "county")
        listed = Client(world.port).ask(office, "GET", "/api/children?limit=200").body
        wish = {"what": "children", "format": "xlsx", "purpose": "to see that eyes see"}
        asked = Client(world.port).ask(office, "POST", "/api/exports", wish).json()
        book = Client(world.port).ask(office, "POST", f"/api/exports/{asked['id']}/file", {}).body
        for other in (world.account(COUNTIES[1], "county"), world.account(COUNTIES[0], "director"),
                      world.account(COUNTIES[0], "volunteer"), world.account(COUNTIES[0], "ngo_coordinator")):
            for body in (listed, book):
                self.assertNotEqual(Eyes(world, other).foreign(body), "")
        self.assertEqual(Eyes(world, office).foreign(listed) + Eyes(world, office).foreign(book), "")

    def check_log(self, world, faults):
        """A log line names nobody at all, of either county."""
        log = (world.folder / "server.log").read_bytes()
        marks = [*VILLAGE_MARKS, *[c.number for c in world.children], *[c.id for c in world.children]]
        marks += [rf"(?<!\d)100{county % 1000:03d}\d{{5}}(?!\d)" for county in COUNTIES]
        found = re.search("|".join(marks).encode(), log)
        self.assertGreater(len(log), 1000)
        if found:
            faults.append(f"the log holds {found.group().decode()}")


class AttackTest(unittest.TestCase):
    """Each attack by name, on a world of its own."""

    @classmethod
    def setUpClass(cls):
        cls.making = made_world()
        cls.world = cls.making.__enter__()
        cls.client = Client(cls.world.port)

    @classmethod
    def tearDownClass(cls):
        cls.making.__exit__(None, None, None)

    def ask(self, account, method, path, body=None, headers=None):
        return self.client.ask(account, method, path, body, headers)

    def search(self, account, text, headers=None):
        return self.ask(account, "POST", "/api/children/search", {"text": text}, headers)

    def test_a_director_asks_for_the_neighbours_village_by_every_route(self):
        county = COUNTIES[0]
        director = self.world.account(county, "director", "own")
        eyes = Eyes(self.world, director)
        neighbours = [c for c in self.world.children if c.county == county and c.village == 1]
        place, plan = village_code(county, 1), self.world.plans[county]
        paths = [f"/api/children?division={place}", "/api/exports", "/api/publications",
                 f"/api/needs?division={place}",
                 f"/api/plans/{plan}/lines?division={place}", f"/api/plans/{plan}/unmet?division={place}",
                 f"/api/plans/{plan}/lines", f"/api/plans/{plan}/unmet", f"/api/plans/{plan}/map",
                 f"/api/plans/{plan}", "/api/plans/current", "/api/home", "/api/divisions", "/api/children",
                 "/api/needs", "/api/offers", "/api/children?sort=name", "/api/children?sort=born_on",
                 "/api/children?assigned=yes", "/api/comparison", "/api/lists", "/api/mappings"]
        for child in neighbours:
            paths += [f"/api/children/{child.id}", f"/api/children/{child.id}/assignments",
                      f"/api/children/{child.id}/consents"]
            paths += [f"/api/needs/{need}" for need in child.needs]
        for path in paths:
            with self.subTest(path=path):
                reply = self.ask(director, "GET", path)
                self.assertEqual(eyes.foreign(reply.body), "")
                self.assertLess(reply.status, 500)
                if child_of(path):
                    self.assertIn(reply.status, (403, 404))
        for child in neighbours:
            for text in (child.name, child.number, "G" + child.number, child.mark):
                reply = self.search(director, text)
                self.assertEqual(eyes.foreign(reply.body), "")
                self.assertEqual((reply.json()["items"], reply.json()["total"]), ([], 0))
            for path, body in ((f"/api/children/{child.id}/unmask", {"reason": "x"}),
                               (f"/api/children/{child.id}/shield", {"reason": "x"}),
                               (f"/api/needs/{child.needs[0]}/withdraw", {"reason": "x"}),
                               ("/api/needs", {"child": child.id, "kind": "mentor", "tier": 1,
                                               "units_weekly": 1, "slots": ["sat_am"], "sex_rule": "any"})):
                with self.subTest(path=path):
                    self.assertIn(self.ask(director, "POST", path, body).status, (403, 404))

    def test_counts_do_not_tell_of_neighbours(self):
        county = COUNTIES[0]
        director = self.world.account(county, "director", "own")
        own = [c for c in self.world.children if c.county == county and director.covers(c.stands)]
        self.assertEqual(self.ask(director, "GET", "/api/children").json()["total"], len(own))
        needs = sum(len(c.needs) for c in own)
        self.assertEqual(self.ask(director, "GET", "/api/needs").json()["total"], needs)
        plan = self.world.plans[county]
        planned = sum(self.ask(director, "GET", f"/api/plans/{plan}/{part}").json()["total"]
                      for part in ("lines", "unmet"))
        self.assertLessEqual(planned, needs)

    def test_nothing_of_a_shielded_child_tells_where_it_is(self):
        county = COUNTIES[0]
        office = self.world.account(county, "county")
        hidden = next(c for c in self.world.children if c.county == county and c.is_shielded)
        body = self.ask(office, "GET", f"/api/children/{hidden.id}").body
        self.assertNotIn(hidden.mark.encode(), body.replace(hidden.given.encode(), b""))
        for place in (village_code(county, 0), county * 1_000_000 + 100_000):
            page = self.ask(office, "GET", f"/api/children?limit=200&division={place}").json()
            self.assertNotIn(hidden.id, [item["id"] for item in page["items"]])
            needs = self.ask(office, "GET", f"/api/needs?limit=200&division={place}").json()
            self.assertNotIn(hidden.id, [item["child"]["id"] for item in needs["items"]])
        rows = self.ask(office, "GET", "/api/children?limit=200&sort=village").json()["items"]
        self.assertEqual(rows[0]["id"], hidden.id)  # Beside nobody of its village.
        places = self.ask(office, "POST", f"/api/children/{hidden.id}/shield/unmask", {"reason": "转学"})
        self.assertEqual(places.status, 200)
        self.assertEqual(places.json()["home"]["code"], hidden.division)
        supervisor = self.world.account(county, "supervisor", "own")
        self.assertEqual(self.ask(supervisor, "GET", f"/api/children/{hidden.id}").status, 404)

    def test_a_command_sent_again_is_no_way_in(self):
        county = COUNTIES[0]
        office = self.world.account(county, "county")
        child = next(c for c in self.world.children if c.county == county)
        path, key = f"/api/children/{child.id}/unmask", {"Idempotency-Key": str(uuid.uuid4())}
        first = self.ask(office, "POST", path, {"reason": "核对"}, key)
        self.assertEqual(first.status, 200)
        self.assertIn(child.number.encode(), first.body)
        self.assertEqual(self.ask(office, "POST", path, {"reason": "核对"}, key).body, first.body)
        for account in self.world.accounts:
            for body in ({"reason": "核对"}, {"reason": "别的"}):
                if account is office and body["reason"] == "核对":
                    continue
                reply = self.ask(account, "POST", path, body, key)
                with self.subTest(account=f"{account.role}@{account.county}", body=body):
                    self.assertIn(reply.status, (403, 404, 409))
                    self.assertNotIn(child.number.encode(), reply.body)

    def test_forged_ids_are_not_found(self):
        office = self.world.account(COUNTIES[0], "county")
        other = next(c for c in self.world.children if c.county == COUNTIES[1])
        for forged in (other.id, str(uuid.uuid4()), "0" * 36, "..%2f..%2fetc", "1", "%27--"):
            with self.subTest(forged=forged):
                self.assertEqual(self.ask(office, "GET", f"/api/children/{forged}").status, 404)
                reply = self.ask(office, "POST", f"/api/children/{forged}/unmask", {"reason": "x"})
                self.assertEqual(reply.status, 404)

    def test_nobody_assigns_outside_the_area_or_to_himself(self):
        county = COUNTIES[0]
        supervisor = self.world.account(county, "supervisor", "own")
        volunteer = self.world.account(county, "volunteer", "nobody's")
        stranger = self.world.account(COUNTIES[1], "volunteer", "nobody's")
        own = next(c for c in self.world.children if c.county == county and c.village == 0)
        away = next(c for c in self.world.children if c.county == county and c.village == 3)
        for child, account, status in ((away, volunteer, 404), (own, stranger, 404), (own, supervisor, 403)):
            reply = self.ask(supervisor, "POST", f"/api/children/{child.id}/assignments",
                             {"account": account.id})
            self.assertEqual(reply.status, status, reply.body)
        for role in ("director", "administrator", "volunteer", "school", "parent"):
            account = self.world.account(county, role)
            reply = self.ask(account, "POST", f"/api/children/{own.id}/assignments", {"account": volunteer.id})
            self.assertEqual(reply.status, 403)
        reply = self.ask(supervisor, "POST", f"/api/children/{own.id}/assignments",
                         {"account": volunteer.id, "purpose": "care"})
        self.assertEqual((reply.status, reply.reason), (422, "assignment.purpose"))

    def test_hidden_fields_order_and_narrow_nothing(self):
        volunteer = self.world.account(COUNTIES[0], "volunteer")
        for query in ("sort=born_on", "age_min=3", "sex=female", f"division={village_code(COUNTIES[0], 0)}"):
            reply = self.ask(volunteer, "GET", f"/api/children?{query}")
            self.assertEqual((reply.status, reply.reason), (403, "access.field"), query)
        child = next(c for c in self.world.children if c.id in volunteer.assigned)
        for query in (child.number, "G" + child.number, "赵"):
            reply = self.search(volunteer, query)
            self.assertEqual(reply.json()["items"], [], query)
        planner = self.world.account(COUNTIES[0], "county")
        reply = self.search(planner, child.number, {"X-CareGrid-Purpose": "planning"})
        self.assertEqual(reply.json()["items"], [])

    def test_an_unknown_purpose_is_refused(self):
        for account in self.world.accounts:
            reply = self.ask(account, "GET", "/api/children", headers={"X-CareGrid-Purpose": "curiosity"})
            self.assertEqual((reply.status, reply.reason), (422, "access.purpose_unknown"))

    def test_hostile_text_anywhere_is_no_fault(self):
        document = self.ask(None, "GET", "/api/openapi.json").json()
        office = self.world.account(COUNTIES[0], "county")
        for pattern, methods in document["paths"].items():
            line = methods.get("get")
            if not line or "events" in pattern:
                continue
            names = [p["name"] for p in line.get("parameters", []) if p["in"] == "query"]
            for text in HOSTILE:
                path = re.sub(r"\{\w+\}", quote(text, safe=""), pattern)
                paths = [path] if path != pattern else []
                plain = re.sub(r"\{\w+\}", self.world.children[0].id, pattern)
                paths += [f"{plain}?{name}={quote(text, safe='')}" for name in names]
                for one in paths:
                    reply = self.ask(office, "GET", one)
                    self.assertLess(reply.status, 500, one)
                    self.assertNotIn("x-evil", reply.headers)
                    self.assertNotIn(b"root:", reply.body)


def child_of(path):
    return re.match(r"/api/(children|needs)/[0-9a-f-]{36}", path)


if __name__ == "__main__":
    if "--requests" in sys.argv:
        at = sys.argv.index("--requests")
        WalkTest.requests = int(sys.argv[at + 1])
        del sys.argv[at:at + 2]
    unittest.main(warnings="ignore")
