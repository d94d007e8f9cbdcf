"""Runs the Python of a runbook's step aws:executeScript, and tells Quell what it returned or why it failed."""

import importlib
import io
import json
import linecache
import os
import sys
import time
import traceback
import types
import zipfile

NAME = "script.py"
PAYLOAD_LIMIT = 100 * 1024


class Refused(Exception):
    """The script cannot be run, or what it returned cannot be taken."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


def run(spec, channel):
    """Never returns."""
    prepare(spec["variables"])
    request = spec["script"]
    try:
        payload = call(find(request), request["payload"])
        flush()
        channel.send(result=payload)
    except BaseException as fault:
        flush()
        channel.send(failure=describe(fault))
    os._exit(0)


def prepare(variables):
    os.environ.clear()
    os.environ.update(variables)
    time.tzset()
    sys.argv = [NAME]
    sys.stdin = open(os.devnull, encoding="utf-8")
    sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)
    # A script's own modules may have the names of ours.
    sys.path.remove(os.path.dirname(os.path.abspath(__file__)))
    for name in ("confine", "kernel", "endpoint", "warm", "script"):
        sys.modules.pop(name, None)


def find(request):
    handler = request["handler"]
    attachment = request.get("attachment")
    if attachment:
        unpack(attachment)
    module_name, _, function_name = handler.rpartition(".")
    if module_name:
        module = importlib.import_module(module_name.removesuffix(".py").replace("/", "."))
    else:
        module = load(request["text"])
    function = getattr(module, function_name, None)
    if not callable(function):
        raise Refused("Script.HandlerNotFound", f"The script has no function {function_name}: Handler names one that takes events and context.")
    return function


def unpack(attachment):
    """AWS: a .py file or a .zip that contains the script; libraries in it can be imported."""
    folder = os.path.join(os.getcwd(), "attachment")
    os.mkdir(folder)
    content = read_content(attachment)
    if attachment["name"].lower().endswith(".zip"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                package.extractall(folder)
        except zipfile.BadZipFile as fault:
            raise Refused("Script.BadAttachment", f"{attachment['name']} is no zip file: {fault}")
    else:
        with open(os.path.join(folder, os.path.basename(attachment["name"])), "wb") as file:
            file.write(content)
    sys.path.insert(0, folder)


def read_content(attachment):
    import base64
    return base64.b64decode(attachment["content"])


def load(text):
    linecache.cache[NAME] = (len(text), None, text.splitlines(True), NAME)
    module = types.ModuleType("script")
    module.__file__ = NAME
    sys.modules["script"] = module
    exec(compile(text, NAME, "exec"), module.__dict__)
    return module


def call(function, payload):
    result = function(payload, {})
    try:
        text = json.dumps(result)
    except (TypeError, ValueError) as fault:
        raise Refused("Script.PayloadNotJson", f"What the script returned is no JSON: {fault}")
    if len(text.encode()) > PAYLOAD_LIMIT:
        raise Refused("Script.PayloadTooLarge", f"What the script returned has {len(text.encode())} bytes of JSON; {PAYLOAD_LIMIT} are the limit.")
    return result


def describe(fault):
    if isinstance(fault, Refused):
        return {"type": fault.kind, "message": str(fault)}
    frames = [each for each in traceback.extract_tb(fault.__traceback__) if each.filename != __file__ and "importlib" not in each.filename]
    own = [each.lineno for each in frames if each.filename == NAME]
    line = own[-1] if own else None
    if isinstance(fault, SyntaxError) and fault.filename == NAME:
        line = fault.lineno
    text = "".join(traceback.format_list(frames) + traceback.format_exception_only(type(fault), fault))
    return {"type": type(fault).__name__, "message": message(fault), "line": line, "traceback": text[-64 * 1024:]}


def message(fault):
    if isinstance(fault, SystemExit):
        return f"The script ended itself with sys.exit({fault.code!r}) instead of returning."
    return str(fault)[:16 * 1024]


def flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            # The script has closed or replaced it.
            continue
