"""One write and one read of every service, and the paginators."""
import base64
import io
import json
import uuid
import zipfile

from check import check, client, done, same

TEMPLATE = json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})


def name(prefix):
    return f"{prefix}-{uuid.uuid4().hex[:8]}"


@check("ec2", "ec2")
def _():
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16", TagSpecifications=[
        {"ResourceType": "vpc", "Tags": [{"Key": "Name", "Value": "a b+ü"}]}])["Vpc"]
    found = ec2.describe_vpcs(VpcIds=[vpc["VpcId"]])["Vpcs"][0]
    same((found["CidrBlock"], found["Tags"]), ("10.1.0.0/16", [{"Key": "Name", "Value": "a b+ü"}]))


@check("ec2 pages", "ec2")
def _():
    ec2 = client("ec2", region="eu-west-3")
    made = {ec2.create_vpc(CidrBlock=f"10.{n}.0.0/16")["Vpc"]["VpcId"] for n in range(12)}
    pages = list(ec2.get_paginator("describe_vpcs").paginate(PaginationConfig={"PageSize": 5}))
    found = [vpc["VpcId"] for page in pages for vpc in page["Vpcs"]]
    same((made <= set(found), len(found) == len(set(found)), len(pages) >= 3), (True, True, True))


@check("ec2 idempotency token", "ec2")
def _():
    ec2 = client("ec2", region="eu-west-3")
    token = str(uuid.uuid4())
    made = {ec2.run_instances(ImageId="ami-12345678", InstanceType="t3.micro", MinCount=1, MaxCount=1, ClientToken=token)
            ["Instances"][0]["InstanceId"] for _ in range(3)}
    same(len(made), 1)


@check("iam", "iam")
def _():
    iam, user = client("iam"), name("user")
    iam.create_user(UserName=user)
    same(iam.get_user(UserName=user)["User"]["UserName"], user)


@check("iam pages", "iam")
def _():
    iam, path = client("iam"), f"/{name('p')}/"
    for n in range(7):
        iam.create_user(UserName=name("user"), Path=path)
    pages = list(iam.get_paginator("list_users").paginate(PathPrefix=path, PaginationConfig={"PageSize": 3}))
    same([len(page["Users"]) for page in pages], [3, 3, 1])


@check("sts", "sts")
def _():
    same(client("sts", key="123456789012").get_caller_identity()["Account"], "123456789012")


@check("events", "events")
def _():
    events, rule = client("events"), name("rule")
    events.put_rule(Name=rule, EventPattern='{"source":["a"]}')
    same(events.describe_rule(Name=rule)["State"], "ENABLED")
    same(events.put_events(Entries=[{"Source": "a", "DetailType": "b", "Detail": "{}"}])["FailedEntryCount"], 0)


@check("events pages", "events")
def _():
    events = client("events", region="eu-west-3")
    prefix = name("r")
    made = {events.put_rule(Name=f"{prefix}-{n}", EventPattern='{"source":["a"]}')["RuleArn"] for n in range(7)}
    pages = list(events.get_paginator("list_rules").paginate(NamePrefix=prefix, PaginationConfig={"PageSize": 3}))
    same(({rule["Arn"] for page in pages for rule in page["Rules"]}, len(pages)), (made, 3))


@check("sns", "sns")
def _():
    sns = client("sns")
    topic = sns.create_topic(Name=name("topic"))["TopicArn"]
    same(topic in [each["TopicArn"] for page in sns.get_paginator("list_topics").paginate() for each in page["Topics"]], True)
    same(len(sns.publish(TopicArn=topic, Message="ü & <b>")["MessageId"]), 36)


@check("sqs", "sqs")
def _():
    sqs = client("sqs")
    queue = sqs.create_queue(QueueName=name("queue"))["QueueUrl"]
    sqs.send_message(QueueUrl=queue, MessageBody="ü & <b>\n", MessageAttributes={"a": {"DataType": "Binary", "BinaryValue": b"\x00\xff"}})
    message = sqs.receive_message(QueueUrl=queue, MessageAttributeNames=["All"])["Messages"][0]
    same((message["Body"], message["MessageAttributes"]["a"]["BinaryValue"]), ("ü & <b>\n", b"\x00\xff"))
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])


@check("sqs error", "sqs")
def _():
    sqs = client("sqs")
    try:
        sqs.get_queue_url(QueueName="nothing-of-that-name")
    except sqs.exceptions.QueueDoesNotExist as error:
        # Query clients and clients of the JSON protocol in query mode know the error by its old code.
        same(error.response["Error"]["Code"], "AWS.SimpleQueueService.NonExistentQueue")
        return
    raise AssertionError("there is such a queue")


@check("s3", "s3")
def _():
    s3, bucket = client("s3"), name("bucket")
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="k", Body=b"data", Metadata={"a": "b"})
    answer = s3.get_object(Bucket=bucket, Key="k")
    same((answer["Body"].read(), answer["Metadata"]), (b"data", {"a": "b"}))


@check("cloudtrail", "cloudtrail")
def _():
    # The trail is written by what the other checks did.
    trail = client("cloudtrail")
    client("ec2").create_vpc(CidrBlock="10.2.0.0/16")
    events = trail.lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateVpc"}])["Events"]
    same(json.loads(events[0]["CloudTrailEvent"])["eventSource"], "ec2.amazonaws.com")


@check("logs", "logs")
def _():
    logs, group = client("logs"), name("group")
    logs.create_log_group(logGroupName=group)
    same([each["logGroupName"] for each in logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]], [group])


@check("lambda", "lambda")
def _():
    functions, function, role = client("lambda"), name("function"), name("role")
    arn = client("iam").create_role(RoleName=role, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}))["Role"]["Arn"]
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("index.py", "def handler(event, context):\n    return event\n")
    functions.create_function(FunctionName=function, Role=arn, Runtime="python3.12", Handler="index.handler", Code={"ZipFile": package.getvalue()})
    same(functions.get_function(FunctionName=function)["Configuration"]["Handler"], "index.handler")


@check("stepfunctions", "stepfunctions")
def _():
    states = client("stepfunctions")
    arn = states.create_state_machine(
        name=name("flow"), roleArn="arn:aws:iam::000000000000:role/flows",
        definition=json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}))["stateMachineArn"]
    same(states.describe_state_machine(stateMachineArn=arn)["status"], "ACTIVE")


@check("cloudformation", "cloudformation")
def _():
    stacks, stack = client("cloudformation"), name("stack")
    stacks.create_stack(StackName=stack, TemplateBody=TEMPLATE)
    stacks.get_waiter("stack_create_complete").wait(StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    same(stacks.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"], "CREATE_COMPLETE")


@check("a service that is not served")
def _():
    from botocore.exceptions import ClientError
    try:
        client("cloudwatch").list_metrics()
    except ClientError as error:
        same((error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]), ("NotImplemented", 501))
        return
    raise AssertionError("ListMetrics was served")


done()
