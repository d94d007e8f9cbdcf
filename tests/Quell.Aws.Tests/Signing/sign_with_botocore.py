"""Signs requests with botocore as real clients do and prints them as a JSON list; nothing is sent anywhere."""
import base64
import json
import sys

import botocore.session
from botocore.auth import SigV4Auth, SigV4QueryAuth, S3SigV4Auth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.config import Config
from botocore.credentials import Credentials

KEY, SECRET, TOKEN = "AKIAQUELLTEST0000001", "wJalr/XUtn+FEMI=", "IQoJb3JpZ2luX2VjE+/w=="
out = []


def split(url):
    rest = url.split("://", 1)[1]
    host, slash, tail = rest.partition("/")
    if not slash and "?" in host:
        host, _, query = host.partition("?")
        return host, "/", query
    path, _, query = (slash + tail).partition("?")
    return host, path or "/", query


def text(value):
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def add(name, service, method, url, headers, body, token):
    host, path, query = split(url)
    if hasattr(body, "read"):
        body = body.read()
    if isinstance(body, str):
        body = body.encode("utf-8")
    fields = [[text(k), text(v)] for k, v in headers.items()]
    if not any(k.lower() == "host" for k, _ in fields):
        fields.append(["Host", host])
    out.append({"name": name, "service": service, "secret": SECRET, "token": token, "method": method, "path": path,
                "query": query, "headers": fields, "body": base64.b64encode(body or b"").decode()})


def client(service, token=None, endpoint=None, **config):
    session = botocore.session.Session()
    session.set_credentials(KEY, SECRET, token)
    made = session.create_client(service, region_name="eu-central-1", endpoint_url=endpoint or "http://localhost:4600",
                                 config=Config(retries={"total_max_attempts": 1}, **config))
    state = {}

    def capture(request, **_):
        add(state["name"], service, request.method, request.url, request.headers, request.body, token)
        return AWSResponse(request.url, 599, {}, None)

    made.meta.events.register("before-send", capture)

    def call(operation, **parameters):
        state["name"] = f"{service} {operation} {json.dumps(parameters, default=str)[:80]} token={bool(token)}"
        try:
            getattr(made, operation)(**parameters)
        except Exception as error:
            if len(out) == 0 or out[-1]["name"] != state["name"]:
                raise error

    return made, call


keys = ["plain", "with space", "a//b", "a/../b", "./x", "..", "x/./y", "ünï/cödé€", "100%", "a%2Fb", "plus+plus", "tilde~-_.",
        "q?x=1", "h#y", "!*'()", "semi;colon:at@", "emoji\U0001F600", "=&$,", "trailing/", "[br]{ace}|^`\"<>\\"]
_, s3 = client("s3", s3={"addressing_style": "path"})
for key in keys:
    s3("get_object", Bucket="my-bucket", Key=key)
s3("put_object", Bucket="my-bucket", Key="put me", Body=b"hello", Metadata={"one": "a  b", "two": " c "}, ContentType="text/plain")
s3("list_objects_v2", Bucket="my-bucket", Prefix="a b/ü", Delimiter="/", StartAfter="", ContinuationToken="a+b/c==")
s3("put_bucket_tagging", Bucket="my-bucket", Tagging={"TagSet": [{"Key": "k", "Value": "v"}]})
s3("list_buckets")
_, s3t = client("s3", token=TOKEN, s3={"addressing_style": "path"})
s3t("get_object", Bucket="my-bucket", Key="ünï x", Range="bytes=0-9")
_, secure = client("s3", endpoint="https://localhost:4600", s3={"addressing_style": "path"})
secure("put_object", Bucket="my-bucket", Key="chunked", Body=b"x" * 3000)
_, lam = client("lambda", token=TOKEN)
lam("invoke", FunctionName="arn:aws:lambda:eu-central-1:123456789012:function:my fn:$LATEST", Payload=b"{\"a\": \"\xc3\xbc\"}")
lam("list_functions", MaxItems=3)
lam("list_tags", Resource="arn:aws:lambda:eu-central-1:123456789012:function:f")
_, ec2 = client("ec2")
ec2("create_vpc", CidrBlock="10.0.0.0/16")
_, sqs = client("sqs")
sqs("send_message", QueueUrl="http://localhost:4600/000000000000/q", MessageBody="hällo & <world>")
_, events = client("events", token=TOKEN)
events("put_events", Entries=[{"Source": "s", "DetailType": "d", "Detail": "{}"}])
_, sts = client("sts")
sts("get_caller_identity")
_, sns = client("sns")
sns("publish", TopicArn="arn:aws:sns:eu-central-1:123456789012:t", Message="a=b&c d+e", Subject="s ü")

for token in (None, TOKEN):
    made, _ = client("s3", token=token, s3={"addressing_style": "path"}, signature_version="s3v4")
    for key in ["x", "a/../b//c", "ü %2F+?&="]:
        for operation, method, more in (("get_object", "GET", {"VersionId": "v 1"}), ("put_object", "PUT", {"ContentType": "text/x"})):
            url = made.generate_presigned_url(operation, {"Bucket": "b", "Key": key, **more}, ExpiresIn=604800, HttpMethod=method)
            add(f"presigned {operation} {key} token={bool(token)}", "s3", method, url,
                {"Content-Type": "text/x"} if method == "PUT" else {}, b"", token)
    made, _ = client("sts", token=token)
    url = made.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
    add(f"presigned sts token={bool(token)}", "sts", "GET", url, {}, b"", token)

# Addresses that no operation makes, signed by the signers themselves.
paths = ["/", "", "/a/./b/../c", "//x//y", "/%2e%2e/x", "/a%2Fb/c%20d", "/a:b@c", "/~x_-.", "/a/b/../../c/", "/..", "/x/."]
queries = ["", "b=2&a=1", "a=2&a=1&a=", "empty", "empty=&x", "k=a%2Fb%20c", "a=1&a1=2&A=3", "x=%C3%BC&%C3%A4=y", "t=~-_."]
for token in (None, TOKEN):
    credentials = Credentials(KEY, SECRET, token)
    for service, header, presign in (("execute-api", SigV4Auth, SigV4QueryAuth), ("s3", S3SigV4Auth, S3SigV4QueryAuth)):
        for i, path in enumerate(paths):
            if service == "s3":
                # S3's signer takes the path as it is: give it what a client's serializer would have made of it.
                path = {"": "/", "/%2e%2e/x": "/%252e/x", "/a:b@c": "/a%3Ab%40c"}.get(path, path)
            query = queries[i % len(queries)]
            url = f"http://localhost:4600{path}" + (f"?{query}" if query else "")
            request = AWSRequest("POST", url, data=b"body %d" % i, headers={"X-Amz-Target": "T.op", "My-Header": f"  a   {i}  b "})
            header(credentials, service, "eu-central-1").add_auth(request)
            add(f"raw {service} {url} token={bool(token)}", service, "POST", request.url, request.headers, request.data, token)
            # botocore's presigner keeps only one of a repeated query name.
            plain = queries[i % 2]
            request = AWSRequest("GET", f"http://localhost:4600{path or '/'}" + (f"?{plain}" if plain else ""))
            presign(credentials, service, "eu-central-1", expires=300).add_auth(request)
            add(f"presigned raw {service} {path} token={bool(token)}", service, "GET", request.url, request.headers, b"", token)

json.dump(out, sys.stdout)
