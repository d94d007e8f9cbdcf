"""Makes the calls of scenarios against moto, each on an empty account. In: the scenarios as a JSON array of arrays of calls. Out:
for each call its error code, or the values at its paths."""
import json
import sys

import boto3
import botocore.config
from botocore import xform_name
from botocore.exceptions import ClientError
from moto import mock_aws


def fill(value, saved):
    if isinstance(value, dict):
        return {key: fill(item, saved) for key, item in value.items()}
    if isinstance(value, list):
        return [fill(item, saved) for item in value]
    return saved.get(value, value) if isinstance(value, str) else value


def reach(value, path):
    for part in path.split("."):
        try:
            value = value[int(part)] if isinstance(value, list) else value.get(part)
        except (IndexError, AttributeError):
            return None
    return value


def text(value):
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def run(client, calls):
    saved = {}
    for call in calls:
        try:
            output = getattr(client, xform_name(call["op"]))(**fill(call.get("in", {}), saved))
        except ClientError as error:
            yield {"error": error.response["Error"]["Code"]}
            continue
        for name, path in call.get("save", {}).items():
            saved["$" + name] = reach(output, path)
        names = {value: name for name, value in saved.items()}
        values = {path: text(reach(output, path)) for path in call.get("same", [])}
        yield {"values": {path: names.get(value, value) for path, value in values.items()}}


def run_alone(calls):
    with mock_aws():
        ec2 = boto3.client(
            "ec2", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b",
            config=botocore.config.Config(parameter_validation=False))
        return list(run(ec2, calls))


print(json.dumps([run_alone(calls) for calls in json.load(sys.stdin)]))
