"""Drives SQS and SNS of the endpoint given as a user's program would; exits with 0 when all went right."""
import json
import sys
import urllib.request

import boto3
from botocore.exceptions import ClientError

arguments = dict(endpoint_url=sys.argv[1], region_name="eu-west-1", aws_access_key_id="123456789012", aws_secret_access_key="any")
sqs = boto3.client("sqs", **arguments)
sns = boto3.client("sns", **arguments)


def refused(code, call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return error
    raise AssertionError(f"not refused with {code}")


# Queues: boto3 itself compares the digests of bodies.
letters = sqs.create_queue(QueueName="letters")["QueueUrl"]
letters_arn = sqs.get_queue_attributes(QueueUrl=letters, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
assert letters_arn == "arn:aws:sqs:eu-west-1:123456789012:letters", letters_arn
redrive = json.dumps({"deadLetterTargetArn": letters_arn, "maxReceiveCount": "1"})
jobs = sqs.create_queue(QueueName="jobs", Attributes={"RedrivePolicy": redrive}, tags={"owner": "ops"})["QueueUrl"]
assert jobs == sys.argv[1] + "/123456789012/jobs", jobs
assert sqs.list_queue_tags(QueueUrl=jobs)["Tags"] == {"owner": "ops"}
attributes = {"n": {"DataType": "Number", "StringValue": "1"}, "bits": {"DataType": "Binary", "BinaryValue": b"\x00\x01"}}
sent = sqs.send_message(QueueUrl=jobs, MessageBody="h\u00e9llo <&>", MessageAttributes=attributes)
received = sqs.receive_message(QueueUrl=jobs, MessageAttributeNames=["All"], AttributeNames=["All"], WaitTimeSeconds=20)["Messages"][0]
assert received["Body"] == "h\u00e9llo <&>" and received["MessageAttributes"] == attributes, received
assert received["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"]
assert received["Attributes"]["ApproximateReceiveCount"] == "1"
sqs.change_message_visibility(QueueUrl=jobs, ReceiptHandle=received["ReceiptHandle"], VisibilityTimeout=0)
assert "Messages" not in sqs.receive_message(QueueUrl=jobs)
letter = sqs.receive_message(QueueUrl=letters, WaitTimeSeconds=20, AttributeNames=["All"])["Messages"][0]
assert letter["Attributes"]["DeadLetterQueueSourceArn"].endswith(":jobs")
sqs.delete_message(QueueUrl=letters, ReceiptHandle=letter["ReceiptHandle"])
batch = sqs.send_message_batch(QueueUrl=letters, Entries=[{"Id": str(i), "MessageBody": str(i)} for i in range(3)])
assert len(batch["Successful"]) == 3
handles = sqs.receive_message(QueueUrl=letters, MaxNumberOfMessages=10)["Messages"]
entries = [{"Id": str(i), "ReceiptHandle": message["ReceiptHandle"]} for i, message in enumerate(handles)]
deleted = sqs.delete_message_batch(QueueUrl=letters, Entries=entries + [{"Id": "bad", "ReceiptHandle": "none"}])
assert len(deleted["Successful"]) == 3 and deleted["Failed"][0]["Code"] == "ReceiptHandleIsInvalid", deleted
missing = refused("AWS.SimpleQueueService.NonExistentQueue", sqs.get_queue_url, QueueName="none")
assert isinstance(missing, sqs.exceptions.QueueDoesNotExist)
refused("QueueAlreadyExists", sqs.create_queue, QueueName="letters", Attributes={"DelaySeconds": "1"})
refused("AWS.SimpleQueueService.EmptyBatchRequest", sqs.send_message_batch, QueueUrl=jobs, Entries=[])

# Topics.
topic = sns.create_topic(Name="alerts", Attributes={"DisplayName": "Ops"})["TopicArn"]
sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=letters_arn, Attributes={"FilterPolicy": '{"level": ["high"]}'})
pending = sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ops@example.com")
assert pending["SubscriptionArn"] == "pending confirmation"
level = {"level": {"DataType": "String", "StringValue": "high"}}
sns.publish(TopicArn=topic, Message="quiet")
published = sns.publish(TopicArn=topic, Message="loud", Subject="S", MessageAttributes=level)
notified = json.loads(sqs.receive_message(QueueUrl=letters, WaitTimeSeconds=20)["Messages"][0]["Body"])
assert notified["Message"] == "loud" and notified["MessageId"] == published["MessageId"], notified
assert notified["MessageAttributes"] == {"level": {"Type": "String", "Value": "high"}}
listed = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
assert sorted(each["Protocol"] for each in listed) == ["email", "sqs"]
assert [each["SubscriptionArn"] for each in listed if each["Protocol"] == "email"] == ["PendingConfirmation"]
refused("NotFound", sns.publish, TopicArn=topic + "x", Message="x")
refused("InvalidParameter", sns.subscribe, TopicArn=topic, Protocol="sms", Endpoint="+15550100")
results = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=[{"Id": "1", "Message": "a"}, {"Id": "2", "Message": ""}])
assert [each["Id"] for each in results["Successful"]] == ["1"] and results["Failed"][0]["Code"] == "InvalidParameter", results

# An unsigned link, as it stands in a mail, is answered.
url = notified["UnsubscribeURL"]
assert url.startswith(sys.argv[1] + "/?Action=Unsubscribe"), url
with urllib.request.urlopen(url) as answer:
    assert answer.status == 200
assert len(sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]) == 1
print("ok")
