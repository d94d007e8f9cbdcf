"""Accounts and regions: who sees what."""
import uuid

from check import check, client, done, refused, same

ONE, OTHER = "111111111111", "222222222222"


def name():
    return f"acc-{uuid.uuid4().hex[:8]}"


@check("a key of 12 digits is that account")
def _():
    same([client("sts", key=key).get_caller_identity()["Account"] for key in (ONE, OTHER, "test", "AKIAIOSFODNN7EXAMPLE", "1234567890123")],
         [ONE, OTHER, "000000000000", "000000000000", "000000000000"])


@check("vpcs by account")
def _():
    vpc = client("ec2", key=ONE).create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]
    same(vpc["OwnerId"], ONE)
    refused("InvalidVpcID.NotFound", 400, client("ec2", key=OTHER).describe_vpcs, VpcIds=[vpc["VpcId"]])
    refused("InvalidVpcID.NotFound", 400, client("ec2", key=ONE, region="eu-west-1").describe_vpcs, VpcIds=[vpc["VpcId"]])


@check("users by account, in every region")
def _():
    user = name()
    client("iam", key=ONE, region="us-east-1").create_user(UserName=user)
    same(client("iam", key=ONE, region="eu-west-1").get_user(UserName=user)["User"]["Arn"], f"arn:aws:iam::{ONE}:user/{user}")
    refused("NoSuchEntity", 404, client("iam", key=OTHER).get_user, UserName=user)


@check("rules by account and region")
def _():
    rule = name()
    arn = client("events", key=ONE, region="ap-south-1").put_rule(Name=rule, EventPattern='{"source":["a"]}')["RuleArn"]
    same(arn, f"arn:aws:events:ap-south-1:{ONE}:rule/{rule}")
    refused("ResourceNotFoundException", 400, client("events", key=ONE).describe_rule, Name=rule)
    refused("ResourceNotFoundException", 400, client("events", key=OTHER, region="ap-south-1").describe_rule, Name=rule)


@check("queues by account and region")
def _():
    queue = name()
    sqs = client("sqs", key=ONE, region="eu-west-1")
    url = sqs.create_queue(QueueName=queue)["QueueUrl"]
    same(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"], f"arn:aws:sqs:eu-west-1:{ONE}:{queue}")
    for other in (client("sqs", key=OTHER, region="eu-west-1"), client("sqs", key=ONE)):
        refused("AWS.SimpleQueueService.NonExistentQueue", 400, other.get_queue_url, QueueName=queue)


@check("topics by account and region")
def _():
    topic = client("sns", key=ONE, region="eu-west-1").create_topic(Name=name())["TopicArn"]
    same(topic.split(":")[3:5], ["eu-west-1", ONE])
    for other in (client("sns", key=OTHER, region="eu-west-1"), client("sns", key=ONE)):
        same(topic in [each["TopicArn"] for each in other.list_topics()["Topics"]], False)


@check("the trail by account and region")
def _():
    client("ec2", key="444444444444", region="eu-west-2").create_vpc(CidrBlock="10.0.0.0/16")
    count = [len(client("cloudtrail", key=key, region=region).lookup_events(LookupAttributes=[
        {"AttributeKey": "EventName", "AttributeValue": "CreateVpc"}])["Events"])
        for key, region in (("444444444444", "eu-west-2"), ("444444444444", "eu-west-1"), ("555555555555", "eu-west-2"))]
    same(count, [1, 0, 0])


@check("bucket names are global")
def _():
    bucket = name()
    client("s3", key=ONE).create_bucket(Bucket=bucket)
    refused("BucketAlreadyExists", 409, client("s3", key=OTHER).create_bucket, Bucket=bucket)
    refused("AccessDenied", 403, client("s3", key=OTHER).list_objects_v2, Bucket=bucket)


@check("a role of another account is assumed into that account")
def _():
    role = name()
    arn = client("iam", key=ONE).create_role(RoleName=role, AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}')["Role"]["Arn"]
    session = client("sts", key=OTHER).assume_role(RoleArn=arn, RoleSessionName="me")["Credentials"]
    inside = dict(key=session["AccessKeyId"], secret=session["SecretAccessKey"], token=session["SessionToken"])
    same(client("sts", **inside).get_caller_identity()["Account"], ONE)


done()
