"""Runs a command, and writes its resource usage as JSON to descriptor 3: the exit status, the seconds of
user and system time over all its threads and children, and its peak resident memory in bytes. Node has
no way to ask the system for this.

usage: rusage.py COMMAND [ARGUMENT...] 3>RESULT
"""
import json
import os
import sys

pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(pid, 0)
result = {
    "status": os.waitstatus_to_exitcode(status),
    "cpu": usage.ru_utime + usage.ru_stime,
    # ru_maxrss is in kilobytes, on macOS in bytes
    "peak": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
}
os.write(3, json.dumps(result).encode())
