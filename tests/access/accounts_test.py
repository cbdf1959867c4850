#!/usr/bin/env python3
"""Shows over HTTP how accounts are looked after: who may, how far, and that a code is made once.

Every role asks for the list and tries each change; an administrator adds, changes, closes, opens and
resets inside the own county, never the own account; a resend gives the same code, another body with the
same key is refused. What of children and erasures the pages of this work show is held against the table
of rights too. Run by scripts/test; the program is build/release/caregrid unless CAREGRID_PROGRAM names another.
"""

import re
import unittest
import uuid

import rights
from rights import ROLES
from world import COUNTIES, Client, made_world

CODE = re.compile(r"^[a-z2-7]{4}(-[a-z2-7]{4}){3}$")


class AccountsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.context = made_world()
        cls.world = cls.context.__enter__()
        cls.client = Client(cls.world.port)

    @classmethod
    def tearDownClass(cls):
        cls.context.__exit__(None, None, None)

    def ask(self, account, method, path, body=None, key=None):
        headers = {"Idempotency-Key": key} if key else {}
        return self.client.ask(account, method, path, body, headers)

    def account(self, role, county=COUNTIES[0]):
        return self.world.account(county, role)

    def add(self, login, role="director", area=COUNTIES[0] * 1_000_000, key=None, keeper=None):
        body = {"login": login, "name": login, "role": role, "area": area}
        return self.ask(keeper or self.account("administrator"), "POST", "/api/accounts", body, key)

    def named(self, login):
        items = self.ask(self.account("administrator"), "GET", "/api/accounts").json()["items"]
        return next(item for item in items if item["login"] == login)

    def test_who_sees_people_and_who_changes_them(self):
        for account in [one for one in self.world.accounts if one.key == "own"]:
            manages = rights.ceiling(account.role, "manage_accounts") is not None
            assigns = rights.ceiling(account.role, "assign_children") is not None
            reply = self.ask(account, "GET", "/api/accounts")
            with self.subTest(role=account.role, county=account.county):
                self.assertEqual(reply.status, 200 if manages or assigns else 403)
                if reply.status == 200:
                    page = reply.json()
                    self.assertEqual(bool(page["grantable"]), manages)
                    for item in page["items"]:
                        self.assertTrue(account.covers(item["area"]["code"]), item)
                        self.assertEqual(item["may_change"], manages and item["id"] != account.id)
                added = self.add(f"by-{account.role}-{account.county}", area=account.area, keeper=account)
                self.assertEqual(added.status, 201 if manages else 403)
                other = self.world.account(account.county, "donor")
                body = {"name": "x", "role": "administrator", "area": account.county * 1_000_000}
                for path in ("change", "close", "reopen", "reset"):
                    if not manages:
                        reply = self.ask(account, "POST", f"/api/accounts/{other.id}/{path}", body if path == "change" else {})
                        self.assertEqual(reply.status, 403, path)

    def test_a_code_is_made_once_for_one_command(self):
        key = str(uuid.uuid4())
        first = self.add("once.only", key=key)
        again = self.add("once.only", key=key)
        self.assertEqual((first.status, again.status), (201, 201))
        self.assertRegex(first.json()["code"], CODE)
        self.assertEqual(first.body, again.body)
        self.assertEqual(self.add("other.name", key=key).status, 409)
        self.assertEqual(self.add("once.only").reason, "account.exists")

    def test_inside_the_county_only_and_never_oneself(self):
        keeper = self.account("administrator")
        self.assertEqual(self.add("over.there", area=COUNTIES[1] * 1_000_000).status, 404)
        foreign = self.account("donor", COUNTIES[1])
        for path in ("close", "reopen", "reset"):
            self.assertEqual(self.ask(keeper, "POST", f"/api/accounts/{foreign.id}/{path}", {}).status, 404)
            self.assertEqual(self.ask(keeper, "POST", f"/api/accounts/{keeper.id}/{path}", {}).reason, "account.self")
        self.assertEqual(self.ask(keeper, "GET", f"/api/accounts/{foreign.id}/children").status, 403)

    def test_closed_opened_changed_and_reset(self):
        keeper = self.account("administrator")
        self.assertEqual(self.add("in.and.out").status, 201)
        one = self.named("in.and.out")
        path = f"/api/accounts/{one['id']}"
        self.assertEqual(self.ask(keeper, "POST", f"{path}/close", {}).status, 200)
        self.assertFalse(self.named("in.and.out")["active"])
        self.assertEqual(self.ask(keeper, "POST", f"{path}/reopen", {}).status, 200)
        body = {"name": "新名", "role": "supervisor", "area": COUNTIES[0] * 1_000_000 + 100_000}
        self.assertEqual(self.ask(keeper, "POST", f"{path}/change", body).status, 200)
        now = self.named("in.and.out")
        self.assertEqual((now["active"], now["name"], now["role"]), (True, "新名", "supervisor"))
        self.assertIsNone(now["seen_at"])
        self.assertFalse(now["second_factor"])
        codes = [self.ask(keeper, "POST", f"{path}/reset", {}).json()["code"] for _ in range(2)]
        self.assertRegex(codes[0], CODE)
        self.assertNotEqual(*codes)
        wrong = {**body, "role": "king"}
        self.assertEqual(self.ask(keeper, "POST", f"{path}/change", wrong).reason, "account.role")

    def test_children_of_an_account_as_far_as_the_table_says(self):
        parent = self.account("parent")
        names = {child.id: child for child in self.world.children}
        for account in [one for one in self.world.accounts if one.county == COUNTIES[0]]:
            reply = self.ask(account, "GET", f"/api/accounts/{parent.id}/children")
            may = rights.ceiling(account.role, "assign_children") is not None
            with self.subTest(role=account.role, key=account.key):
                self.assertEqual(reply.status, 200 if may else 403)
                if may:
                    seen = {item["child"] for item in reply.json()["items"]}
                    own = {child for child in parent.assigned if account.covers(names[child].stands)}
                    self.assertEqual(seen, own)

    def test_erasures_and_the_audit_as_far_as_the_table_says(self):
        for role in ROLES:
            account = self.account(role)
            child = next(one for one in self.world.children if one.county == COUNTIES[0])
            erases = rights.ceiling(role, "erase_child") is not None
            audits = rights.ceiling(role, "audit_journal") is not None
            with self.subTest(role=role):
                waiting = self.ask(account, "GET", "/api/erasures/waiting")
                standing = self.ask(account, "GET", f"/api/children/{child.id}/erasure")
                audit = self.ask(account, "GET", "/api/audit/figures?year=2026")
                self.assertEqual(waiting.status, 200 if erases else 403)
                self.assertEqual(standing.status, 200 if erases else 403)
                self.assertEqual(audit.status, 200 if audits else 403)
                if audits:
                    for line in audit.json()["by_role"]:
                        self.assertRegex(line["looks"], r"^(< 5|\d*[05])$")
        far = next(one for one in self.world.children if one.county == COUNTIES[1])
        self.assertEqual(self.ask(self.account("county"), "GET", f"/api/children/{far.id}/erasure").status, 404)


if __name__ == "__main__":
    unittest.main(warnings="ignore")
