#!/usr/bin/env python3
"""Measures sign-in: processor time of one, and whether a known login takes longer to refuse than an unknown one.

usage: bench/sign_in_bench.py [TRIES]     (default 200 of each; about 0.4 s a pair)
Starts a demo county of its own with build/release/caregrid, or what CAREGRID_PROGRAM names. Tries come in turn, each
from a network of its own, so that none has to wait. Ends with 1 when the means differ by 5 ms or more.
"""
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

PROGRAM = os.environ.get("CAREGRID_PROGRAM", "build/release/caregrid")


def processor_seconds(pid):
    fields = open(f"/proc/{pid}/stat", encoding="ascii").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class County:
    def __init__(self, data):
        subprocess.run([PROGRAM, "demo", "--data", data, "--children", "600"], check=True, stdout=subprocess.DEVNULL)
        text = open(os.path.join(data, "sign-in.txt"), encoding="utf-8").read()
        self.login, self.password = re.search(r"^\s*(\w+)\s+((?:\w{4}-){3}\w{4})\s", text, re.M).groups()
        self.server = subprocess.Popen(
            [PROGRAM, "serve", "--data", data, "--port", "0", "--behind-tls", "--rate", "0", "--quiet",
             "--second-factor", "optional"],
            stdout=subprocess.PIPE, text=True)
        port = int(re.search(r":(\d+)", self.server.stdout.readline()).group(1))
        self.connection = http.client.HTTPConnection("localhost", port)
        self.tries = 0

    def enter(self, login, password):
        self.tries += 1
        address = f"10.{self.tries // 250}.{self.tries % 250}.1"
        body = json.dumps({"account": login, "password": password})
        start = time.perf_counter()
        self.connection.request("POST", "/api/session", body, {
            "Content-Type": "application/json", "X-CareGrid": "1", "X-Forwarded-For": address})
        answer = self.connection.getresponse()
        answer.read()
        return answer.status, 1000 * (time.perf_counter() - start)


def main():
    tries = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as data:
        county = County(data)
        try:
            before = processor_seconds(county.server.pid)
            for _ in range(20):
                assert county.enter(county.login, county.password)[0] == 200
            spent = 1000 * (processor_seconds(county.server.pid) - before) / 20
            known, unknown = [], []
            for _ in range(tries):
                for login, times in ((county.login, known), ("nobody.here", unknown)):
                    status, took = county.enter(login, "a guess that is wrong")
                    assert status == 401, status
                    times.append(took)
        finally:
            county.server.terminate()
            county.server.wait()
    apart = abs(statistics.mean(known) - statistics.mean(unknown))
    print(f"one sign-in: {spent:.0f} ms of processor time (goal: about 150)")
    print(f"refused, {tries} each: known {statistics.mean(known):.1f} ms, unknown {statistics.mean(unknown):.1f} ms, "
          f"means {apart:.2f} ms apart (goal: under 5), medians "
          f"{abs(statistics.median(known) - statistics.median(unknown)):.2f}")
    return 0 if apart < 5 else 1


if __name__ == "__main__":
    sys.exit(main())
