"""Bad calls, sent to Quell and to moto: both have to refuse them, with the same code unless it is said why not."""
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from check import ENDPOINT, check, done, same

MOTO = sys.argv[3]
VPC, ROLE = "vpc-0123456789abcdef0", '{"Version":"2012-10-17","Statement":[]}'

CALLS = [
    ("ec2", "describe_vpcs", dict(VpcIds=[VPC])),
    ("ec2", "delete_vpc", dict(VpcId=VPC)),
    ("ec2", "create_vpc", dict(CidrBlock="zzz")),
    ("ec2", "create_vpc", dict(CidrBlock="10.0.0.0/8")),
    ("ec2", "create_subnet", dict(VpcId=VPC, CidrBlock="10.0.0.0/24")),
    ("ec2", "describe_subnets", dict(SubnetIds=["subnet-0123456789abcdef0"])),
    ("ec2", "describe_instances", dict(InstanceIds=["i-0123456789abcdef0"])),
    ("ec2", "terminate_instances", dict(InstanceIds=["i-0123456789abcdef0"])),
    ("ec2", "describe_security_groups", dict(GroupIds=["sg-0123456789abcdef0"])),
    ("ec2", "delete_internet_gateway", dict(InternetGatewayId="igw-0123456789abcdef0")),
    ("ec2", "delete_route_table", dict(RouteTableId="rtb-0123456789abcdef0")),
    ("ec2", "delete_network_acl", dict(NetworkAclId="acl-0123456789abcdef0")),
    ("ec2", "delete_volume", dict(VolumeId="vol-0123456789abcdef0")),
    ("ec2", "delete_snapshot", dict(SnapshotId="snap-0123456789abcdef0")),
    ("ec2", "deregister_image", dict(ImageId="ami-0123456789abcdef0")),
    ("ec2", "release_address", dict(AllocationId="eipalloc-0123456789abcdef0")),
    ("ec2", "delete_flow_logs", dict(FlowLogIds=["fl-0123456789abcdef0"])),
    ("ec2", "delete_customer_gateway", dict(CustomerGatewayId="cgw-0123456789abcdef0")),
    ("ec2", "delete_vpn_connection", dict(VpnConnectionId="vpn-0123456789abcdef0")),
    ("ec2", "describe_key_pairs", dict(KeyNames=["none"])),
    ("iam", "get_user", dict(UserName="nobody")),
    ("iam", "delete_user", dict(UserName="nobody")),
    ("iam", "get_role", dict(RoleName="nobody")),
    ("iam", "get_role_policy", dict(RoleName="nobody", PolicyName="p")),
    ("iam", "get_policy", dict(PolicyArn="arn:aws:iam::123456789012:policy/none")),
    ("iam", "create_role", dict(RoleName="r", AssumeRolePolicyDocument="{")),
    ("iam", "get_instance_profile", dict(InstanceProfileName="none")),
    ("iam", "update_access_key", dict(UserName="nobody", AccessKeyId="AKIAIOSFODNN7EXAMPLE", Status="Inactive")),
    ("s3", "list_objects_v2", dict(Bucket="no-such-bucket-anywhere")),
    ("s3", "get_object", dict(Bucket="no-such-bucket-anywhere", Key="k")),
    ("s3", "head_bucket", dict(Bucket="no-such-bucket-anywhere")),
    ("s3", "delete_bucket", dict(Bucket="no-such-bucket-anywhere")),
    ("s3", "get_bucket_policy", dict(Bucket="no-such-bucket-anywhere")),
    ("s3", "put_object", dict(Bucket="no-such-bucket-anywhere", Key="k", Body=b"")),
    ("sns", "get_topic_attributes", dict(TopicArn="arn:aws:sns:us-east-1:123456789012:none")),
    ("sns", "publish", dict(TopicArn="arn:aws:sns:us-east-1:123456789012:none", Message="m")),
    ("sns", "subscribe", dict(TopicArn="arn:aws:sns:us-east-1:123456789012:none", Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:123456789012:q")),
    ("sns", "create_topic", dict(Name="a b")),
    ("sqs", "get_queue_url", dict(QueueName="none")),
    ("sqs", "create_queue", dict(QueueName="a b")),
    ("sqs", "delete_queue", dict(QueueUrl="http://127.0.0.1/123456789012/none")),
    ("sqs", "send_message", dict(QueueUrl="http://127.0.0.1/123456789012/none", MessageBody="m")),
    ("events", "describe_rule", dict(Name="none")),
    ("events", "put_rule", dict(Name="r", EventPattern="{")),
    ("events", "put_targets", dict(Rule="none", Targets=[dict(Id="1", Arn="arn:aws:sqs:us-east-1:123456789012:q")])),
    ("events", "describe_event_bus", dict(Name="none")),
    ("events", "create_event_bus", dict(Name="default")),
    ("logs", "describe_log_streams", dict(logGroupName="none")),
    ("logs", "delete_log_group", dict(logGroupName="none")),
    ("logs", "put_log_events", dict(logGroupName="none", logStreamName="s", logEvents=[dict(timestamp=1, message="m")])),
    ("lambda", "get_function", dict(FunctionName="none")),
    ("lambda", "delete_function", dict(FunctionName="none")),
    ("lambda", "invoke", dict(FunctionName="none")),
    ("cloudformation", "describe_stacks", dict(StackName="none")),
    ("cloudformation", "create_stack", dict(StackName="s", TemplateBody="{")),
    ("cloudformation", "get_template", dict(StackName="none")),
    ("iam", "get_group", dict(GroupName="none")),
    ("iam", "get_login_profile", dict(UserName="nobody")),
    ("iam", "get_account_password_policy", dict()),
    ("iam", "get_credential_report", dict()),
    ("iam", "delete_virtual_mfa_device", dict(SerialNumber="arn:aws:iam::123456789012:mfa/none")),
    ("s3", "get_bucket_versioning", dict(Bucket="no-such-bucket-anywhere")),
    ("s3", "get_bucket_lifecycle_configuration", dict(Bucket="no-such-bucket-anywhere")),
    ("s3", "list_object_versions", dict(Bucket="no-such-bucket-anywhere")),
    ("cloudtrail", "get_trail", dict(Name="none")),
    ("cloudtrail", "start_logging", dict(Name="none")),
    ("cloudtrail", "create_trail", dict(Name="none", S3BucketName="no-such-bucket-anywhere")),
    ("kms", "describe_key", dict(KeyId="1234abcd-12ab-34cd-56ef-1234567890ab")),
    ("kms", "encrypt", dict(KeyId="alias/none", Plaintext=b"x")),
    ("kms", "decrypt", dict(CiphertextBlob=b"no ciphertext at all, but as long as one has to be for both of them")),
    ("kms", "delete_alias", dict(AliasName="alias/none")),
    ("kms", "schedule_key_deletion", dict(KeyId="1234abcd-12ab-34cd-56ef-1234567890ab")),
    ("secretsmanager", "get_secret_value", dict(SecretId="none")),
    ("secretsmanager", "describe_secret", dict(SecretId="none")),
    ("secretsmanager", "put_secret_value", dict(SecretId="none", SecretString="x")),
    ("secretsmanager", "delete_secret", dict(SecretId="none", RecoveryWindowInDays=3)),
    ("secretsmanager", "get_random_password", dict(PasswordLength=3)),
    ("rds", "describe_db_instances", dict(DBInstanceIdentifier="none")),
    ("rds", "stop_db_instance", dict(DBInstanceIdentifier="none")),
    ("rds", "delete_db_snapshot", dict(DBSnapshotIdentifier="none")),
    ("rds", "describe_db_clusters", dict(DBClusterIdentifier="none")),
    ("rds", "create_db_snapshot", dict(DBInstanceIdentifier="none", DBSnapshotIdentifier="s")),
    ("config", "start_configuration_recorder", dict(ConfigurationRecorderName="none")),
    ("config", "describe_delivery_channels", dict(DeliveryChannelNames=["none"])),
    ("config", "put_delivery_channel", dict(DeliveryChannel=dict(name="default", s3BucketName="none"))),
]

# Where moto is not what AWS documents.
MOTO_IS_WRONG = {
    ("iam", "create_role"): "MalformedPolicyDocument",  # moto takes any trust policy.
    ("cloudformation", "create_stack"): "ValidationError",  # moto fails.
    ("cloudtrail", "start_logging"): "TrailNotFoundException",  # moto fails.
    ("kms", "decrypt"): "InvalidCiphertextException",  # moto takes the first bytes for a key's id.
}


def ask(endpoint, service, operation, parameters):
    made = boto3.client(service, endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="123456789012",
                        aws_secret_access_key="test", config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}))
    try:
        getattr(made, operation)(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "done"


for place, (service, operation, parameters) in enumerate(CALLS):
    @check(f"{place} {service} {operation}", service)
    def _():
        ours = ask(ENDPOINT, service, operation, parameters)
        same(ours, MOTO_IS_WRONG.get((service, operation)) or ask(MOTO, service, operation, parameters))


done()
