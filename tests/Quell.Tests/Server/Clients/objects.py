"""S3 through boto3: odd keys, streams, checksums, ranges, presigned links, virtual-hosted style."""
import hashlib
import io
import socket
import uuid
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from check import ENDPOINT, check, client, done, refused, same

KEYS = ["a b", "a+b", "a%2Fb", "ü/ö", "日本語", "../up", "a/../b", "a//b", "//x", "/lead", "a/", ".", "..", "a?b&c=d#e", "a%", "%zz", "'\"<>&",
        "a;b,c:d@e=f", "~*()!$", " lead and trail ", "new\nline", "x" * 1024]

path = client("s3", s3={"addressing_style": "path"})
bucket = f"objects-{uuid.uuid4().hex[:8]}"
path.create_bucket(Bucket=bucket)

for key in KEYS:
    @check(f"key {key[:20]!r}")
    def _(key=key):
        body = key.encode()
        etag = path.put_object(Bucket=bucket, Key=key, Body=body)["ETag"]
        same(etag, f'"{hashlib.md5(body).hexdigest()}"')
        same(path.get_object(Bucket=bucket, Key=key)["Body"].read(), body)
        same(path.head_object(Bucket=bucket, Key=key)["ContentLength"], len(body))


@check("list")
def _():
    pages = list(path.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 5}))
    same([entry["Key"] for page in pages for entry in page.get("Contents", [])], sorted(KEYS, key=lambda key: key.encode()))
    pages = list(path.get_paginator("list_objects").paginate(Bucket=bucket, PaginationConfig={"PageSize": 5}))
    same([entry["Key"] for page in pages for entry in page.get("Contents", [])], sorted(KEYS, key=lambda key: key.encode()))


@check("folders")
def _():
    answer = path.list_objects_v2(Bucket=bucket, Prefix="a/", Delimiter="/")
    same(([entry["Key"] for entry in answer["Contents"]], [entry["Prefix"] for entry in answer["CommonPrefixes"]]), (["a/"], ["a/../", "a//"]))


@check("stream with trailing checksum")
def _():
    body = bytes(range(256)) * 4096
    try:
        path.put_object(Bucket=bucket, Key="stream", Body=io.BytesIO(body), ChecksumAlgorithm="SHA256")
    except TypeError:
        path.put_object(Bucket=bucket, Key="stream", Body=io.BytesIO(body))
    same(path.get_object(Bucket=bucket, Key="stream")["Body"].read() == body, True)


@check("every checksum algorithm")
def _():
    for algorithm in ("CRC32", "SHA1", "SHA256"):
        path.put_object(Bucket=bucket, Key=algorithm, Body=b"data", ChecksumAlgorithm=algorithm)
        same(path.get_object(Bucket=bucket, Key=algorithm, ChecksumMode="ENABLED")["Body"].read(), b"data")


@check("ranges")
def _():
    path.put_object(Bucket=bucket, Key="ten", Body=b"0123456789")
    for text, expected, span in (("bytes=0-1", b"01", "bytes 0-1/10"), ("bytes=5-", b"56789", "bytes 5-9/10"), ("bytes=-3", b"789", "bytes 7-9/10")):
        answer = path.get_object(Bucket=bucket, Key="ten", Range=text)
        same((answer["Body"].read(), answer["ContentRange"], answer["ResponseMetadata"]["HTTPStatusCode"]), (expected, span, 206))
    refused("InvalidRange", 416, path.get_object, Bucket=bucket, Key="ten", Range="bytes=10-")


@check("conditions")
def _():
    etag = path.head_object(Bucket=bucket, Key="ten")["ETag"]
    refused("304", 304, path.head_object, Bucket=bucket, Key="ten", IfNoneMatch=etag)
    refused("PreconditionFailed", 412, path.get_object, Bucket=bucket, Key="ten", IfMatch='"x"')


@check("errors")
def _():
    refused("NoSuchKey", 404, path.get_object, Bucket=bucket, Key="none")
    refused("404", 404, path.head_object, Bucket=bucket, Key="none")
    refused("NoSuchBucket", 404, path.list_objects_v2, Bucket="no-such-bucket-anywhere")
    refused("BadDigest", 400, path.put_object, Bucket=bucket, Key="bad", Body=b"x", ContentMD5="1B2M2Y8AsgTpgAmY7PhCfg==")
    refused("404", 404, path.head_object, Bucket=bucket, Key="bad")


@check("bucket names are global")
def _():
    other = client("s3", key="222222222222")
    refused("BucketAlreadyExists", 409, other.create_bucket, Bucket=bucket)
    same(bucket in [each["Name"] for each in other.list_buckets()["Buckets"]], False)


@check("presigned links")
def _():
    signed = client("s3", s3={"addressing_style": "path"}, signature_version="s3v4")
    url = signed.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "a +ü"}, ExpiresIn=60)
    same(urlopen(Request(url, data=b"by link", method="PUT")).status, 200)
    url = signed.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a +ü", "ResponseContentType": "text/x"}, ExpiresIn=60)
    answer = urlopen(url)
    same((answer.read(), answer.headers["Content-Type"]), (b"by link", "text/x"))


@check("virtual-hosted style")
def _():
    # Names below localhost are this machine (RFC 6761); not every resolver knows that.
    ask = socket.getaddrinfo
    socket.getaddrinfo = lambda host, *rest, **more: ask("127.0.0.1" if str(host).endswith(".localhost") else host, *rest, **more)
    import boto3
    from botocore.config import Config
    port = urlsplit(ENDPOINT).port
    for host in ("localhost", "s3.localhost", "s3.eu-west-1.localhost"):
        hosted = boto3.client("s3", endpoint_url=f"http://{host}:{port}", region_name="us-east-1", aws_access_key_id="test",
                              aws_secret_access_key="test", config=Config(s3={"addressing_style": "virtual"}, retries={"max_attempts": 0}))
        hosted.put_object(Bucket=bucket, Key="vh/a b", Body=b"hosted")
        same(hosted.get_object(Bucket=bucket, Key="vh/a b")["Body"].read(), b"hosted")
        same([entry["Key"] for entry in hosted.list_objects_v2(Bucket=bucket, Prefix="vh/")["Contents"]], ["vh/a b"])


@check("delete")
def _():
    refused("BucketNotEmpty", 409, path.delete_bucket, Bucket=bucket)
    while entries := path.list_objects_v2(Bucket=bucket).get("Contents"):
        answer = path.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": entry["Key"]} for entry in entries]})
        same(answer.get("Errors", []), [])
    path.delete_bucket(Bucket=bucket)


done()
