#!/usr/bin/python3
"""Reference answers for subunit streams, from the reference libraries.

Prints, as one JSON object, what the exported files must hold (docs/format.md):

    {"raw": [...], "details": {...}, "tree": {...}, "stats": {...},
     "packets": 12, "unreadable": 0, "not_run": [...]}

usage: oracle.py STREAM            v2: every packet whose checksum holds
       oracle.py --library STREAM  v2: what python-subunit's own reader finds
       oracle.py --v1 STREAM       v1
       oracle.py --repo DIR        every run of a stestr repository, a JSON list

exit status 3: the library gives up on this input (a v1 stream that it cannot parse),
so there is no reference answer. 0 packets in input that is not empty: an error is
expected and no entry.

needs: apt-get install python3-subunit python3-testtools python3-stestr

What the oracle cannot judge in v1: tests without `time:` (the library takes the clock),
details that are cut off, a test that begins while another is open, one-line brackets.
"""
import base64
import contextlib
import datetime
import io
import json
import re
import struct
import sys
import zlib

import subunit
import subunit.v2
import testtools
from testtools import StreamResult

STATUS_ENDED = {"success", "uxsuccess", "skip", "fail", "xfail"}
SAID = {"uxsuccess": "Unexpected success", "inprogress": "Did not finish", "unknown": "No status"}
UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
TEMPEST_TAGS = re.compile(r"^(.+)\[(?:[A-Za-z0-9_-]+,)*(?:id-%s|gate|smoke)(?:,[A-Za-z0-9_-]+)*\]\Z" % UUID, re.S)
FIXTURE = re.compile(r"^(setUp|tearDown)(Class|Module) \(([^\W\d]\w*(?:\.[^\W\d]\w*)*)\)\Z")
# labels of the Encoding Standard whose Python codec decodes alike
CODECS = {"utf-8": "utf-8", "utf8": "utf-8", "utf-16le": "utf-16-le", "koi8-r": "koi8-r",
          "windows-1251": "cp1251", "iso-8859-15": "iso8859-15", "iso-8859-2": "iso8859-2"}
LATIN1 = {"iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii"}
UTC = datetime.timezone.utc


def clean_name(test_id):
    if "::" not in test_id:
        m = TEMPEST_TAGS.match(test_id)
        if m:
            return m.group(1)
    m = FIXTURE.match(test_id)
    if m:
        return "%s.%s%s" % (m.group(3), m.group(1), m.group(2))
    return test_id


def render(mime, data):
    """An attachment's value: text by its charset, or a data: URI."""
    head, *params = [p.strip() for p in (mime or "application/octet-stream").split(";")]
    if head.split("/")[0].lower() != "text":
        return "data:%s;base64,%s" % (head, base64.b64encode(data).decode())
    charset = "iso-8859-1"
    for p in params:
        # the libraries also write "charset=utf8,language=python"
        for part in p.split(","):
            key, _, value = part.partition("=")
            if key.strip().lower() == "charset":
                charset = value.strip().strip('"').lower()
    if charset in LATIN1:
        return data.decode("latin-1")
    return data.decode(CODECS.get(charset, "utf-8"), "replace")


class Collect(StreamResult):
    def __init__(self):
        super().__init__()
        self.open, self.tests, self.loose, self.exists = {}, [], {}, []
        self.latest, self.unreadable, self.packets, self.noise = None, 0, 0, b""

    @staticmethod
    def add_file(files, name, mime, data):
        entry = files.setdefault(name, [mime, b""])
        if entry[0] is None:
            entry[0] = mime
        entry[1] += bytes(data or b"")

    def status(self, test_id=None, test_status=None, test_tags=None, runnable=True,
               file_name=None, file_bytes=None, eof=False, mime_type=None,
               route_code=None, timestamp=None):
        if timestamp is not None:
            timestamp = timestamp.astimezone(UTC)
            if self.latest is None or timestamp > self.latest:
                self.latest = timestamp
        if test_id == "":
            self.unreadable += 1
            return
        if test_id is None or test_status == "exists":
            if file_name is not None:
                self.add_file(self.loose, file_name, mime_type, file_bytes)
            if test_status == "exists" and test_id is not None:
                self.exists.append(test_id)
            return
        key = (test_id, route_code)
        t = self.open.setdefault(key, {"id": test_id, "status": "unknown", "tags": set(),
                                       "files": {}, "start": timestamp, "end": None})
        if test_status is not None:
            t["status"] = test_status
        t["end"] = timestamp
        if file_name is not None:
            self.add_file(t["files"], file_name, mime_type, file_bytes)
        if test_tags is not None:
            t["tags"] = set(test_tags)
        if test_status in STATUS_ENDED:
            self.tests.append(self.open.pop(key))

    def finish(self):
        for t in self.open.values():
            t["end"] = self.latest
            self.tests.append(t)
        self.open = {}


def iso(ts):
    return None if ts is None else ts.isoformat()


def seconds(start, end):
    return (end - start).total_seconds() if start and end else None


def with_attachments(value, files):
    """Adds {attachment name: (mime, bytes)} under the keys that format.md gives them."""
    for name, (mime, data) in files.items():
        text = render(mime, data)
        if not data or not text:
            continue
        key = base = re.sub(r"\W", "", name)
        n = 2
        while key in value:
            key, n = "%s_%d" % (base, n), n + 1
        value[key] = text
    return value


def raw_and_details(tests):
    raw, details = [], {}
    for t in tests:
        name = clean_name(t["id"])
        times = [iso(t["start"]), iso(t["end"])]
        raw.append({**({"id": t["id"]} if t["id"] != name else {}),
                    "name": name, "status": t["status"], "tags": sorted(t["tags"]),
                    "timestamps": times, "duration": seconds(t["start"], t["end"]), "details": {}})
        key, n = name, 2
        while key in details:
            key, n = "%s#%d" % (name, n), n + 1
        details[key] = with_attachments({"status": t["status"], "timestamps": times}, t["files"])
        t["details"] = details[key]
    return raw, details


def tree_of(raw):
    tops = {entry["name"].split(".")[0] for entry in raw}
    skip = 1 if len(tops) == 1 else 0
    root = {"name": tops.pop() if skip else "all"}
    for entry in raw:
        node = root
        for part in entry["name"].split(".")[skip:]:
            children = node.setdefault("children", [])
            child = next((c for c in children if c["name"] == part), None)
            if child is None:
                child = {"name": part}
                children.append(child)
            node = child
        leaf = node["name"]
        node.update({k: v for k, v in entry.items() if k != "id"})
        node["name_full"], node["name"] = entry["name"], leaf
    return root


def last_lines(text):
    lines = re.split(r"\r\n|\n|\r", text.strip())[-2:]
    if len(lines) == 2 and "Details" not in lines[1]:
        lines = lines[1:]
    return lines if lines != [""] else None


def stats_of(tests, raw):
    starts = [r["timestamps"][0] for r in raw if r["timestamps"][0]]
    ends = [r["timestamps"][1] for r in raw if r["timestamps"][1]]
    failures, skips = [], []
    for t, r in zip(tests, raw):
        row = {"name": r["name"], "duration": r["duration"]}
        if r["status"] in SAID:
            failures.append({**row, "details": [SAID[r["status"]]]})
        elif r["status"] == "fail":
            text = t["details"].get("traceback")
            failures.append({**row, "details": None if text is None else last_lines(text)})
        elif r["status"] == "skip":
            skips.append({**row, "details": t["details"].get("reason")})
    return {"count": len(raw), "start": min(starts) if starts else None,
            "end": max(ends) if ends else None,
            "total_duration": sum(r["duration"] or 0 for r in raw),
            "failures": failures, "skips": skips}


def report(c):
    c.finish()
    raw, details = raw_and_details(c.tests)
    whole = {"noise": c.noise.decode("utf-8", "replace")} if c.noise else {}
    with_attachments(whole, c.loose)
    if whole:
        details[""] = whole
    ran = {t["id"] for t in c.tests}
    return {"raw": raw, "details": details, "tree": tree_of(raw), "stats": stats_of(c.tests, raw),
            "packets": c.packets, "unreadable": c.unreadable,
            "not_run": [i for i in dict.fromkeys(c.exists) if i not in ran]}


def packet_length(data, i):
    """Bytes of the packet whose signature is at i, or 0 if there is none."""
    if len(data) - i < 8 or data[i] != 0xB3 or data[i + 1] >> 4 != 2:
        return 0
    first, size = data[i + 3], data[i + 3] >> 6
    if size == 3:
        return 0
    length = first & 0x3F
    for k in range(size):
        length = length << 8 | data[i + 4 + k]
    if length < 8 or i + length > len(data):
        return 0
    stored = int.from_bytes(data[i + length - 4:i + length], "big")
    return length if zlib.crc32(data[i:i + length - 4]) == stored else 0


class OnePacket(subunit.v2.ByteStreamToStreamResult):
    def decode(self, result):
        """Whether the packet's contents follow the protocol."""
        assert self.source.read(1) == b"\xb3"
        try:
            self._parse([b"\xb3"], result)
            return True
        except (subunit.v2.ParseError, struct.error, IndexError, OverflowError):
            return False


def read_v2(data):
    c = Collect()
    i = start = 0
    noise = []
    while (i := data.find(b"\xb3", i)) >= 0:
        length = packet_length(data, i)
        if not length:
            i += 1
            continue
        noise.append(data[start:i])
        c.packets += 1
        c.unreadable += not OnePacket(io.BytesIO(data[i:i + length])).decode(c)
        i = start = i + length
    c.noise = b"".join(noise) + data[start:]
    return c


def read_v2_library(data):
    c = Collect()
    subunit.ByteStreamToStreamResult(io.BytesIO(data), non_subunit_name="\0noise").run(c)
    c.noise = bytes(c.loose.pop("\0noise", [None, b""])[1])
    return c


def read_v1(data):
    c = Collect()
    out = testtools.ExtendedToStreamDecorator(c)
    around = io.BytesIO()
    out.startTestRun()
    subunit.ProtocolTestCase(io.BytesIO(data), passthrough=around).run(out)
    out.stopTestRun()
    c.noise, c.packets = around.getvalue(), len(c.tests)
    for t in c.tests:
        # what the library reports for a test that the stream never ended
        lost = "lost connection during test '%s'" % t["id"]
        if any(lost.encode() in data for _, data in t["files"].values()):
            t.update(status="inprogress", end=c.latest, files={})
    return c


def read_repository(directory):
    from stestr.repository.file import RepositoryFactory
    repo = RepositoryFactory().open(directory)
    for run_id in repo.get_run_ids():
        with contextlib.redirect_stdout(sys.stderr):
            stream = repo.get_test_run(run_id).get_subunit_stream().read()
        yield {"run": run_id, **report(read_v2(stream))}


def main(argv):
    if not argv or argv[0] in ("-h", "--help"):
        print(__doc__)
        return 0
    if argv[0] == "--repo":
        json.dump(list(read_repository(argv[1])), sys.stdout)
        return 0
    with open(argv[-1], "rb") as f:
        data = f.read()
    read = {"--v1": read_v1, "--library": read_v2_library}.get(argv[0], read_v2)
    try:
        answer = report(read(data))
    except Exception as error:  # the library's own
        print("the library gives up: %r" % error, file=sys.stderr)
        return 3
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
