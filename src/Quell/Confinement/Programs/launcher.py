"""
Starts confined runs for Quell: one process of one thread that forks itself for each. A line on its input is the name of a run; the
fork connects to Quell's socket under that name and learns there what it is to be, so that this process never holds anything of a run.
"""

import gc
import os
import select
import signal
import socket
import sys
import traceback

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, FOLDER)

import confine
import kernel


def warm_up():
    """Loads what nearly every script loads, and says what that is; then steps that load what many do."""
    import endpoint
    endpoint.install()
    try:
        import boto3
        import botocore
    except ImportError:
        return "without boto3", iter(())
    import warm
    return f"boto3 {boto3.__version__}", warm.up(boto3, botocore)


def main():
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    # Runs become children of this process when the one in between has ended; nobody waits for them here.
    kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A socket of the abstract namespace, whose name begins with a zero.
    address = "\0" + sys.argv[1]
    state, steps = warm_up() if sys.argv[2] == "warm" else ("plain", iter(()))
    keep()
    os.write(1, f"ready {state}\n".encode())
    # Without a buffer, so that no name waits in it unseen.
    names = open(0, "rb", buffering=0)
    while True:
        load_while_idle(names, steps)
        name = names.readline()
        if not name:
            # Quell has gone; PR_SET_PDEATHSIG ends what runs.
            return
        if os.fork() == 0:
            begin(address, name)


def load_while_idle(names, steps):
    """Goes on loading as long as nobody waits for a fork."""
    while not select.select([names], [], [], 0)[0]:
        if next(steps, None) is None:
            return
        keep()


def keep():
    """What is loaded stays; a fork that looked through it for garbage would copy its memory."""
    gc.collect()
    gc.freeze()


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
