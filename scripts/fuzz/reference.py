#!/usr/bin/python3
"""The reference libraries' answers to many streams, in one process.

Each line of input is a stream in base64, each line of output its answer: the object of oracle.py, and

    "read"   bytes that the answer is about: fewer than the stream has if the library gives up, or
             silently loses the rest, after them
    "error"  whether the input is no stream, so that an error is expected

Version 1 is judged by the library's own reader, extended by what docs/format.md says beyond it; if none of
the extensions was needed, the answer is oracle.py's own.
"""
import base64
import io
import json
import os
import sys

import subunit
import testtools
from subunit.details import MultipartDetailsParser, SimpleDetailsParser
from testtools.content import Content

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "__tests__", "conformance"))
import oracle  # noqa: E402

# outcome -> style by which the library's details parser reads its `[` text
STYLES = {"skip": "skip", "success": "success", "uxsuccess": "success"}


class Tests(oracle.Collect):
    """Tests that were ended by another one come last, in the order in which they began."""

    def __init__(self):
        super().__init__()
        self.lost = []

    def lose(self, test_id):
        self.lost.append(self.open.pop((test_id, None)))

    def finish(self):
        for t in self.lost + list(self.open.values()):
            t.update(status="inprogress", end=self.latest)
            self.tests.append(t)
        self.open = {}


class NoClock(testtools.ExtendedToStreamDecorator):
    """A test before any `time:` has no times, whereas the library takes the time of reading."""
    at = None
    asked = False

    def time(self, at):
        """Microseconds are exact in the years 1828 to 2111; nothing is promised beyond."""
        if not 1828 <= at.astimezone(oracle.UTC).year <= 2111:
            raise OverflowError(at)
        self.at = at

    def _now(self):
        self.asked |= self.at is None
        return self.at


class Joined(dict):
    """Parts with the same name are one attachment, whereas the library keeps the last."""

    def __init__(self, reader):
        super().__init__()
        self.reader = reader

    def __setitem__(self, name, content):
        before = b"".join(self[name].iter_bytes()) if name in self else b""
        if before:
            self.reader.beyond = True
            pieces = [before, *content.iter_bytes()]
            content = Content(self[name].content_type, lambda: pieces)
        super().__setitem__(name, content)


class OutSideTest(subunit._OutSideTest):
    def startTest(self, offset, line):
        self.parser.colon |= line.startswith((b"test:", b"testing:"))
        super().startTest(offset, line)


class InTest(subunit._InTest):
    def startTest(self, offset, line):
        """A `test:` line while a test is open ends the open one."""
        self.parser.lose()
        self.parser._outside_test.startTest(offset, line)

    def _outcome(self, offset, line, no_details, details_state):
        """`failure: x [ message ]` on one line is complete."""
        text, test_id = line[offset:-1].decode("utf8"), self.parser.current_test_description
        bracket = text[len(test_id):]
        if text.startswith(test_id) and bracket.startswith(" [ ") and bracket.endswith(" ]"):
            self.parser.beyond = True
            details_state.set_simple()
            details_state.details_parser._message = bracket[3:-2].encode("utf8")
            details_state.endDetails()
        else:
            super()._outcome(offset, line, no_details, details_state)


class ReadingUnexpectedSuccessDetails(subunit._ReadingUnexpectedSuccessDetails):
    def _report_outcome(self):
        """A uxsuccess's `[` text is a message, as a success's is; the library takes it for a traceback."""
        self.parser.beyond = True
        self.parser.client.addUnexpectedSuccess(self.parser._current_test,
                                                details=self.details_parser.get_details("success"))


class Reader(subunit.TestProtocolServer):
    """`beyond`: something was read that the library reads differently. `colon`: a test had one."""

    def __init__(self, out, around):
        super().__init__(out, around)
        self.out = out
        self.beyond = self.colon = False
        self._in_test = InTest(self)
        self._reading_uxsuccess_details = ReadingUnexpectedSuccessDetails(self)
        self._state = self._outside_test = OutSideTest(self)
        for state in (self._in_test, self._outside_test):
            # the library tests whether the word is a part of "skip", so "s: x" would be a skip
            state._skip_sym = (b"skip",)

    @property
    def details(self):
        return self._state.details_parser if isinstance(self._state, subunit._ReadingDetails) else None

    @property
    def is_stuck(self):
        """The library waits for ever after an invalid length of a chunk."""
        chunks = getattr(self.details, "_chunk_parser", None)
        return chunks is not None and chunks.state == chunks._read_length and chunks.buffered_bytes

    def lineReceived(self, line):
        self.line = line
        ended = self.ended(line)
        word = line.split(None, 1)[0].rstrip(b":") if line.strip() else None
        self.beyond |= ended != line or (word != b"skip" and word is not None and word in b"skip")
        super().lineReceived(ended)
        if isinstance(self.details, MultipartDetailsParser) and type(self.details._details) is dict:
            self.details._details = Joined(self)

    def stdOutLineReceived(self, line):
        self._stream.write(self.line)

    def ended(self, line):
        """The line with the end that the library expects: it may be CR LF, and the last may have none."""
        bare = line[:-1] if line.endswith(b"\n") else line
        bare = bare[:-1] if bare.endswith(b"\r") else bare
        if isinstance(self.details, SimpleDetailsParser):
            return b"]\n" if bare == b"]" else line
        if self.details is not None and self.details._parse_state == self.details._feed_chunks:
            return line
        return bare + b"\n"

    def lostConnection(self):
        if self._state is not self._outside_test:
            self.lose()

    def lose(self):
        """The open test never ends; the details read so far are kept."""
        self.beyond = True
        test_id = self.current_test_description
        for name, content in self.cut_details().items():
            self.out.status(test_id=test_id, file_name=name, mime_type=repr(content.content_type),
                            file_bytes=b"".join(content.iter_bytes()), timestamp=self.out._now())
        self.out.status(test_id=test_id, test_tags=self.out.current_tags, timestamp=self.out._now())
        self.out.stopTest(self._current_test)
        self.out.targets[0].lose(test_id)

    def cut_details(self):
        parser = self.details
        if parser is None:
            return {}
        found = parser.get_details(STYLES.get(self._state._outcome_label()))
        if isinstance(parser, MultipartDetailsParser) and parser._parse_state == parser._feed_chunks:
            found[parser._name] = Content(parser._content_type, lambda: [parser._body.getvalue()])
        return found


class OnePacket(oracle.OnePacket):
    def decode(self, result):
        """A packet with an empty test id violates the protocol, too."""
        before = result.unreadable
        return super().decode(result) and result.unreadable == before


oracle.OnePacket = OnePacket


def read_v1(data):
    """The tests, how many bytes were read, and whether these are no stream."""
    tests, around = Tests(), io.BytesIO()
    out = NoClock(tests)
    out.startTestRun()
    reader = Reader(out, around)
    at = 0
    for line in io.BytesIO(data):
        try:
            reader.lineReceived(line)
        except Exception:  # the library's own
            return read_v1(data[:at])
        if reader.is_stuck:
            return read_v1(data[:at])
        at += len(line)
    reader.lostConnection()
    out.stopTestRun()
    tests.noise = around.getvalue()
    tests.packets = len(tests.tests) + len(tests.lost)
    # a stream has a test that ended, `test:` with its colon, or only directives: "test this" is English
    error = not tests.tests and not reader.colon and tests.noise != b""
    return tests if reader.beyond or out.asked else oracle.read_v1(data), at, error


def answer(data):
    found, read, error = oracle.read_v2(data), len(data), False
    if not found.packets:
        found, read, error = read_v1(data)
    return {**oracle.report(found), "read": read, "error": error}


for request in sys.stdin.buffer:
    sys.stdout.write(json.dumps(answer(base64.b64decode(request))) + "\n")
    sys.stdout.flush()
