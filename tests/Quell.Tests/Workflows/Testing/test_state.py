"""Tests states through boto3: a call that is really made, one that is mocked, one that is refused."""
import json
import sys

import boto3
from botocore.exceptions import ClientError

made = {"endpoint_url": sys.argv[1], "region_name": "us-east-1", "aws_access_key_id": "test", "aws_secret_access_key": "test"}
states, sqs, iam = (boto3.client(name, **made) for name in ("stepfunctions", "sqs", "iam"))

trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
role = iam.create_role(RoleName="flows", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
iam.put_role_policy(RoleName="flows", PolicyName="send", PolicyDocument=json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}]}))
queue = sqs.create_queue(QueueName="orders")["QueueUrl"]

task = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": {"QueueUrl": queue, "MessageBody.$": "$"},
        "ResultSelector": {"id.$": "$.MessageId"}, "ResultPath": "$.sent", "Next": "Wait"}
answer = states.test_state(definition=json.dumps(task), roleArn=role, input='{"order": 7}', inspectionLevel="TRACE")
assert answer["status"] == "SUCCEEDED", answer
assert answer["nextState"] == "Wait", answer
data = answer["inspectionData"]
assert json.loads(data["afterParameters"])["QueueUrl"] == queue, data
assert json.loads(data["result"])["MessageId"] == json.loads(answer["output"])["sent"]["id"], answer
message = sqs.receive_message(QueueUrl=queue)["Messages"][0]
assert json.loads(message["Body"]) == {"order": 7}, message

mocked = states.test_state(
    definition=json.dumps(task | {"Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 3, "BackoffRate": 2}]}),
    mock={"errorOutput": {"error": "Sqs.Busy", "cause": "later"}}, stateConfiguration={"retrierRetryCount": 1}, inspectionLevel="DEBUG")
assert mocked["status"] == "RETRIABLE", mocked
assert mocked["inspectionData"]["errorDetails"] == {"retryIndex": 0, "retryBackoffIntervalSeconds": 6}, mocked

try:
    states.test_state(definition='{"Type": "Pass", "End": true}', mock={"result": "{}"})
    raise AssertionError("A Pass state took a mock.")
except ClientError as refused:
    assert refused.response["Error"]["Code"] == "ValidationException", refused.response

print("ok")
