#!/usr/bin/env python3
"""Writes src/Quell.Sandbox/Identities/aws-managed-policies.bin from the policies that the installed moto carries.

    python3 tools/managed-policies/build.py [OUTPUT]

The file: a zlib stream of lines in UTF-8, ordered by ARN. A line is the ARN, a tab, and a JSON object with Path,
DefaultVersionId, CreateDate, UpdateDate and Document. src/Quell.Sandbox/Identities/AwsManagedPolicies.cs reads it.
"""
import json
import pathlib
import sys
import zlib

from moto.iam.aws_managed_policies import aws_managed_policies_data

OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "src" / "Quell.Sandbox" / "Identities" / "aws-managed-policies.bin"
MEMBERS = ["Path", "DefaultVersionId", "CreateDate", "UpdateDate", "Document"]


def time(text):
    """As IAM shows times."""
    return text.replace("+00:00", "Z")


def line(name, policy):
    shown = {member: policy[member] for member in MEMBERS}
    shown["CreateDate"], shown["UpdateDate"] = time(shown["CreateDate"]), time(shown["UpdateDate"])
    return f"arn:aws:iam::aws:policy{policy['Path']}{name}\t{json.dumps(shown, separators=(',', ':'))}"


def main():
    output = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else OUTPUT
    lines = sorted(line(name, policy) for name, policy in json.loads(aws_managed_policies_data).items())
    data = zlib.compress("\n".join(lines).encode(), 9)
    output.write_bytes(data)
    print(f"{output}: {len(lines)} policies, {len(data):,} bytes")


main()
