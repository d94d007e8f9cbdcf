"""Archives and replays as boto3 speaks of them: argument 1 is the endpoint."""

import datetime
import json
import sys
import time

import boto3
from botocore.exceptions import ClientError


def client(service):
    return boto3.client(
        service, endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")


events, sqs = client("events"), client("sqs")
BUS = events.describe_event_bus()["Arn"]


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        return error.response["Error"]["Message"]
    raise AssertionError(f"{code} was expected")


def eventually(ask, right):
    while not right(answer := ask()):
        time.sleep(0.05)
    return answer


def receive(url, count):
    bodies = []
    while len(bodies) < count:
        for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=20)["Messages"]:
            bodies.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return bodies


def arn_of(url):
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


queue = sqs.create_queue(QueueName="replayed")["QueueUrl"]
queue_arn = arn_of(queue)
archive = events.create_archive(
    ArchiveName="numbers", EventSourceArn=BUS, EventPattern=json.dumps({"source": ["wire"]}), RetentionDays=0, Description="numbers")
assert archive["State"] == "ENABLED" and isinstance(archive["CreationTime"], datetime.datetime), archive
refused("ResourceAlreadyExistsException", events.create_archive, ArchiveName="numbers", EventSourceArn=BUS)
refused("InvalidEventPatternException", events.create_archive, ArchiveName="bad", EventSourceArn=BUS, EventPattern="{")

start = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.timezone.utc)
for first in range(0, 60, 10):
    put = events.put_events(Entries=[
        {"Source": "wire", "DetailType": "Number", "Detail": json.dumps({"n": n}), "Time": start + datetime.timedelta(minutes=n)}
        for n in range(first, first + 10)])
    assert put["FailedEntryCount"] == 0, put
described = events.describe_archive(ArchiveName="numbers")
assert described["EventCount"] == 60 and described["SizeBytes"] > 60 * 100 and described["Description"] == "numbers", described
assert [one["ArchiveName"] for one in events.list_archives(NamePrefix="num")["Archives"]] == ["numbers"]

rule = events.put_rule(Name="replayed", EventPattern=json.dumps({"source": ["wire"]}))["RuleArn"]
events.put_targets(Rule="replayed", Targets=[{"Id": "q", "Arn": queue_arn}])
replay = events.start_replay(
    ReplayName="again", EventSourceArn=archive["ArchiveArn"], EventStartTime=start + datetime.timedelta(minutes=20),
    EventEndTime=start + datetime.timedelta(minutes=40), Destination={"Arn": BUS, "FilterArns": [rule]})
assert replay["State"] == "STARTING" and replay["ReplayArn"].endswith(":replay/again"), replay
done = eventually(lambda: events.describe_replay(ReplayName="again"), lambda shown: shown["State"] not in ("STARTING", "RUNNING"))
assert done["State"] == "COMPLETED" and done["EventLastReplayedTime"] == start + datetime.timedelta(minutes=39), done
assert done["EventStartTime"] == start + datetime.timedelta(minutes=20) and done["ReplayEndTime"] >= done["ReplayStartTime"], done
bodies = receive(queue, 20)
assert sorted(body["detail"]["n"] for body in bodies) == list(range(20, 40)), bodies
assert all(body["replay-name"] == "again" and body["time"].startswith("2026-03-01T12:") for body in bodies), bodies
assert [one["ReplayName"] for one in events.list_replays(State="COMPLETED")["Replays"]] == ["again"]
message = refused("IllegalStatusException", events.cancel_replay, ReplayName="again")
assert message == "Replay again is not in a valid state for this operation.", message
refused("ValidationException", events.list_replays, State="COMPLETED", NamePrefix="a")
refused("ResourceNotFoundException", events.describe_replay, ReplayName="none")
assert events.describe_archive(ArchiveName="numbers")["EventCount"] == 60

events.update_archive(ArchiveName="numbers", RetentionDays=5)
assert events.describe_archive(ArchiveName="numbers")["RetentionDays"] == 5
events.delete_archive(ArchiveName="numbers")
refused("ResourceNotFoundException", events.describe_archive, ArchiveName="numbers")

letters = sqs.create_queue(QueueName="letters")["QueueUrl"]
work = sqs.create_queue(QueueName="work", Attributes={
    "VisibilityTimeout": "0", "RedrivePolicy": json.dumps({"deadLetterTargetArn": arn_of(letters), "maxReceiveCount": 1})})["QueueUrl"]
refused("InvalidParameterValue", sqs.start_message_move_task, SourceArn=queue_arn)
for n in range(3):
    sqs.send_message(QueueUrl=work, MessageBody=str(n))
eventually(
    lambda: (sqs.receive_message(QueueUrl=work, MaxNumberOfMessages=10),
             sqs.get_queue_attributes(QueueUrl=letters, AttributeNames=["ApproximateNumberOfMessages"])["Attributes"]),
    lambda answers: answers[1]["ApproximateNumberOfMessages"] == "3")
handle = sqs.start_message_move_task(SourceArn=arn_of(letters))["TaskHandle"]
moved = eventually(
    lambda: sqs.list_message_move_tasks(SourceArn=arn_of(letters))["Results"][0], lambda task: task["Status"] != "RUNNING")
assert moved["Status"] == "COMPLETED" and moved["ApproximateNumberOfMessagesMoved"] == 3, moved
assert moved["SourceArn"] == arn_of(letters) and "DestinationArn" not in moved and moved["StartedTimestamp"] > 1_700_000_000_000, moved
refused("InvalidParameterValue", sqs.cancel_message_move_task, TaskHandle=handle)
refused("ResourceNotFoundException", sqs.start_message_move_task, SourceArn=arn_of(letters) + "x")
