"""Users and sessions may do what their policies allow, and are told by which policy not."""
import json
import uuid

from check import check, client, done, refused, same

name = f"perm-{uuid.uuid4().hex[:8]}"
iam = client("iam")
iam.create_user(UserName=name)
user = iam.create_access_key(UserName=name)["AccessKey"]
user = {"key": user["AccessKeyId"], "secret": user["SecretAccessKey"]}
ARN = f"arn:aws:iam::000000000000:user/{name}"
group = client("ec2").create_security_group(GroupName=name, Description="d")["GroupId"]


def allow(*actions, resource="*", effect="Allow", **more):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": effect, "Action": list(actions), "Resource": resource, **more}]})


def message(error):
    return error["Error"]["Message"]


@check("nothing without a policy")
def _():
    told = refused("UnauthorizedOperation", 403, client("ec2", **user).describe_instances)
    same(message(told), "You are not authorized to perform this operation. "
         f"User: {ARN} is not authorized to perform: ec2:DescribeInstances because no identity-based policy allows the ec2:DescribeInstances action")
    told = refused("AccessDeniedException", 400, client("events", **user).put_rule, Name=name, EventPattern='{"source":["a"]}')
    same(message(told), f"User: {ARN} is not authorized to perform: events:PutRule on resource: arn:aws:events:us-east-1:000000000000:rule/{name} "
         "because no identity-based policy allows the events:PutRule action")
    refused("AccessDeniedException", 400, client("events", **user).put_events, Entries=[{"Source": "a", "DetailType": "b", "Detail": "{}"}])
    refused("AccessDenied", 403, client("s3", **user).list_buckets)
    same(client("sts", **user).get_caller_identity()["Arn"], ARN)


@check("inline, managed and denied")
def _():
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=allow("ec2:Describe*", "ec2:CreateTags"))
    client("ec2", **user).describe_instances()
    client("ec2", **user).create_tags(Resources=[group], Tags=[{"Key": "team", "Value": "net"}])
    refused("UnauthorizedOperation", 403, client("ec2", **user).delete_security_group, GroupId=group)
    iam.attach_user_policy(UserName=name, PolicyArn="arn:aws:iam::aws:policy/AmazonEC2FullAccess")
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=allow(
        "ec2:DeleteSecurityGroup", effect="Deny", Condition={"StringEquals": {"aws:ResourceTag/team": "net"}}))
    told = refused("UnauthorizedOperation", 403, client("ec2", **user).delete_security_group, GroupId=group)
    same(message(told).split(group)[1], " with an explicit deny in an identity-based policy")
    client("ec2").delete_tags(Resources=[group], Tags=[{"Key": "team"}])
    client("ec2", **user).delete_security_group(GroupId=group)


@check("session policies and a role's boundary")
def _():
    boundary = iam.create_policy(PolicyName=name, PolicyDocument=allow("sqs:*", "s3:ListAllMyBuckets"))["Policy"]["Arn"]
    role = iam.create_role(RoleName=name, PermissionsBoundary=boundary, AssumeRolePolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": ARN}, "Action": "sts:AssumeRole"}]}))["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=allow("*"))
    made = client("sts", **user).assume_role(RoleArn=role, RoleSessionName="me", Policy=allow("sqs:List*", "ec2:*"))["Credentials"]
    session = {"key": made["AccessKeyId"], "secret": made["SecretAccessKey"], "token": made["SessionToken"]}
    client("sqs", **session).list_queues()
    same(message(refused("UnauthorizedOperation", 403, client("ec2", **session).describe_vpcs)).split("because ")[1],
         "no permissions boundary allows the ec2:DescribeVpcs action")
    same(message(refused("AccessDenied", 403, client("s3", **session).list_buckets)).split("because ")[1],
         "no session policy allows the s3:ListAllMyBuckets action")


@check("a bucket's policy lets a user in")
def _():
    s3 = client("s3")
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="a", Body=b"x")
    refused("AccessDenied", 403, client("s3", **user).get_object, Bucket=name, Key="a")
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": ARN}, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*"}]}))
    same(client("s3", **user).get_object(Bucket=name, Key="a")["Body"].read(), b"x")


@check("denials are in the trail")
def _():
    found = client("cloudtrail").lookup_events(LookupAttributes=[{"AttributeKey": "Username", "AttributeValue": name}])["Events"]
    records = [json.loads(each["CloudTrailEvent"]) for each in found]
    same({each["errorCode"] for each in records if each["eventName"] == "DeleteSecurityGroup" and "errorCode" in each}, {"Client.UnauthorizedOperation"})
    same(any("no identity-based policy" in each.get("errorMessage", "") for each in records), True)


done()
