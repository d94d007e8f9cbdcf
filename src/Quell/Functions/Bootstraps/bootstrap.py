"""Runs a Python function: loads its handler and serves invocations from the Lambda Runtime API, one after the other."""

import http.client
import importlib
import json
import logging
import os
import sys
import time
import traceback
import types

ADDRESS = os.environ["AWS_LAMBDA_RUNTIME_API"]
HOST, _, PREFIX = ADDRESS.partition("/")
BASE = ("/" + PREFIX if PREFIX else "") + "/2018-06-01/runtime"
# The function may close or replace its standard output; what marks the end of an invocation's output goes its own way.
OUTPUT = os.dup(1)


class Context:
    """The second argument of handlers."""

    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = types.SimpleNamespace(cognito_identity_id=None, cognito_identity_pool_id=None)
        self.client_context = self._client_context(headers.get("Lambda-Runtime-Client-Context"))
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message) + "\n")

    @staticmethod
    def _client_context(text):
        if not text:
            return None
        values = json.loads(text)
        return types.SimpleNamespace(
            custom=values.get("custom"), env=values.get("env"),
            client=types.SimpleNamespace(**values.get("client", {})))


class InvocationLogs(logging.Handler):
    """The handler that the root logger has on Lambda, so that functions only set a level."""

    request_id = ""

    def emit(self, record):
        record.aws_request_id = InvocationLogs.request_id
        sys.stdout.write(self.format(record) + "\n")


class RuntimeApi:
    """The connection to the Runtime API."""

    def __init__(self):
        self._connection = http.client.HTTPConnection(HOST)

    def next(self):
        self._connection.request("GET", BASE + "/invocation/next")
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            sys.exit(0)
        return answer.headers, body

    def post(self, path, body, error_type=None):
        headers = {"Content-Type": "application/json", "Quell-Output": "marked"}
        if error_type:
            headers["Lambda-Runtime-Function-Error-Type"] = error_type
        self._connection.request("POST", BASE + path, body, headers)
        self._connection.getresponse().read()


class Refused(Exception):
    """The handler cannot be loaded, or its result cannot be written."""

    def __init__(self, error_type, message, trace=()):
        super().__init__(message)
        self.error_type = error_type
        self.trace = list(trace)


def load_handler(name):
    module_name, _, function_name = name.rpartition(".")
    if not module_name:
        raise Refused("Runtime.MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as fault:
        raise Refused("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {fault}")
    except SyntaxError as fault:
        where = f'  File "{fault.filename}" Line {fault.lineno}\n    {fault.text}'
        raise Refused("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {fault}", [where])
    if not callable(getattr(module, function_name, None)):
        raise Refused("Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")
    return getattr(module, function_name)


def describe(fault, request_id=None, skip=1):
    if isinstance(fault, Refused):
        record = {"errorMessage": str(fault), "errorType": fault.error_type, "stackTrace": fault.trace}
    else:
        frames = traceback.format_list(traceback.extract_tb(fault.__traceback__)[skip:])
        record = {"errorMessage": str(fault), "errorType": type(fault).__name__, "stackTrace": frames}
    if request_id is not None:
        record["requestId"] = request_id
    return record


def report(record):
    sys.stdout.write(f"[ERROR] {record['errorType']}: {record['errorMessage']}\n")
    if record["stackTrace"]:
        sys.stdout.write("Traceback (most recent call last):\n" + "".join(record["stackTrace"]) + "\n")


def mark(request_id):
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            continue
    os.write(OUTPUT, f"\x01quell-end {request_id}\n".encode())


def write_result(result):
    try:
        return json.dumps(result, ensure_ascii=False, default=as_number).encode()
    except (TypeError, ValueError, UnicodeError) as fault:
        raise Refused("Runtime.MarshalError", f"Unable to marshal response: {fault}")


def as_number(value):
    if type(value).__name__ == "Decimal":
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def serve(api, handler):
    while True:
        headers, body = api.next()
        context = Context(headers)
        request_id = context.aws_request_id
        InvocationLogs.request_id = request_id
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")
        try:
            result = write_result(handler(json.loads(body), context))
        except Exception as fault:
            record = describe(fault, request_id)
            report(record)
            mark(request_id)
            api.post(f"/invocation/{request_id}/error", json.dumps(record), record["errorType"])
            continue
        mark(request_id)
        api.post(f"/invocation/{request_id}/response", result)


def main():
    # From beside this file, which then makes place for the function's code.
    import endpoint
    endpoint.install()
    del sys.modules["endpoint"]
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    logs = InvocationLogs()
    logs.setFormatter(logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S"))
    logs.formatter.converter = time.gmtime
    logging.getLogger().addHandler(logs)
    api = RuntimeApi()
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as fault:
        record = describe(fault, "", skip=2)
        report(record)
        api.post("/init/error", json.dumps(record), record["errorType"])
        sys.exit(1)
    try:
        serve(api, handler)
    except (ConnectionError, http.client.HTTPException):
        # Quell has gone: nothing is left to serve.
        sys.exit(0)


main()
