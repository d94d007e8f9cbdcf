"""What the client scripts share: the server's address, clients, and checks that print one line each."""
import sys
import traceback

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = sys.argv[1]
SERVED = set(sys.argv[2].split(",")) if len(sys.argv) > 2 else set()


def client(service, region="us-east-1", key="test", secret="test", token=None, **config):
    config.setdefault("retries", {"max_attempts": 0})
    return boto3.client(service, endpoint_url=ENDPOINT, region_name=region, aws_access_key_id=key,
                        aws_secret_access_key=secret, aws_session_token=token, config=Config(**config))


def check(name, service=None):
    """Runs the function at once: prints 'ok name', 'skipped name' (the service is not served) or 'FAILED name: why'."""
    def run(function):
        if service and SERVED and service not in SERVED:
            print(f"skipped {name}: {service} is not served")
            return
        try:
            function()
            print(f"ok {name}")
        except Exception as fault:
            where = traceback.format_exc(limit=-1).splitlines()[-2].strip()
            print(f"FAILED {name}: {type(fault).__name__}: {str(fault)[:600]} {where}")
    return run


def same(actual, expected):
    if actual != expected:
        raise AssertionError(f"{actual!r} is not {expected!r}")


def refused(code, status, call, *args, **parameters):
    try:
        call(*args, **parameters)
    except ClientError as error:
        same((error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]), (code, status))
        if not error.response["ResponseMetadata"].get("RequestId"):
            raise AssertionError("the error has no request id")
        return error.response
    raise AssertionError(f"not refused with {code}")


def done():
    print("done")
