"""
One confined run: namespaces, a root of its own, limits, another user. Two processes: the first is the parent of everything in the
process namespace, tells Quell how it ends and takes all the rest along; the second is the function or the script.
"""

import array
import base64
import fcntl
import json
import os
import resource
import select
import signal
import socket
import struct

import kernel
import script

# What programs need of the system: never a home, a data folder, a socket of a daemon or a configuration with secrets.
SYSTEM = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/gnu/store"]
SETTINGS = [
    "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "ssl", "pki", "ca-certificates", "passwd", "group", "nsswitch.conf",
    "hosts", "host.conf", "gai.conf", "services", "protocols", "localtime", "timezone", "mime.types", "os-release", "python3",
    "python3.11", "crypto-policies",
]
DEVICES = ["null", "zero", "full", "random", "urandom"]


class Channel:
    """Frames to and from Quell: four bytes of length, then JSON."""

    def __init__(self, connection):
        self.connection = connection

    def read(self):
        return json.loads(self._exactly(struct.unpack(">I", self._exactly(4))[0]))

    def send(self, **frame):
        body = json.dumps(frame).encode()
        self.connection.sendall(struct.pack(">I", len(body)) + body)

    def send_files(self, descriptors):
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))
        self.connection.sendmsg([b"F"], [rights])

    def _exactly(self, count):
        parts = bytearray()
        while len(parts) < count:
            part = self.connection.recv(count - len(parts))
            if not part:
                os._exit(0)
            parts += part
        return bytes(parts)


def run(channel):
    """Does what the channel's first frame says; never returns."""
    spec = channel.read()
    try:
        os.umask(0o022)
        os.setsid()
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        if spec["isolated"]:
            enter_namespaces(spec["mapped"])
        between = os.pidfd_open(os.getpid())
        first = os.fork()
        if first:
            channel.send(pid=first)
            os._exit(0)
        # The launcher becomes this process's parent when the one in between has ended; only then may it be tied to its life.
        select.select([between], [], [])
        os.close(between)
        lead(spec, channel)
    except OSError as fault:
        channel.send(fault=str(fault))
    os._exit(1)


def enter_namespaces(mapped):
    user, group = os.geteuid(), os.getegid()
    flags = kernel.CLONE_NEWNS | kernel.CLONE_NEWNET | kernel.CLONE_NEWPID | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS
    kernel.unshare(flags | (kernel.CLONE_NEWUSER if mapped else 0))
    if mapped:
        write("/proc/self/setgroups", "deny")
        write("/proc/self/uid_map", f"{user} {user} 1")
        write("/proc/self/gid_map", f"{group} {group} 1")


def lead(spec, channel):
    """The first process: prepares the place, starts the run, waits, and ends with everything that is left of it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    output, written = os.pipe()
    files = [output]
    if spec["isolated"]:
        listener = listen(spec["port"])
        files.append(listener.fileno())
        build_root(spec)
    else:
        kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)
    channel.send_files(files)
    os.close(output)
    if spec["isolated"]:
        listener.close()
    run = os.fork()
    if run == 0:
        try:
            begin(spec, channel, written)
        except BaseException as fault:
            channel.send(fault=f"{type(fault).__name__}: {fault}")
        os._exit(125)
    os.close(written)
    if not spec["isolated"]:
        signal.signal(signal.SIGTERM, lambda *_: end_all(run, 128 + signal.SIGKILL, channel))
    status = reap(run)
    if spec.get("answer"):
        channel.send(answer=read_answer(spec["answer"]))
    code = 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    if not spec["isolated"]:
        end_all(run, code, channel)
    channel.send(exit=code)
    os._exit(0)


def end_all(run, code, channel):
    """Without a process namespace: kills the group at once, and what left it as often as something is left."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        try:
            os.killpg(run, signal.SIGKILL)
        except ProcessLookupError:
            # All that is left has left the group.
            pass
        for process in children():
            os.kill(process, signal.SIGKILL)
        try:
            os.wait()
        except ChildProcessError:
            break
    channel.send(exit=code)
    os._exit(0)


def children():
    with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as file:
        return [int(each) for each in file.read().split()]


def reap(run):
    while True:
        process, status = os.wait()
        if process == run:
            return status


def listen(port):
    """The gate's address within the namespace: Quell accepts there, so that no other process is in between."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        up = struct.pack("16sH14x", b"lo", 0x1 | 0x40)
        fcntl.ioctl(any_socket, 0x8914, up)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(128)
    return listener


def build_root(spec):
    """A root that has what the run needs of the machine, to read, and a folder of its own to write: /tmp."""
    root, user, group = spec["root"], spec["user"], spec["group"]
    if spec["mapped"]:
        user, group = os.geteuid(), os.getegid()
    kernel.mount(None, "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    kernel.mount("quell", root, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "size=4m,mode=0755")
    os.mkdir(root + "/tmp")
    kernel.mount(
        "quell", root + "/tmp", "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV,
        f"size={spec['scratch']},nr_inodes=65536,mode=0700,uid={user},gid={group}")
    shown = []
    for path in SYSTEM + ["/etc/" + name for name in SETTINGS] + sorted(spec["readable"]):
        if not any(path == each or path.startswith(each + "/") for each in shown) and show(root, path):
            shown.append(path)
    for path in spec["writable"]:
        show(root, path, writable=True)
    os.makedirs(root + "/proc")
    os.makedirs(root + "/dev")
    for device in DEVICES:
        show(root, "/dev/" + device, writable=True)
    for name, target in (("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"),
                         ("stderr", "/proc/self/fd/2"), ("shm", "/tmp")):
        os.symlink(target, f"{root}/dev/{name}")
    kernel.mount("proc", root + "/proc", "proc", kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC)
    kernel.pivot_root(root)
    kernel.mount(None, "/", None, kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | kernel.MS_NOSUID | kernel.MS_NODEV)


def show(root, path, writable=False):
    """Shows a file or folder of the machine at the same path. False where it is no place to look in for others."""
    target = root + path
    if os.path.islink(path) and path.count("/") == 1:
        os.symlink(os.readlink(path), target)
        return False
    if os.path.isdir(path):
        os.makedirs(target, exist_ok=True)
    elif os.path.exists(path):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="ascii"):
            pass
    else:
        return False
    kernel.mount(path, target, None, kernel.MS_BIND | kernel.MS_REC)
    if not writable:
        kernel.make_read_only(target)
    return True


def begin(spec, channel, written):
    """The second process: becomes the function or the script."""
    os.setsid()
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(written, 1)
    os.dup2(written, 2)
    os.close(written)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name, limit in spec["limits"].items():
        resource.setrlimit(getattr(resource, "RLIMIT_" + name), bounded(name, limit))
    if spec["isolated"]:
        become(spec)
    os.chdir(spec["folder"])
    os.umask(0o077 if spec["isolated"] else 0o022)
    for name, content in spec["files"].items():
        with open(name, "wb") as file:
            file.write(base64.b64decode(content))
    if "script" in spec:
        # What else is open was opened by libraries while they were loaded, and they rely on it.
        script.run(spec, channel)
    else:
        os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
        os.execve(spec["arguments"][0], spec["arguments"], spec["variables"])


def become(spec):
    kernel.bar_capabilities()
    if not spec["mapped"]:
        os.setgroups([])
        os.setresgid(spec["group"], spec["group"], spec["group"])
        os.setresuid(spec["user"], spec["user"], spec["user"])
    kernel.drop_capabilities()
    kernel.forbid_other_sockets()
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    # It may look at its own processes; what it is a copy of holds nothing of anybody else's.
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)


def bounded(name, limit):
    """A limit as far as whoever runs Quell may set it."""
    hard = resource.getrlimit(getattr(resource, "RLIMIT_" + name))[1]
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    return limit, limit


def read_answer(path):
    """The file that a program leaves its result in; empty where there is none that can be taken."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return ""
    with open(descriptor, "rb") as file:
        return file.read(1024 * 1024).decode("utf-8", "replace")


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
