"""Large objects through boto3's transfers: up in parts, down in ranges, copied in parts; and what goes wrong with parts."""
import hashlib
import io
import random
import uuid

from boto3.s3.transfer import TransferConfig
from check import check, client, done, refused, same

MB = 1024 * 1024
data = random.Random(7).randbytes(20 * MB + 11)
s3 = client("s3", s3={"addressing_style": "path"})
bucket = f"multipart-{uuid.uuid4().hex[:8]}"
s3.create_bucket(Bucket=bucket)


def digest(content):
    return hashlib.sha256(content).hexdigest()


def fetched(key):
    target = io.BytesIO()
    s3.download_fileobj(bucket, key, target)
    return target.getvalue()


@check("up and down")
def _():
    s3.upload_fileobj(io.BytesIO(data), bucket, "big file", ExtraArgs={"ContentType": "text/x"})
    same(digest(fetched("big file")), digest(data))
    head = s3.head_object(Bucket=bucket, Key="big file")
    parts = [data[at:at + 8 * MB] for at in range(0, len(data), 8 * MB)]
    same(head["ETag"], '"%s-3"' % hashlib.md5(b"".join(hashlib.md5(part).digest() for part in parts)).hexdigest())
    same((head["ContentLength"], head["ContentType"]), (len(data), "text/x"))
    same(digest(s3.get_object(Bucket=bucket, Key="big file")["Body"].read()), digest(data))


@check("ranges across the border of parts")
def _():
    for first, last in ((8 * MB - 5, 8 * MB + 5), (0, 16 * MB), (8 * MB, 8 * MB), (16 * MB - 1, len(data) - 1)):
        answer = s3.get_object(Bucket=bucket, Key="big file", Range=f"bytes={first}-{last}")
        same(digest(answer["Body"].read()), digest(data[first:last + 1]))
        same(answer["ContentRange"], f"bytes {first}-{last}/{len(data)}")


@check("one part")
def _():
    answer = s3.get_object(Bucket=bucket, Key="big file", PartNumber=3)
    same((digest(answer["Body"].read()), answer["PartsCount"]), (digest(data[16 * MB:]), 3))
    same(answer["ResponseMetadata"]["HTTPStatusCode"], 206)


@check("copy in parts")
def _():
    s3.copy({"Bucket": bucket, "Key": "big file"}, bucket, "copy", Config=TransferConfig(multipart_threshold=8 * MB, multipart_chunksize=7 * MB))
    same(digest(fetched("copy")), digest(data))
    same(s3.head_object(Bucket=bucket, Key="copy")["ETag"].rstrip('"').split("-")[1], "3")
    s3.copy_object(Bucket=bucket, Key="whole", CopySource={"Bucket": bucket, "Key": "copy"})
    same(digest(fetched("whole")), digest(data))


@check("by hand")
def _():
    upload = s3.create_multipart_upload(Bucket=bucket, Key="hand")["UploadId"]
    where = {"Bucket": bucket, "Key": "hand", "UploadId": upload}
    tags = [s3.upload_part(PartNumber=number, Body=data[:size], **where)["ETag"] for number, size in ((1, 5 * MB), (2, 10), (3, 5))]
    same([part["PartNumber"] for page in s3.get_paginator("list_parts").paginate(PaginationConfig={"PageSize": 2}, **where) for part in page["Parts"]], [1, 2, 3])
    same([entry["UploadId"] for entry in s3.list_multipart_uploads(Bucket=bucket)["Uploads"]], [upload])

    def complete(*numbers):
        parts = [{"PartNumber": number, "ETag": tags[number - 1]} for number in numbers]
        return s3.complete_multipart_upload(MultipartUpload={"Parts": parts}, **where)
    refused("EntityTooSmall", 400, complete, 1, 2, 3)
    refused("InvalidPartOrder", 400, complete, 2, 1)
    tag = complete(1, 3)["ETag"]
    same(complete(1, 3)["ETag"], tag)
    same(s3.head_object(Bucket=bucket, Key="hand")["ContentLength"], 5 * MB + 5)
    refused("NoSuchUpload", 404, s3.abort_multipart_upload, **where)


@check("given up")
def _():
    upload = s3.create_multipart_upload(Bucket=bucket, Key="none")["UploadId"]
    s3.upload_part(Bucket=bucket, Key="none", UploadId=upload, PartNumber=1, Body=b"x")
    s3.abort_multipart_upload(Bucket=bucket, Key="none", UploadId=upload)
    refused("NoSuchUpload", 404, s3.upload_part, Bucket=bucket, Key="none", UploadId=upload, PartNumber=1, Body=b"x")
    same(s3.list_multipart_uploads(Bucket=bucket).get("Uploads", []), [])


done()
