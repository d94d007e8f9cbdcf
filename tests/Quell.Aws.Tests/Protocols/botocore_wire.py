"""Serializes requests and parses responses with botocore: the independent implementation that the protocol tests compare with.

Reads one JSON command a line, answers one JSON line each:
  {"do": "serialize", "service", "operation", "input"}            -> {"method", "path", "query", "headers", "body"}
  {"do": "parse", "service", "operation", "status", "headers", "body"} -> {"output"} or {"error": {"code", "message"}}
Values are in Quell's neutral form (base64 blobs, ISO 8601 times); bodies are base64.
"""
import base64
import datetime
import json
import sys

import botocore
import botocore.awsrequest
import botocore.parsers
import botocore.serialize
import botocore.session

SESSION = botocore.session.get_session()


def to_botocore(shape, value):
    kind = shape.type_name
    if getattr(shape, "is_document_type", False):
        return value
    if kind == "structure":
        return {k: to_botocore(shape.members[k], v) for k, v in value.items()}
    if kind == "list":
        return [to_botocore(shape.member, v) for v in value]
    if kind == "map":
        return {k: to_botocore(shape.value, v) for k, v in value.items()}
    return base64.b64decode(value) if kind == "blob" else value


def neutral(value):
    if isinstance(value, dict):
        return {k: neutral(v) for k, v in value.items() if k != "ResponseMetadata"}
    if isinstance(value, list):
        return [neutral(v) for v in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.datetime):
        utc = value.astimezone(datetime.timezone.utc)
        fraction = f".{utc.microsecond // 1000:03d}" if utc.microsecond else ""
        return utc.strftime("%Y-%m-%dT%H:%M:%S") + fraction + "Z"
    return value


def protocol_of(service):
    return getattr(service, "resolved_protocol", None) or service.metadata["protocol"]


def serialize(command, service, operation):
    serializer = botocore.serialize.create_serializer(protocol_of(service), False)
    shape = operation.input_shape
    parameters = to_botocore(shape, command["input"]) if shape else {}
    request = serializer.serialize_to_request(parameters, operation)
    botocore.awsrequest.prepare_request_dict(request, "http://localhost", {})
    prepared = botocore.awsrequest.create_request_object(request).prepare()
    rest = prepared.url[len("http://"):]
    path, _, query = rest[rest.index("/"):].partition("?")
    body = prepared.body or b""
    body = body if isinstance(body, (bytes, bytearray)) else body.encode()
    headers = {k: v.decode() if isinstance(v, bytes) else v for k, v in prepared.headers.items()}
    return {"method": prepared.method, "path": path, "query": query, "headers": headers, "body": base64.b64encode(body).decode()}


def parse(command, service, operation):
    parser = botocore.parsers.create_parser(protocol_of(service))
    headers = botocore.awsrequest.HeadersDict(command["headers"])
    response = {"status_code": command["status"], "headers": headers, "body": base64.b64decode(command["body"]), "context": {}}
    parsed = parser.parse(response, operation.output_shape)
    if "Error" in parsed and command["status"] >= 300:
        return {"error": {"code": parsed["Error"].get("Code", ""), "message": parsed["Error"].get("Message", "")}}
    return {"output": neutral(parsed), "requestId": parsed.get("ResponseMetadata", {}).get("RequestId")}


def main():
    models = {}
    print(json.dumps({"botocore": botocore.__version__}), flush=True)
    for line in sys.stdin:
        command = json.loads(line)
        try:
            name = command["service"]
            if name not in models:
                models[name] = SESSION.get_service_model(name)
            operation = models[name].operation_model(command["operation"])
            act = serialize if command["do"] == "serialize" else parse
            answer = act(command, models[name], operation)
        except Exception as fault:  # the test tells what botocore would not do
            answer = {"failed": f"{type(fault).__name__}: {fault}"}
        print(json.dumps(answer, default=str), flush=True)


main()
