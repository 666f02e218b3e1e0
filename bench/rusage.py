"""Runs a command, and writes its resource usage as JSON to descriptor 3: the exit status, the seconds of
user and system time over all its threads and children, and its peak resident memory in bytes. Node has
no way to ask the system for this.

Before that, a process takes memory and gives it back: where the machine is a virtual one, its host takes
unused memory away, and whatever runs first after a pause would pay for getting it again.

usage: rusage.py COMMAND [ARGUMENT...] 3>RESULT
"""
import json
import mmap
import os
import sys

WARM = 1 << 30

warmer = os.fork()
if warmer == 0:
    # not in this process: the command would inherit its peak of memory
    memory = mmap.mmap(-1, WARM)
    for page in range(0, WARM, mmap.PAGESIZE):
        memory[page] = 1
    os._exit(0)
os.waitpid(warmer, 0)
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(pid, 0)
result = {
    "status": os.waitstatus_to_exitcode(status),
    "cpu": usage.ru_utime + usage.ru_stime,
    # ru_maxrss is in kilobytes, on macOS in bytes
    "peak": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
}
os.write(3, json.dumps(result).encode())
