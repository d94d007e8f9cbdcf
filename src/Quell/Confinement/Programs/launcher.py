"""
Starts confined runs for Quell: one process of one thread that forks itself for each. A line on its input is the name of a run; the
fork connects to Quell's socket under that name and learns there what it is to be, so that this process never holds anything of a run.
"""

import gc
import os
import signal
import socket
import sys
import traceback

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, FOLDER)

import confine
import kernel


def warm_up():
    """Loads what nearly every script loads, and says what that is."""
    import endpoint
    endpoint.install()
    try:
        import boto3
        import botocore
    except ImportError:
        return "without boto3"
    import warm
    warm.up(boto3, botocore)
    return f"boto3 {boto3.__version__}"


def main():
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    # Runs become children of this process when the one in between has ended; nobody waits for them here.
    kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A socket of the abstract namespace, whose name begins with a zero.
    address = "\0" + sys.argv[1]
    state = warm_up() if sys.argv[2] == "warm" else "plain"
    gc.collect()
    gc.freeze()
    os.write(1, f"ready {state}\n".encode())
    while True:
        name = sys.stdin.buffer.readline()
        if not name:
            # Quell has gone; PR_SET_PDEATHSIG ends what runs.
            return
        if os.fork() == 0:
            begin(address, name)


def begin(address, name):
    try:
        for descriptor in (0, 1):
            os.close(descriptor)
            os.open(os.devnull, os.O_RDWR)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.connect(address)
        connection.sendall(name)
        confine.run(confine.Channel(connection))
    except BaseException:
        traceback.print_exc()
    os._exit(1)


main()
