#!/usr/bin/env python3
"""Shows over HTTP that the program allows and denies exactly what packs/core/access.json says.

Every role × its area, the village beside it, another township, the other county, assigned or not ×
every purpose × operation × field of a child: what was answered is held against a second, independent
reading of the table (rights.py). One cell is one decision: a request refused or not, a field shown
or not. Run by scripts/test; the program is build/release/caregrid unless CAREGRID_PROGRAM names another.
"""

import collections
import dataclasses
import json
import queue
import re
import threading
import time
import unittest
import uuid

import rights
import schemes
from rights import FIELDS, OPERATIONS, PURPOSES, ROLES
from world import CHECKOUT, Client, made_world, rights_need_second_factor

CELLS_MIN = 20_000
SECONDS_MAX = 300
FACTS = [name for name in FIELDS if name.startswith("fact.")]
ALWAYS_STATED = {"fact.residence", "fact.hukou", "fact.health", "fact.guardianship", "fact.assistance",
                 "fact.schooling", "fact.note", "fact.father_absence", "fact.mother_absence"}
NAMES = ["child.name", "child.first_name"]
BASES = schemes.bases(FIELDS)


class Cells:
    """Counts decisions and keeps what did not fit; safe for several threads."""

    def __init__(self):
        self.lock = threading.Lock()
        self.counts = collections.Counter()
        self.wrong = []

    def check(self, kind, account, purpose, what, expected, found):
        with self.lock:
            denies = expected in (False, 403, 404) or (isinstance(expected, str) and "access." in expected)
            self.counts[kind, "deny" if denies else "allow"] += 1
            if expected != found and len(self.wrong) < 40:
                self.wrong.append(f"{kind}: {account.role}/{account.key} for {purpose or 'usual'}: "
                                  f"{what}: expected {expected}, found {found}")

    @property
    def total(self):
        return sum(self.counts.values())


def shown_name(world, account, child, purpose):
    if rights.is_shown(world, account, child, purpose, "child.name"):
        return child.name
    if rights.is_shown(world, account, child, purpose, "child.first_name"):
        return child.given
    return "—"


def shown_name_of_need(world, account, child, purpose):
    """Who plans help without seeing children reads a given name by consent to sharing with an NGO."""
    if rights.ceiling(account.role, "see_children") is not None:
        return shown_name(world, account, child, purpose)
    return child.given if (child.id, "ngo_sharing") in world.consented else "—"


class Matrix:
    def __init__(self, world):
        self.world = world
        self.cells = Cells()
        self.facts = {}  # what the sources of a child state, by kind

    def learn_facts(self):
        client = Client(self.world.port)
        for child in self.world.children:
            office = self.world.account(child.county, "county")
            detail = client.ask(office, "GET", f"/api/children/{child.id}").json()
            kinds = {f"fact.{fact['kind']}" for fact in detail["facts"]}
            self.facts[child.id] = kinds & set(FACTS)
        usual = self.facts[self.world.children[0].id]
        if not ALWAYS_STATED <= usual:
            raise AssertionError(f"the made-up list states too little: {ALWAYS_STATED - usual}")
        for child in self.world.children:
            if child.is_shielded:  # The same sources as its neighbours; the shield hides some here.
                self.facts[child.id] = usual

    # ---- one cell each ---------------------------------------------------------------------

    def row_fields(self, account, purpose, child, item, kind):
        """The fields a list row and a record have in common."""
        def expect(name):
            return rights.is_shown(self.world, account, child, purpose, name)
        check = self.cells.check
        check(kind, account, purpose, f"name of {child.index}",
              shown_name(self.world, account, child, purpose), item["name"])
        for name, member in (("child.born_on", "born_on"), ("child.age", "age"),
                             ("child.grade", "grade"), ("child.identity_number", "id_number_masked"),
                             ("child.needs_open", "needs_open")):
            check(kind, account, purpose, f"{name} of {child.index}", expect(name),
                  item[member] is not None)
        for name, member in (("child.village", "village"), ("child.township", "township"),
                             ("child.school", "school")):
            check(kind, account, purpose, f"{name} of {child.index}",
                  expect(name) and not child.is_shielded, item[member] is not None)
        check(kind, account, purpose, f"child.sex of {child.index}", expect("child.sex"),
              item["sex"] != "unknown")
        number = item["id_number_masked"] or "*"
        check(kind, account, purpose, "numbers are masked", True, "*" in number)

    def child_record(self, client, account, purpose, child, headers):
        reply = client.ask(account, "GET", f"/api/children/{child.id}", headers=headers)
        status, reason = rights.refusal(self.world, account, child, purpose, "see_children",
                                        "personal", NAMES)
        self.cells.check("see_children", account, purpose, f"child {child.index} of {child.county}",
                         status, reply.status)
        if reply.status != 200 or status != 200:
            if reason:
                self.cells.check("reason", account, purpose, f"child {child.index}", reason, reply.reason)
            return
        item = reply.json()
        self.row_fields(account, purpose, child, item, "record")

        def expect(name):
            return rights.is_shown(self.world, account, child, purpose, name)
        check = self.cells.check
        kinds = {f"fact.{fact['kind']}" for fact in item["facts"]}
        for name in FACTS:
            stated = name in self.facts[child.id]
            check("fact", account, purpose, f"{name} of {child.index}", stated and expect(name),
                  name in kinds)
        people = item["relations"]
        check("record", account, purpose, "relation.person", expect("relation.person"), bool(people))
        for name, member in (("relation.phone", "phone_masked"), ("relation.place", "place")):
            check("record", account, purpose, name,
                  expect("relation.person") and expect(name), any(one[member] for one in people))
        check("record", account, purpose, "phones are masked", True,
              all("*" in (one["phone_masked"] or "*") for one in people))
        for name, member in (("child.student_number", "student_number_masked"),
                             ("child.ethnicity", "ethnicity")):
            check("record", account, purpose, name, expect(name), item[member] is not None)
        check("record", account, purpose, "child.sources", expect("child.sources"),
              bool(item["sources"]))
        check("record", account, purpose, "sources beside facts", expect("child.sources"),
              any(fact["source"] for fact in item["facts"]) or (expect("child.sources") and not kinds))
        check("record", account, purpose, "needs", expect("child.needs_open"), bool(item["needs"]))
        for name in item["withheld"]:
            check("withheld", account, purpose, name, False, expect(name))

    def child_statuses(self, client, account, purpose, child, headers):
        """A status is shown to those who may see every fact it could rest on, and to nobody else."""
        reply = client.ask(account, "GET", f"/api/children/{child.id}/statuses", headers=headers)
        status, _ = rights.refusal(self.world, account, child, purpose, "see_children", "personal", NAMES)
        self.cells.check("statuses", account, purpose, f"statuses of {child.index}", status, reply.status)
        if reply.status != 200 or status != 200:
            return
        shown = {item["scheme"]["id"] for item in reply.json()["items"]}
        for scheme, basis in BASES.items():
            expected = all(rights.is_shown(self.world, account, child, purpose, name) for name in basis)
            self.cells.check("statuses", account, purpose, f"{scheme} of {child.index}", expected, scheme in shown)

    def child_list(self, client, account, purpose, headers):
        reply = client.ask(account, "GET", "/api/children?limit=200", headers=headers)
        status, _ = rights.list_refusal(account, purpose, "see_children", ["child.name"])
        self.cells.check("list_children", account, purpose, "status", status, reply.status)
        if reply.status != 200 or status != 200:
            return
        items = {item["id"]: item for item in reply.json()["items"]}
        for child in self.world.children:
            is_listed = rights.refusal(self.world, account, child, purpose, "see_children",
                                       "personal", NAMES)[0] == 200
            if ROLES[account.role]["scope"] == "area":
                is_listed = is_listed and account.covers(child.stands)
            is_own = account.county == child.county and is_listed
            self.cells.check("list_children", account, purpose, f"child {child.index}", is_own,
                             child.id in items)
            if is_own and child.id in items:
                self.row_fields(account, purpose, child, items[child.id], "row")

    def may_list(self, account, child, purpose):
        is_listed = rights.refusal(self.world, account, child, purpose, "see_children", "personal",
                                   NAMES)[0] == 200 and account.county == child.county
        has_area = ROLES[account.role]["scope"] == "area"
        return is_listed and (not has_area or account.covers(child.stands))

    def search(self, client, account, purpose, headers):
        """Whoever may be listed may be found, nobody else, and each only by what is shown of them."""
        status, _ = rights.list_refusal(account, purpose, "see_children", ["child.name"])
        hidden = {child.id for child in self.world.children if not self.may_list(account, child, purpose)}
        for child in self.world.children:
            reply = client.ask(account, "POST", "/api/children/find", {"text": child.given, "limit": 50}, headers)
            self.cells.check("find_children", account, purpose, "status", status, reply.status)
            if reply.status != 200 or status != 200:
                return
            found = {item["child"]["id"]: item["child"] for item in reply.json()["items"]}
            shown = shown_name(self.world, account, child, purpose)
            self.cells.check("find_children", account, purpose, f"child {child.index}",
                             child.id not in hidden and shown != "—", child.id in found)
            self.cells.check("find_children", account, purpose, f"nobody hidden by child {child.index}", [],
                             [other for other in found if other in hidden])
            self.cells.check("find_children", account, purpose, f"total of child {child.index}",
                             len(found), reply.json()["total"])
            if child.id in found and child.id not in hidden:
                self.row_fields(account, purpose, child, found[child.id], "found")

    def registration(self, client, account, purpose, headers):
        """Looking before entering; a name that does not stand stops every allowed entry."""
        status, _ = rights.list_refusal(account, purpose, "register_child", ["child.name"])
        nobody = {"name": "欧阳无名", "people": []}
        reply = client.ask(account, "POST", "/api/children/check", nobody, headers)
        self.cells.check("register_child", account, purpose, "look", status, reply.status)
        reply = client.ask(account, "POST", "/api/children", {"name": "", "people": []}, headers)
        self.cells.check("register_child", account, purpose, "enter", 422 if status == 200 else status,
                         reply.status)

    def need_fields(self, account, purpose, child, need, kind):
        expect = lambda name: rights.is_shown(self.world, account, child, purpose, name)  # noqa: E731
        self.cells.check(kind, account, purpose, "child of a need",
                         shown_name_of_need(self.world, account, child, purpose), need["child"]["name"])
        self.cells.check(kind, account, purpose, f"need.note of {child.index}", expect("need.note"),
                         bool(need["note"]))
        self.cells.check(kind, account, purpose, f"need.village of {child.index}",
                         expect("need.village") and not child.is_shielded, need["village"] is not None)

    def needs(self, client, account, purpose, headers):
        reply = client.ask(account, "GET", "/api/needs?limit=200", headers=headers)
        status, _ = rights.list_refusal(account, purpose, "see_needs", ["need.help"])
        self.cells.check("list_needs", account, purpose, "status", status, reply.status)
        listed = {}
        if reply.status == 200:
            listed = {item["id"]: item for item in reply.json()["items"]}
        for child in self.world.children:
            is_listed = status == 200 and account.county == child.county and account.covers(child.stands)
            for need in child.needs:
                self.cells.check("list_needs", account, purpose, f"need of {child.index}", is_listed,
                                 need in listed)
                if need in listed and is_listed:
                    self.need_fields(account, purpose, child, listed[need], "need")
                one = client.ask(account, "GET", f"/api/needs/{need}", headers=headers)
                expected, _ = rights.refusal(self.world, account, child, purpose, "see_needs",
                                             "personal", ["need.help"])
                self.cells.check("see_needs", account, purpose, f"need of {child.index}", expected,
                                 one.status)
                if one.status == 200 and expected == 200:
                    self.need_fields(account, purpose, child, one.json(), "need")

    def plan(self, client, account, purpose, headers):
        for county, plan in self.world.plans.items():
            for part in ("lines", "unmet"):
                reply = client.ask(account, "GET", f"/api/plans/{plan}/{part}?limit=200", headers=headers)
                status, _ = rights.list_refusal(account, purpose, "see_plan", ["need.help"])
                if status == 200 and county != account.county:
                    status = 404
                self.cells.check("see_plan", account, purpose, part, status, reply.status)
                if reply.status != 200 or status != 200:
                    continue
                for item in reply.json()["items"]:
                    child = next(c for c in self.world.children if c.id == item["need"]["child"]["id"])
                    self.cells.check("plan_line", account, purpose, "lives in the area", True,
                                     account.covers(child.stands))
                    self.need_fields(account, purpose, child, item["need"], "plan_line")
                    if child.is_shielded:
                        hidden = not item.get("child_village") and not item.get("distance_m")
                        self.cells.check("plan_line", account, purpose, "shielded place", True, hidden)

    def simple(self, client, account, purpose, headers):
        """Operations that name no child."""
        asked = [("see_counts", "internal", "/api/home"), ("see_counts", "open", "/api/divisions"),
                 ("import_records", "sensitive", "/api/imports"),
                 ("import_records", "sensitive", "/api/mappings"), ("import_records", "sensitive", "/api/lists"),
                 ("see_policy", "internal", "/api/access/policy"),
                 ("assign_children", "internal", "/api/assignees"),
                 ("see_handovers", "personal", "/api/handovers"),
                 ("see_handovers", "personal", "/api/handovers/peers"),
                 ("keep_worklists", "internal", "/api/worklists"),
                 ("see_counts", "internal", "/api/status-counts"), ("see_counts", "internal", "/api/schemes"),
                 ("change_rules", "internal", "/api/rule-packs"), ("link_children", "personal", "/api/duplicates")]
        for operation, field_class, path in asked:
            reply = client.ask(account, "GET", path, headers=headers)
            is_for_it = field_class in ("open", "internal") or purpose in ROLES[account.role]["purposes"]
            expected = 200 if rights.may(account.role, operation, field_class) and is_for_it else 403
            self.cells.check(operation, account, purpose, path, expected, reply.status)
        reply = client.ask(account, "GET", "/api/session", headers=headers)
        self.cells.check("session", account, purpose, "status", 200, reply.status)
        allowed = set(reply.json()["operations"])
        for operation in OPERATIONS:
            self.cells.check("session", account, purpose, operation,
                             rights.ceiling(account.role, operation) is not None, operation in allowed)

    def writes(self, client, account, purpose, child, headers):
        """Each child as the object of each thing that may be done to one. Reasons that do not stand
        stop every allowed one before it changes anything, after the policy has agreed."""
        asked = [("unmask_child", "personal", "unmask", {"reason": " "}, 422, "unmask.reason_missing"),
                 ("shield_child", "shielded", "shield", {"reason": " "}, 422, "shield.reason_missing"),
                 ("shield_child", "shielded", "shield/lift", {"reason": " "}, 422, "shield.reason_missing"),
                 ("unmask_shielded", "shielded", "shield/unmask", {"reason": " "}, 422, "unmask.reason_missing"),
                 ("assign_children", "personal", "assignments", {"account": account.id}, 403, "assignment.self"),
                 ("assign_children", "personal", "assignments/end", {"account": account.id}, 404, "assignment.none")]
        if not child.is_shielded or account.role == "county":
            asked.append(("offer_handover", "sensitive", "handovers",
                          {"id": str(uuid.uuid4()), "county": 990699, "moves_on": "2026-11-30", "why": " ",
                           "notes": False, "consented": []}, 422, "handover.why_missing"))
        for operation, field_class, path, body, status, reason in asked:
            reply = client.ask(account, "POST", f"/api/children/{child.id}/{path}", body, headers)
            expected, why = rights.refusal(self.world, account, child, purpose, operation, field_class, [])
            is_allowed = expected == 200
            found = (reply.reason == reason or reply.reason == "assignment.none") if is_allowed else reply.status
            self.cells.check(operation, account, purpose, f"{path} of {child.index}",
                             True if is_allowed else expected, found)
        reply = client.ask(account, "POST", "/api/needs", {
            "child": child.id, "kind": "mentor", "tier": 9, "units_weekly": 1, "slots": ["sat_am"],
            "sex_rule": "any"}, headers)
        if rights.may(account.role, "change_needs", "personal"):
            expected = 422 if purpose in ROLES[account.role]["purposes"] else 403
        else:
            expected = 403
        self.cells.check("change_needs", account, purpose, f"open for {child.index}", expected, reply.status)
        for need in child.needs:
            reply = client.ask(account, "POST", f"/api/needs/{need}/withdraw", {"reason": ""}, headers)
            if rights.may(account.role, "change_needs", "personal") and \
                    purpose in ROLES[account.role]["purposes"]:
                expected = 422
            else:
                expected = 403
            self.cells.check("change_needs", account, purpose, f"withdraw of {child.index}", expected,
                             reply.status)

    # ---- all of them -----------------------------------------------------------------------

    def run_account(self, client, account):
        for named in [None, *PURPOSES]:
            purpose = named or account.usual
            headers = {"X-CareGrid-Purpose": named} if named else {}
            self.child_list(client, account, purpose, headers)
            self.search(client, account, purpose, headers)
            self.registration(client, account, purpose, headers)
            self.needs(client, account, purpose, headers)
            self.plan(client, account, purpose, headers)
            for child in self.world.children:
                self.child_record(client, account, purpose, child, headers)
                self.child_statuses(client, account, purpose, child, headers)
            if named is None or named in ROLES[account.role]["purposes"] or named == "photo":
                self.simple(client, account, purpose, headers)
                for child in self.world.children:
                    self.writes(client, account, purpose, child, headers)

    def run(self, threads=4):
        waiting = queue.Queue()
        for account in self.world.accounts:
            waiting.put(account)
        failed = []

        def work():
            client = Client(self.world.port)
            while True:
                try:
                    account = waiting.get_nowait()
                except queue.Empty:
                    return
                try:
                    self.run_account(client, account)
                except Exception as fault:  # noqa: BLE001 (told by the main thread)
                    failed.append(fault)
                    return
        workers = [threading.Thread(target=work) for _ in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        if failed:
            raise failed[0]


class HalfProved:
    """Everybody once more, in a session proved by the password alone."""

    def __init__(self, world):
        self.world = world
        self.client = Client(world.port)
        self.cells = Cells()
        self.secret = {text for child in world.children
                       for text in (child.given, child.number, f"{child.mark}备注")}
        document = json.loads((CHECKOUT / "tests/golden/openapi.json").read_text(encoding="utf-8"))
        self.paths = [path for path, item in document["paths"].items() if "get" in item]

    def ask(self, account, method, path, body=None):
        reply = self.client.ask(dataclasses.replace(account, token=account.half_token), method, path, body)
        text = reply.body.decode("utf-8", "replace")
        self.cells.check("body", account, None, f"nobody in {method} {path}", [],
                         [word for word in self.secret if word in text])
        return reply

    def operations(self, account):
        child = next(c for c in self.world.children if c.county == account.county)
        record, plan = f"/api/children/{child.id}", self.world.plans[account.county]
        asked = [("see_children", "GET", "/api/children", None), ("see_children", "GET", record, None),
                 ("see_needs", "GET", "/api/needs", None), ("see_needs", "GET", f"/api/needs/{child.needs[0]}", None),
                 ("see_offers", "GET", "/api/offers", None), ("import_records", "GET", "/api/imports", None),
                 ("import_records", "GET", "/api/mappings", None), ("import_records", "GET", "/api/lists", None),
                 ("see_children", "GET", "/api/comparison", None),
                 ("see_plan", "GET", f"/api/plans/{plan}/lines", None),
                 ("see_plan", "GET", f"/api/plans/{plan}/unmet", None),
                 ("assign_children", "GET", "/api/assignees", None),
                 ("unmask_child", "POST", f"{record}/unmask", {"reason": "家访需要"}),
                 ("shield_child", "POST", f"{record}/shield", {"reason": "法院令"}),
                 ("unmask_shielded", "POST", f"{record}/shield/unmask", {"reason": "家访需要"}),
                 ("assign_children", "POST", f"{record}/assignments", {"account": account.id}),
                 ("change_needs", "POST", f"/api/needs/{child.needs[0]}/withdraw", {"reason": "搬走了"})]
        for operation, method, path, body in asked:
            reply = self.ask(account, method, path, body)
            top = rights.ceiling(account.role, operation)
            expected = "access.role" if top is None else "session.second_factor"
            self.cells.check("half", account, None, f"{method} {path}", (403, expected),
                             (reply.status, reply.reason))
        reply = self.ask(account, "GET", "/api/home")
        self.cells.check("half", account, None, "counts", rights.may(account.role, "see_counts", "internal"),
                         reply.status == 200)
        session = self.ask(account, "GET", "/api/session").json()
        self.cells.check("half", account, None, "due", rights_need_second_factor(account.role),
                         session["second_factor_due"])

    def every_page(self, account):
        """Whatever can be read at all, with ids that fit: no body holds anybody."""
        child = next(c for c in self.world.children if c.county == account.county)
        for path in self.paths:
            if "events" in path or "openapi" in path:
                continue
            one = {"plans": self.world.plans[account.county], "needs": child.needs[0]}
            known = one.get("".join(path.split("/")[2:3]), child.id)
            self.ask(account, "GET", re.sub(r"\{\w+\}", known, path))

    def run(self):
        for account in self.world.accounts:
            if account.has_set_up:  # Setting up a factor ended what the password alone had opened.
                self.cells.check("half", account, None, "ended", 401, self.ask(account, "GET", "/api/session").status)
                continue
            self.operations(account)
            if account.key == "own":
                self.every_page(account)


class MatrixTest(unittest.TestCase):
    def test_a_password_alone_shows_nobody_whatever_the_role_and_the_route(self):
        with made_world() as world:
            half = HalfProved(world)
            half.run()
        print(f"\n{half.cells.total} cells of sessions without a second factor")
        self.assertEqual(half.cells.wrong, [])
        self.assertGreaterEqual(half.cells.total, 1500)

    def test_every_cell_of_the_table_over_http(self):
        began = time.monotonic()
        with made_world() as world:
            matrix = Matrix(world)
            matrix.learn_facts()
            matrix.run()
        seconds = time.monotonic() - began
        cells = matrix.cells
        allowed = sum(count for (_, verdict), count in cells.counts.items() if verdict == "allow")
        print(f"\n{cells.total} cells, {allowed} of them allow, in {seconds:.0f} s")
        self.assertEqual(cells.wrong, [])
        self.assertGreaterEqual(cells.total, CELLS_MIN)
        self.assertLess(seconds, SECONDS_MAX)


if __name__ == "__main__":
    unittest.main(warnings="ignore")
