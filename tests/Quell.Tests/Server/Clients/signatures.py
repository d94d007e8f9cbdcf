"""Keys that IAM and STS made: the right secret works, everything else is refused with each protocol's own code."""
import datetime
import json
import sys
import uuid

import botocore.auth

from check import check, client, done, refused, same

SIGNERS = [botocore.auth]
try:
    # Where the AWS common runtime is installed, it signs.
    import botocore.crt.auth
    SIGNERS.append(botocore.crt.auth)
except ImportError:
    pass

ANSWERS = {  # service: (read, wrong secret, unknown key, stale, missing token)
    "ec2": (lambda c: c.describe_vpcs, ("AuthFailure", 401), ("AuthFailure", 401), ("RequestExpired", 400), ("AuthFailure", 401)),
    "iam": (lambda c: c.list_users, ("SignatureDoesNotMatch", 403), ("InvalidClientTokenId", 403), ("SignatureDoesNotMatch", 403), ("InvalidClientTokenId", 403)),
    "sts": (lambda c: c.get_caller_identity, ("SignatureDoesNotMatch", 403), ("InvalidClientTokenId", 403), ("SignatureDoesNotMatch", 403), ("InvalidClientTokenId", 403)),
    "sns": (lambda c: c.list_topics, ("SignatureDoesNotMatch", 403), ("InvalidClientTokenId", 403), ("SignatureDoesNotMatch", 403), ("InvalidClientTokenId", 403)),
    "events": (lambda c: c.list_rules, ("InvalidSignatureException", 400), ("UnrecognizedClientException", 400), ("InvalidSignatureException", 400), ("UnrecognizedClientException", 400)),
    "cloudtrail": (lambda c: c.lookup_events, ("InvalidSignatureException", 400), ("UnrecognizedClientException", 400), ("InvalidSignatureException", 400), ("UnrecognizedClientException", 400)),
    "lambda": (lambda c: c.list_functions, ("InvalidSignatureException", 403), ("UnrecognizedClientException", 403), ("InvalidSignatureException", 403), ("UnrecognizedClientException", 403)),
    "s3": (lambda c: c.list_buckets, ("SignatureDoesNotMatch", 403), ("InvalidAccessKeyId", 403), ("RequestTimeTooSkewed", 403), ("InvalidToken", 400)),
}
ROOT = dict(zip(("key", "secret"), sys.argv[3:5])) if len(sys.argv) > 4 else {}
user, role = f"user-{uuid.uuid4().hex[:8]}", f"role-{uuid.uuid4().hex[:8]}"
iam = client("iam", **ROOT)
iam.create_user(UserName=user)
made = iam.create_access_key(UserName=user)["AccessKey"]
key, secret = made["AccessKeyId"], made["SecretAccessKey"]
arn = iam.create_role(RoleName=role, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}))["Role"]["Arn"]
for attach, named in ((iam.attach_user_policy, {"UserName": user}), (iam.attach_role_policy, {"RoleName": role})):
    attach(PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess", **named)
session = client("sts", key=key, secret=secret).assume_role(RoleArn=arn, RoleSessionName="me")["Credentials"]
session = {"key": session["AccessKeyId"], "secret": session["SecretAccessKey"], "token": session["SessionToken"]}


def skewed(shift, call):
    """Signs with a clock that is wrong."""
    class Clock(datetime.datetime):
        @classmethod
        def utcnow(cls):
            return super().utcnow() + shift

    class Module:
        timedelta, timezone = datetime.timedelta, datetime.timezone

    Module.datetime = Clock
    clocks = {"datetime": Module, "get_current_datetime": lambda remove_tzinfo=True: datetime.datetime.utcnow() + shift}
    real = [(module, name, getattr(module, name)) for module in SIGNERS for name in clocks if hasattr(module, name)]
    for module, name, _ in real:
        setattr(module, name, clocks[name])
    try:
        return call()
    finally:
        for module, name, value in real:
            setattr(module, name, value)


for service, (read, mismatch, unknown, stale, token) in ANSWERS.items():
    @check(f"{service} right key", service)
    def _():
        read(client(service, key=key, secret=secret))()

    @check(f"{service} wrong secret", service)
    def _():
        refused(*mismatch, read(client(service, key=key, secret="wrong")))

    @check(f"{service} session", service)
    def _():
        read(client(service, **session))()

    @check(f"{service} session without its token", service)
    def _():
        refused(*token, read(client(service, key=session["key"], secret=session["secret"])))

    @check(f"{service} stale", service)
    def _():
        skewed(datetime.timedelta(minutes=-5), lambda: read(client(service, key=key, secret=secret))())
        skewed(datetime.timedelta(hours=-1), lambda: refused(*stale, read(client(service, key=key, secret=secret))))
        skewed(datetime.timedelta(hours=1), lambda: refused(*stale, read(client(service, key=key, secret=secret))))

    if ROOT:
        @check(f"{service} unknown key", service)
        def _():
            refused(*unknown, read(client(service, key="AKIAIOSFODNN7EXAMPLE", secret="x")))


@check("who it is")
def _():
    same(client("sts", key=key, secret=secret).get_caller_identity()["Arn"].endswith(f":user/{user}"), True)
    same(client("sts", **session).get_caller_identity()["Arn"].endswith(f":assumed-role/{role}/me"), True)


def altered(service, change):
    """A client whose requests are changed after they were signed."""
    made = client(service, key=key, secret=secret)
    made.meta.events.register("before-send", lambda request, **_: change(request))
    return made


@check("altered body")
def _():
    def change(request):
        request.body = request.body.replace(b"aaaa", b"bbbb")
    refused("InvalidSignatureException", 400, altered("events", change).describe_rule, Name="aaaa")
    refused("SignatureDoesNotMatch", 403, altered("iam", lambda request: setattr(
        request, "body", request.body.replace(b"aaaa", b"bbbb") if isinstance(request.body, bytes) else request.body.replace("aaaa", "bbbb"))).get_user, UserName="aaaa")


@check("altered object")
def _():
    s3 = client("s3", key=key, secret=secret)
    bucket = f"signed-{uuid.uuid4().hex[:8]}"
    s3.create_bucket(Bucket=bucket)
    # botocore signs objects as unsigned payload over https only; over http the hash of the body is signed.
    refused("XAmzContentSHA256Mismatch", 400, altered("s3", lambda request: setattr(request, "body", b"bbbb")).put_object,
            Bucket=bucket, Key="k", Body=b"aaaa")
    refused("404", 404, s3.head_object, Bucket=bucket, Key="k")


@check("inactive key")
def _():
    client("iam", **ROOT).update_access_key(UserName=user, AccessKeyId=key, Status="Inactive")
    refused("InvalidClientTokenId", 403, client("sts", key=key, secret=secret).get_caller_identity)


done()
