"""What confinement asks of the Linux kernel and Python does not offer before 3.12: unshare, mount, prctl, capset, seccomp."""

import ctypes
import errno
import os
import platform
import struct

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_REMOUNT = 32
MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18
MNT_DETACH = 2

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4

LIBC = ctypes.CDLL(None, use_errno=True)
MACHINE = platform.machine()
# pivot_root and socket have a number for each architecture; mount_setattr has one for all.
CALLS = {"x86_64": (155, 41, 0xC000003E), "aarch64": (41, 198, 0xC00000B7)}
MOUNT_SETATTR = 442


def check(result, what):
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")


def unshare(flags):
    check(LIBC.unshare(ctypes.c_int(flags)), "unshare")


def prctl(option, value=0, *rest):
    return LIBC.prctl(ctypes.c_int(option), *[ctypes.c_ulong(each) for each in (value, *rest, 0, 0, 0)[:4]])


def mount(source, target, kind=None, flags=0, data=None):
    def text(value):
        return None if value is None else os.fsencode(value)

    check(LIBC.mount(text(source), text(target), text(kind), ctypes.c_ulong(flags), text(data)), f"mount {target}")


def pivot_root(folder):
    """Makes the folder the root and lets go of the old one (pivot_root(2), "pivot_root(".", ".")")."""
    os.chdir(folder)
    check(LIBC.syscall(ctypes.c_long(CALLS[MACHINE][0]), b".", b"."), "pivot_root")
    check(LIBC.umount2(b".", ctypes.c_int(MNT_DETACH)), "umount2")
    os.chdir("/")


def make_read_only(path):
    """Makes a bind mount and what is mounted in it read-only, and its set-user-ID programs harmless."""
    attributes = struct.pack("QQQQ", 1 | 2, 0, 0, 0)
    result = LIBC.syscall(
        ctypes.c_long(MOUNT_SETATTR), ctypes.c_int(-100), os.fsencode(path), ctypes.c_uint(0x8000), attributes,
        ctypes.c_size_t(len(attributes)))
    if result != 0 and ctypes.get_errno() == errno.ENOSYS:
        # Before Linux 5.12. What the mount has been given by its owner has to stay, or the kernel refuses (mount(2), EPERM).
        kept = os.statvfs(path).f_flag & (MS_NOSUID | MS_NODEV | MS_NOEXEC | 1024 | 2048)
        mount(None, path, None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | kept)
    else:
        check(result, f"mount_setattr {path}")


def bar_capabilities():
    """No program that is started has any capability, whatever its file or user say. Itself needs one for this."""
    for capability in range(64):
        if prctl(PR_CAPBSET_DROP, capability) != 0:
            break


def drop_capabilities():
    """Leaves no capability, and no way to another user."""
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = struct.pack("Ii", 0x20080522, 0)
    check(LIBC.capset(header, struct.pack("6I", *[0] * 6)), "capset")
    check(prctl(PR_SET_NO_NEW_PRIVS, 1), "prctl")


def forbid_other_sockets():
    """
    Sockets of the families that the network namespace does not confine (AF_VSOCK reaches the host of a virtual machine) cannot
    be made: a filter on socket(2) lets AF_UNIX, AF_INET, AF_INET6 and AF_NETLINK through (seccomp(2)).
    """
    if MACHINE not in CALLS:
        return
    _, socket_call, architecture = CALLS[MACHINE]
    load, equal, answer = 0x20, 0x15, 0x06
    refuse, allow = 0x00050000 | errno.EAFNOSUPPORT, 0x7FFF0000
    program = [
        (load, 0, 0, 4), (equal, 1, 0, architecture), (answer, 0, 0, 0x00050000 | errno.EPERM),
        (load, 0, 0, 0), (equal, 1, 0, socket_call), (answer, 0, 0, allow),
        (load, 0, 0, 16), (equal, 4, 0, 1), (equal, 3, 0, 2), (equal, 2, 0, 10), (equal, 1, 0, 16),
        (answer, 0, 0, refuse), (answer, 0, 0, allow),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *each) for each in program))
    filters = ctypes.create_string_buffer(struct.pack("HP", len(program), ctypes.addressof(code)))
    check(prctl(PR_SET_SECCOMP, 2, ctypes.addressof(filters)), "prctl")
