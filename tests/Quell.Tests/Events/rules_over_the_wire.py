"""Drives the rules of the endpoint given as a user's program would; exits with 0 when all went right.

rules_over_the_wire.py ENDPOINT prepare | receive
"""
import json
import sys

import boto3
from botocore.exceptions import ClientError

arguments = dict(endpoint_url=sys.argv[1], region_name="eu-west-1", aws_access_key_id="123456789012", aws_secret_access_key="any")
events = boto3.client("events", **arguments)
sqs = boto3.client("sqs", **arguments)
iam = boto3.client("iam", **arguments)
other = boto3.client("events", **{**arguments, "aws_access_key_id": "111122223333"})


def refused(code, text, call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        assert text in error.response["Error"]["Message"], error
        return
    raise AssertionError(f"not refused with {code}")


def messages(queue):
    received = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20, MaxNumberOfMessages=10).get("Messages", [])
    for message in received:
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return [message["Body"] for message in received]


def prepare():
    ticks = sqs.create_queue(QueueName="ticks")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=ticks, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    rule = events.put_rule(Name="tick", ScheduleExpression="rate(1 minute)", Description="every minute", Tags=[{"Key": "k", "Value": "v"}])
    assert rule["RuleArn"] == "arn:aws:events:eu-west-1:123456789012:rule/tick", rule
    template = '{"rule": <aws.events.rule-name>, "arn": "<arn>", "text": "at <time>", "missing": <gone>}'
    paths = {"arn": "$.resources[0]", "time": "$.time", "gone": "$.detail.gone"}
    put = events.put_targets(Rule="tick", Targets=[
        {"Id": "whole", "Arn": arn},
        {"Id": "shaped", "Arn": arn, "InputTransformer": {"InputPathsMap": paths, "InputTemplate": template}},
    ])
    assert put["FailedEntryCount"] == 0, put
    described = events.describe_rule(Name="tick")
    described.pop("ResponseMetadata")
    assert described == {
        "Name": "tick", "Arn": rule["RuleArn"], "ScheduleExpression": "rate(1 minute)", "State": "ENABLED",
        "Description": "every minute", "EventBusName": "default", "CreatedBy": "123456789012"}, described
    assert events.list_tags_for_resource(ResourceARN=rule["RuleArn"])["Tags"] == [{"Key": "k", "Value": "v"}]
    assert [r["Name"] for r in events.list_rules(NamePrefix="t")["Rules"]] == ["tick"]
    assert events.list_rule_names_by_target(TargetArn=arn)["RuleNames"] == ["tick"]
    targets = {target["Id"]: target for target in events.list_targets_by_rule(Rule="tick")["Targets"]}
    assert targets["shaped"]["InputTransformer"] == {"InputPathsMap": paths, "InputTemplate": template}, targets

    # What is refused, and how.
    bus = events.create_event_bus(Name="mine", Tags=[{"Key": "k", "Value": "v"}])["EventBusArn"]
    refused("ValidationException", "Parameter ScheduleExpression is not valid.", events.put_rule, Name="r", ScheduleExpression="rate(1 minutes)")
    refused("ValidationException", "supported only on the default event bus", events.put_rule,
            Name="r", ScheduleExpression="rate(1 minute)", EventBusName="mine")
    refused("ValidationException", "EventPattern or ScheduleExpression must be specified", events.put_rule, Name="r")
    refused("InvalidEventPatternException", "Event pattern is not valid. Reason:", events.put_rule, Name="r", EventPattern='{"source": "x"}')
    refused("ValidationException", "validation error", events.put_rule, Name="no spaces", ScheduleExpression="rate(1 minute)")
    refused("ResourceNotFoundException", "Rule r does not exist on EventBus default.", events.enable_rule, Name="r")
    refused("ResourceNotFoundException", "Event bus nowhere does not exist.", events.list_rules, EventBusName="nowhere")
    refused("ValidationException", "Rule can't be deleted since it has targets.", events.delete_rule, Name="tick")
    refused("ValidationException", "InputTemplate for target t contains invalid placeholder x.", events.put_targets, Rule="tick", Targets=[
        {"Id": "t", "Arn": arn, "InputTransformer": {"InputTemplate": "\"<x>\""}}])
    role = iam.create_role(RoleName="lambdas", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}))["Role"]["Arn"]
    refused("ValidationException", f"Provided role '{role}' cannot be assumed by principal 'events.amazonaws.com'.",
            events.put_rule, Name="r", ScheduleExpression="rate(1 minute)", RoleArn=role)

    # Another account, on a bus of this one.
    entry = {"Source": "app", "DetailType": "T", "Detail": "{}", "EventBusName": bus}
    denied = other.put_events(Entries=[entry])
    assert denied["FailedEntryCount"] == 1 and denied["Entries"][0]["ErrorCode"] == "AccessDeniedException", denied
    events.put_permission(EventBusName="mine", StatementId="other", Principal="111122223333", Action="events:PutEvents")
    assert other.put_events(Entries=[entry])["FailedEntryCount"] == 0
    policy = json.loads(events.describe_event_bus(Name=bus)["Policy"])
    assert policy["Statement"][0]["Principal"] == {"AWS": "arn:aws:iam::111122223333:root"}, policy
    refused("PolicyLengthExceededException", "", events.put_permission, EventBusName="mine", Policy=json.dumps({"Statement": [
        {"Sid": "x" * 11_000, "Effect": "Allow", "Principal": "*", "Action": "events:PutEvents", "Resource": bus}]}))
    events.remove_permission(EventBusName="mine", StatementId="other")
    refused("ResourceNotFoundException", "", events.remove_permission, EventBusName="mine", StatementId="other")


def receive():
    ticks = sqs.get_queue_url(QueueName="ticks")["QueueUrl"]
    bodies = []
    while len(bodies) < 2:
        bodies += messages(ticks)
    shaped, whole = sorted((json.loads(body) for body in bodies), key=lambda body: "source" in body)
    assert whole["source"] == "aws.events" and whole["detail-type"] == "Scheduled Event" and whole["detail"] == {}, whole
    arn = "arn:aws:events:eu-west-1:123456789012:rule/tick"
    assert whole["resources"] == [arn] and whole["account"] == "123456789012" and whole["region"] == "eu-west-1", whole
    assert shaped == {"rule": "tick", "arn": arn, "text": "at " + whole["time"], "missing": ""}, shaped
    events.disable_rule(Name="tick")
    assert events.describe_rule(Name="tick")["State"] == "DISABLED"
    events.remove_targets(Rule="tick", Ids=["whole", "shaped"])
    events.delete_rule(Name="tick")
    events.delete_rule(Name="tick")
    assert events.list_rules()["Rules"] == []


{"prepare": prepare, "receive": receive}[sys.argv[2]]()
