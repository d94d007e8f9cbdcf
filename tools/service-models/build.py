#!/usr/bin/env python3
"""Writes src/Quell.Aws/Models/models.bin from the data folder of the installed botocore.

    python3 tools/service-models/build.py [OUTPUT]

The file: magic, then a compressed index (every service's identity and where its block is), then one raw-deflate block
per service, so that one service loads alone. The layout is the mirror of src/Quell.Aws/Models/ServiceBlock.cs:
numbers are unsigned LEB128, strings are indexes into the block's string table, 0 is "none". Traits that botocore merges
when it resolves a shape reference (a reference's own trait wins over its shape's) are merged here. No prose is taken.
"""
import json
import pathlib
import re
import sys
import zlib

import botocore
import botocore.session
from botocore.endpoint_provider import EndpointProvider

HERE = pathlib.Path(__file__).resolve().parent
OUTPUT = HERE.parent.parent / "src" / "Quell.Aws" / "Models" / "models.bin"
MAGIC = b"QSM1"
TYPES = ["structure", "list", "map", "string", "boolean", "integer", "long", "float", "double", "timestamp", "blob"]
ALIASES = {"character": "string", "short": "integer", "byte": "integer", "bigdecimal": "double", "biginteger": "long"}
LOCATIONS = [None, "uri", "querystring", "header", "headers", "statusCode"]


class Block:
    """Bytes that refer to strings by index; the table goes first."""

    def __init__(self):
        self.body = bytearray()
        self.strings = {}

    def number(self, value):
        while value > 0x7F:
            self.body.append(value & 0x7F | 0x80)
            value >>= 7
        self.body.append(value)

    def text(self, value):
        self.number(0 if value is None else self.strings.setdefault(str(value), len(self.strings) + 1))

    def texts(self, values):
        self.number(len(values))
        for value in values:
            self.text(value)

    def flags(self, *bits):
        self.number(sum(1 << place for place, bit in enumerate(bits) if bit))

    def compressed(self):
        table = Block()
        table.number(len(self.strings))
        for value in self.strings:
            data = value.encode()
            table.number(len(data))
            table.body += data
        raw = bytes(table.body + self.body)
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
        return deflate.compress(raw) + deflate.flush(), len(raw)


class Service:
    def __init__(self, name, model, paginators, waiters, endpoints):
        self.name, self.model = name, model
        self.metadata, self.operations, self.shapes = model["metadata"], model["operations"], model["shapes"]
        self.paginators, self.waiters, self.endpoints = paginators, waiters, endpoints
        self.order = {}

    def reach(self, name):
        """Numbers the shape and all it refers to; what no operation reaches is left out."""
        pending = [name]
        while pending:
            name = pending.pop()
            if name in self.order:
                continue
            self.order[name] = len(self.order)
            shape = self.shapes[name]
            refs = list(shape.get("members", {}).values()) + [shape[k] for k in ("member", "key", "value") if k in shape]
            pending += [ref["shape"] for ref in reversed(refs)]

    def block(self):
        for operation in self.operations.values():
            for ref in [operation.get("input"), operation.get("output"), *operation.get("errors", [])]:
                if ref:
                    self.reach(ref["shape"])
                    for trait in ("error", "exception"):
                        if trait in ref:
                            self.shapes[ref["shape"]].setdefault(trait, ref[trait])
        out = Block()
        out.number(len(self.order))
        for name in self.order:
            self.write_shape(out, name, self.shapes[name])
        out.number(len(self.operations))
        for name, operation in self.operations.items():
            self.write_operation(out, name, operation)
        self.write_paginators(out)
        self.write_waiters(out)
        self.write_endpoints(out)
        return out.compressed()

    def write_shape(self, out, name, shape):
        kind = ALIASES.get(shape["type"], shape["type"])
        out.text(name)
        out.number(TYPES.index(kind))
        if kind == "structure":
            error = shape.get("error", {})
            fault = shape.get("exception") or bool(error)
            out.flags(fault, shape.get("union"), shape.get("document"), shape.get("eventstream"), error.get("senderFault"), shape.get("fault"))
            out.text(shape.get("payload"))
            if fault:
                out.text(error.get("code"))
                out.number(error.get("httpStatusCode", 500 if shape.get("fault") else 0))
            required = set(shape.get("required", []))
            members = list(shape.get("members", {}).items())
            if shape.get("xmlOrder"):
                members.sort(key=lambda m: shape["xmlOrder"].index(m[0]) if m[0] in shape["xmlOrder"] else len(members))
            out.number(len(members))
            for member, ref in members:
                out.text(member)
                self.write_ref(out, ref, member in required)
        elif kind == "list":
            self.write_ref(out, shape["member"])
            self.write_range(out, shape)
        elif kind == "map":
            self.write_ref(out, shape["key"])
            self.write_ref(out, shape["value"])
            self.write_range(out, shape)
        else:
            self.write_range(out, shape)
            if kind == "string":
                out.text(shape.get("pattern"))
                out.texts(shape.get("enum", []))

    def write_range(self, out, shape):
        for bound in ("min", "max"):
            out.text(shape.get(bound))

    def write_ref(self, out, ref, required=False):
        shape = self.shapes[ref["shape"]]

        def trait(key):
            return ref.get(key, shape.get(key))

        namespace = trait("xmlNamespace") or {}
        if isinstance(namespace, str):
            namespace = {"uri": namespace}
        out.number(self.order[ref["shape"]])
        optional = [trait("locationName"), ref.get("queryName"), trait("timestampFormat"), namespace.get("uri"), namespace.get("prefix")]
        out.flags(
            required, trait("flattened"), trait("streaming"), ref.get("xmlAttribute"), ref.get("idempotencyToken"), trait("jsonvalue"),
            ref.get("hostLabel"), trait("eventpayload"), trait("eventheader"), *[value is not None for value in optional])
        out.number(LOCATIONS.index(ref.get("location")))
        for value in optional:
            if value is not None:
                out.text(value)

    def write_operation(self, out, name, operation):
        http, checksum = operation["http"], operation.get("httpChecksum", {})
        given, result = operation.get("input", {}), operation.get("output", {})
        namespace = given.get("xmlNamespace") or {}
        out.text(name)
        out.flags(
            operation.get("readonly"), operation.get("idempotent"),
            operation.get("httpChecksumRequired") or checksum.get("requestChecksumRequired"),
            operation.get("unsignedPayload") or operation.get("authtype") == "v4-unsigned-body",
            operation.get("authtype") == "none", operation.get("deprecated"))
        out.text(http["method"])
        out.text(http["requestUri"])
        out.number(http.get("responseCode", 200))
        out.number(self.order[given["shape"]] + 1 if given else 0)
        out.number(self.order[result["shape"]] + 1 if result else 0)
        out.text(given.get("locationName"))
        out.text(namespace if isinstance(namespace, str) else namespace.get("uri"))
        out.text(result.get("resultWrapper"))
        out.text(operation.get("endpoint", {}).get("hostPrefix"))
        out.text(checksum.get("requestAlgorithmMember"))
        out.texts(checksum.get("responseAlgorithms", []))
        errors = operation.get("errors", [])
        out.number(len(errors))
        for error in errors:
            out.number(self.order[error["shape"]])

    def write_paginators(self, out):
        def many(value):
            return [value] if isinstance(value, str) else value or []

        out.number(len(self.paginators))
        for name, paginator in self.paginators.items():
            out.text(name)
            for key in ("input_token", "output_token", "result_key"):
                out.texts(many(paginator.get(key)))
            out.text(paginator.get("limit_key"))
            out.text(paginator.get("more_results"))

    def write_waiters(self, out):
        out.number(len(self.waiters))
        for name, waiter in self.waiters.items():
            out.text(name)
            out.text(json.dumps({k: v for k, v in waiter.items() if k != "description"}, separators=(",", ":")))

    def write_endpoints(self, out):
        out.number(len(self.endpoints))
        for partition, default, exceptions in self.endpoints:
            out.text(partition)
            out.texts(default)
            out.number(len(exceptions))
            for region, endpoint in exceptions.items():
                out.text(region)
                out.texts(endpoint)


def resolve_endpoints(rules, partitions, service):
    """Asks botocore's own rules for each region, and keeps one template a partition and what differs from it."""
    found = []
    for partition in partitions["partitions"]:
        provider, by_region = EndpointProvider(rules, partitions), {}
        for region in partition["regions"]:
            by_region[region] = endpoint_of(provider, region, partition["outputs"]["dnsSuffix"], service)
        templates = list(by_region.values())
        default = max(sorted(set(templates)), key=templates.count)
        exceptions = {r: e for r, e in by_region.items() if e != default}
        if exceptions or default != (plain_host(service, partition["outputs"]["dnsSuffix"]), "", ""):
            found.append((partition["id"], default, exceptions))
    return found


def endpoint_of(provider, region, suffix, service):
    try:
        endpoint = provider.resolve_endpoint(Region=region, UseFIPS=False, UseDualStack=False)
    except Exception:  # rules that want an ARN or an account: the plain host name stands in
        return (plain_host(service, suffix), "", "")
    host = re.sub(r"^https?://", "", endpoint.url).rstrip("/")
    scheme = next((s for s in endpoint.properties.get("authSchemes", []) if s["name"] == "sigv4"), {})
    signing = scheme.get("signingRegion", "")
    return (host.replace(region, "{region}"), "" if signing == region else signing, scheme.get("signingName", ""))


def plain_host(service, suffix):
    return f"{service['endpointPrefix']}.{{region}}.{suffix}"


def with_sqs_query_form(model):
    form = json.loads((HERE / "sqs-query-form.json").read_text())
    model["metadata"]["protocols"] += form["protocols"]
    model["metadata"]["xmlNamespace"] = form["xmlNamespace"]
    shapes = model["shapes"]
    for name, (code, status) in form["errors"].items():
        shapes[name]["error"] = {"code": code, "httpStatusCode": status, "senderFault": True}
    for name, member in form["lists"].items():
        if name in shapes:
            shapes[name]["member"]["queryName"] = member
    for name, (key, value) in form["maps"].items():
        shapes[name]["key"]["queryName"], shapes[name]["value"]["queryName"] = key, value
    for name, members in form["members"].items():
        for member, wire in members.items():
            shapes[name]["members"][member]["queryName"] = wire
    for name, operation in model["operations"].items():
        if "output" in operation:
            operation["output"]["resultWrapper"] = name + form["resultWrapperSuffix"]


def load(loader, name, kind, key):
    try:
        return loader.load_service_model(name, kind)[key]
    except botocore.exceptions.UnknownServiceError:
        return {}


def main():
    loader = botocore.session.get_session().get_component("data_loader")
    partitions = loader.load_data("partitions")
    index, blocks, names = Block(), bytearray(), loader.list_available_services("service-2")
    index.text(botocore.__version__)
    index.number(len(partitions["partitions"]))
    for partition in partitions["partitions"]:
        index.texts([partition["id"], partition["regionRegex"], partition["outputs"]["dnsSuffix"], partition["outputs"]["implicitGlobalRegion"]])
        index.texts(partition["regions"])
    index.number(len(names))
    for name in names:
        model = loader.load_service_model(name, "service-2")
        metadata = model["metadata"]
        metadata.setdefault("protocols", [metadata["protocol"]])
        if name == "sqs":
            with_sqs_query_form(model)
        endpoints = resolve_endpoints(loader.load_service_model(name, "endpoint-rule-set-1"), partitions, metadata)
        service = Service(name, model, load(loader, name, "paginators-1", "pagination"), load(loader, name, "waiters-2", "waiters"), endpoints)
        data, raw = service.block()
        for value in (
                name, metadata["serviceId"], metadata["endpointPrefix"], metadata.get("signingName", metadata["endpointPrefix"]),
                metadata["apiVersion"], metadata.get("targetPrefix"), metadata.get("jsonVersion"), metadata.get("xmlNamespace"),
                metadata.get("signatureVersion"), metadata.get("globalEndpoint")):
            index.text(value)
        index.texts(metadata["protocols"])
        index.flags("awsQueryCompatible" in metadata)
        for value in (len(blocks), len(data), raw):
            index.number(value)
        blocks += data
    head, head_raw = index.compressed()
    output = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else OUTPUT
    output.write_bytes(MAGIC + len(head).to_bytes(4, "little") + head_raw.to_bytes(4, "little") + head + blocks)
    print(f"{output.name}: {len(names)} services of botocore {botocore.__version__}, {output.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
