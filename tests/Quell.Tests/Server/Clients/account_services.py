"""The services of an account beside its networks, each through its life."""
import base64
import hashlib
import hmac
import json
import struct
import time
import uuid

from check import check, client, done, refused, same


def name(prefix):
    return f"{prefix}-{uuid.uuid4().hex[:8]}"


# Of its own: some of what is checked there is once in an account.
ACCOUNT = f"{uuid.uuid4().int % 10**12:012}"


def code(seed, step):
    """What an authenticator shows (RFC 6238)."""
    digest = hmac.new(base64.b32decode(seed), struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7fffffff) % 1000000:06}"


def until(state, expected, seconds=30):
    end = time.monotonic() + seconds
    while state() != expected:
        if time.monotonic() > end:
            raise AssertionError(f"{state()!r} is not {expected!r}")
        time.sleep(0.2)


@check("iam passwords and groups", "iam")
def _():
    iam, user, group = client("iam", key=ACCOUNT), name("user"), name("group")
    refused("NoSuchEntity", 404, iam.get_account_password_policy)
    iam.update_account_password_policy(MinimumPasswordLength=14, RequireSymbols=True, MaxPasswordAge=90)
    same(iam.get_account_password_policy()["PasswordPolicy"]["ExpirePasswords"], True)
    iam.create_user(UserName=user)
    refused("PasswordPolicyViolation", 400, iam.create_login_profile, UserName=user, Password="short")
    iam.create_login_profile(UserName=user, Password="Correct-Horse-77", PasswordResetRequired=True)
    same(iam.get_login_profile(UserName=user)["LoginProfile"]["PasswordResetRequired"], True)
    iam.create_group(GroupName=group)
    iam.add_user_to_group(GroupName=group, UserName=user)
    iam.put_group_policy(GroupName=group, PolicyName="deny", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}))
    same(iam.get_group_policy(GroupName=group, PolicyName="deny")["PolicyDocument"]["Statement"][0]["Effect"], "Deny")
    same([each["GroupName"] for each in iam.list_groups_for_user(UserName=user)["Groups"]], [group])
    same([each["UserName"] for each in iam.get_group(GroupName=group)["Users"]], [user])
    same(iam.get_account_summary()["SummaryMap"]["Groups"], 1)


@check("iam mfa", "iam")
def _():
    iam, user = client("iam"), name("user")
    iam.create_user(UserName=user)
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName=name("phone"))["VirtualMFADevice"]
    step = int(time.time()) // 30
    refused("InvalidAuthenticationCode", 403, iam.enable_mfa_device, UserName=user, SerialNumber=device["SerialNumber"],
            AuthenticationCode1="000000", AuthenticationCode2="000000")
    iam.enable_mfa_device(UserName=user, SerialNumber=device["SerialNumber"],
                          AuthenticationCode1=code(device["Base32StringSeed"], step), AuthenticationCode2=code(device["Base32StringSeed"], step + 1))
    same(iam.list_mfa_devices(UserName=user)["MFADevices"][0]["SerialNumber"], device["SerialNumber"])
    iam.deactivate_mfa_device(UserName=user, SerialNumber=device["SerialNumber"])
    iam.delete_virtual_mfa_device(SerialNumber=device["SerialNumber"])


@check("iam last use", "iam")
def _():
    iam, user = client("iam", key=ACCOUNT), name("user")
    iam.create_user(UserName=user)
    key = iam.create_access_key(UserName=user)["AccessKey"]
    same(iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"]["ServiceName"], "N/A")
    allow = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ec2:DescribeVpcs", "Resource": "*"}}
    iam.put_user_policy(UserName=user, PolicyName="look", PolicyDocument=json.dumps(allow))
    client("ec2", region="eu-west-1", key=key["AccessKeyId"], secret=key["SecretAccessKey"]).describe_vpcs()
    used = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])
    same((used["UserName"], used["AccessKeyLastUsed"]["ServiceName"], used["AccessKeyLastUsed"]["Region"]), (user, "ec2", "eu-west-1"))
    iam.generate_credential_report()
    until(lambda: iam.generate_credential_report()["State"], "COMPLETE")
    lines = iam.get_credential_report()["Content"].decode().splitlines()
    same([line.split(",")[12] for line in lines if line.startswith(user)], ["ec2"])


@check("s3 versions", "s3")
def _():
    s3, bucket = client("s3"), name("bucket")
    s3.create_bucket(Bucket=bucket)
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(Bucket=bucket, Key="a b", Body=b"one")["VersionId"]
    second = s3.put_object(Bucket=bucket, Key="a b", Body=b"two")["VersionId"]
    same(s3.get_object(Bucket=bucket, Key="a b", VersionId=first)["Body"].read(), b"one")
    marker = s3.delete_object(Bucket=bucket, Key="a b")
    same(marker["DeleteMarker"], True)
    refused("NoSuchKey", 404, s3.get_object, Bucket=bucket, Key="a b")
    versions = s3.list_object_versions(Bucket=bucket)
    same(([each["VersionId"] for each in versions["Versions"]], [each["IsLatest"] for each in versions["DeleteMarkers"]]), ([second, first], [True]))
    s3.delete_object(Bucket=bucket, Key="a b", VersionId=marker["VersionId"])
    same(s3.get_object(Bucket=bucket, Key="a b")["VersionId"], second)
    s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "a b", "VersionId": each} for each in (first, second)]})
    s3.delete_bucket(Bucket=bucket)


@check("s3 settings", "s3")
def _():
    s3, bucket, logs = client("s3"), name("bucket"), name("logs")
    s3.create_bucket(Bucket=bucket)
    s3.create_bucket(Bucket=logs)
    s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": logs, "TargetPrefix": "a/"}})
    same(s3.get_bucket_logging(Bucket=bucket)["LoggingEnabled"]["TargetBucket"], logs)
    refused("NoSuchLifecycleConfiguration", 404, s3.get_bucket_lifecycle_configuration, Bucket=bucket)
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [
        {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": "tmp/"}, "Expiration": {"Days": 7}, "Transitions": [{"Days": 3, "StorageClass": "GLACIER"}]}]})
    rule = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"][0]
    same((rule["Expiration"], rule["Transitions"][0]["StorageClass"]), ({"Days": 7}, "GLACIER"))
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["https://example.com"]}]})
    same(s3.get_bucket_cors(Bucket=bucket)["CORSRules"][0]["AllowedMethods"], ["GET"])
    s3.put_bucket_website(Bucket=bucket, WebsiteConfiguration={"IndexDocument": {"Suffix": "index.html"}})
    same(s3.get_bucket_website(Bucket=bucket)["IndexDocument"], {"Suffix": "index.html"})
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}})
    same(s3.get_bucket_notification_configuration(Bucket=bucket)["EventBridgeConfiguration"], {})


@check("s3control", "s3control")
def _():
    control = client("s3control", key=ACCOUNT)
    # The client puts the account before the host, and no address has names below it.
    control.meta.events.register("before-sign.s3-control.*", lambda request, **_: setattr(request, "url", request.url.replace(f"{ACCOUNT}.", "")))
    refused("NoSuchPublicAccessBlockConfiguration", 404, control.get_public_access_block, AccountId=ACCOUNT)
    block = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}
    control.put_public_access_block(AccountId=ACCOUNT, PublicAccessBlockConfiguration=block)
    same(control.get_public_access_block(AccountId=ACCOUNT)["PublicAccessBlockConfiguration"], block)
    control.delete_public_access_block(AccountId=ACCOUNT)


@check("cloudtrail", "cloudtrail")
def _():
    s3, trails, bucket, trail = client("s3"), client("cloudtrail"), name("trail"), name("trail")
    s3.create_bucket(Bucket=bucket)
    refused("InsufficientS3BucketPolicyException", 400, trails.create_trail, Name=trail, S3BucketName=bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Statement": [
        {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:GetBucketAcl", "Resource": f"arn:aws:s3:::{bucket}"},
        {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{bucket}/AWSLogs/*"}]}))
    arn = trails.create_trail(Name=trail, S3BucketName=bucket)["TrailARN"]
    trails.start_logging(Name=arn)
    same(trails.get_trail_status(Name=trail)["IsLogging"], True)
    trails.stop_logging(Name=trail)
    status = trails.get_trail_status(Name=trail)
    same((status["IsLogging"], status["StopLoggingTime"] >= status["StartLoggingTime"]), (False, True))
    trails.put_event_selectors(TrailName=trail, EventSelectors=[{"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True}])
    same(trails.get_event_selectors(TrailName=trail)["EventSelectors"][0]["ReadWriteType"], "WriteOnly")
    same([each["TrailARN"] for each in trails.describe_trails(trailNameList=[trail])["trailList"]], [arn])
    trails.delete_trail(Name=trail)


@check("kms", "kms")
def _():
    kms, alias = client("kms"), f"alias/{name('key')}"
    key = kms.create_key(Description="test")["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName=alias, TargetKeyId=key)
    kms.enable_key_rotation(KeyId=key)
    same(kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"], True)
    blob = kms.encrypt(KeyId=alias, Plaintext=b"\x00text\xff", EncryptionContext={"a": "b"})["CiphertextBlob"]
    same(kms.decrypt(CiphertextBlob=blob, EncryptionContext={"a": "b"})["Plaintext"], b"\x00text\xff")
    refused("InvalidCiphertextException", 400, kms.decrypt, CiphertextBlob=blob)
    data = kms.generate_data_key(KeyId=key, KeySpec="AES_256")
    same(kms.decrypt(CiphertextBlob=data["CiphertextBlob"])["Plaintext"], data["Plaintext"])
    kms.disable_key(KeyId=key)
    refused("DisabledException", 400, kms.encrypt, KeyId=key, Plaintext=b"x")
    same(kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)["KeyState"], "PendingDeletion")
    kms.cancel_key_deletion(KeyId=key)


@check("secretsmanager", "secretsmanager")
def _():
    secrets, secret = client("secretsmanager"), name("secret")
    password = secrets.get_random_password(PasswordLength=24, ExcludePunctuation=True)["RandomPassword"]
    same((len(password), password.isalnum()), (24, True))
    arn = secrets.create_secret(Name=secret, SecretString=json.dumps({"psk": password}))["ARN"]
    secrets.put_secret_value(SecretId=arn, SecretBinary=b"\x00\x01")
    same(secrets.get_secret_value(SecretId=secret)["SecretBinary"], b"\x00\x01")
    same(json.loads(secrets.get_secret_value(SecretId=secret, VersionStage="AWSPREVIOUS")["SecretString"])["psk"], password)
    same(len(secrets.describe_secret(SecretId=secret)["VersionIdsToStages"]), 2)
    secrets.delete_secret(SecretId=secret, RecoveryWindowInDays=7)
    refused("InvalidRequestException", 400, secrets.get_secret_value, SecretId=secret)
    secrets.restore_secret(SecretId=secret)
    same([each["Name"] for each in secrets.list_secrets(Filters=[{"Key": "name", "Values": [secret]}])["SecretList"]], [secret])
    secrets.delete_secret(SecretId=secret, ForceDeleteWithoutRecovery=True)
    refused("ResourceNotFoundException", 400, secrets.get_secret_value, SecretId=secret)


@check("rds", "rds")
def _():
    rds, database, snapshot = client("rds"), name("db"), name("snap")
    rds.create_db_instance(DBInstanceIdentifier=database, DBInstanceClass="db.t4g.micro", Engine="postgres", AllocatedStorage=20,
                           MasterUsername="admin1", MasterUserPassword="not-a-secret", Tags=[{"Key": "team", "Value": "shop"}])

    def state():
        return rds.describe_db_instances(DBInstanceIdentifier=database)["DBInstances"][0]["DBInstanceStatus"]

    refused("InvalidDBInstanceState", 400, rds.stop_db_instance, DBInstanceIdentifier=database)
    until(state, "available")
    same(rds.describe_db_instances(DBInstanceIdentifier=database)["DBInstances"][0]["Endpoint"]["Port"], 5432)
    arn = rds.create_db_snapshot(DBInstanceIdentifier=database, DBSnapshotIdentifier=snapshot)["DBSnapshot"]["DBSnapshotArn"]
    until(lambda: rds.describe_db_snapshots(DBSnapshotIdentifier=snapshot)["DBSnapshots"][0]["Status"], "available")
    rds.modify_db_snapshot_attribute(DBSnapshotIdentifier=snapshot, AttributeName="restore", ValuesToAdd=["all"])
    same(rds.describe_db_snapshot_attributes(DBSnapshotIdentifier=snapshot)["DBSnapshotAttributesResult"]["DBSnapshotAttributes"][0]["AttributeValues"], ["all"])
    rds.add_tags_to_resource(ResourceName=arn, Tags=[{"Key": "env", "Value": "prod"}])
    same(rds.list_tags_for_resource(ResourceName=arn)["TagList"], [{"Key": "env", "Value": "prod"}])
    rds.modify_db_instance(DBInstanceIdentifier=database, DeletionProtection=True, ApplyImmediately=True)
    until(state, "available")
    refused("InvalidParameterCombination", 400, rds.delete_db_instance, DBInstanceIdentifier=database, SkipFinalSnapshot=True)
    refused("DBInstanceNotFound", 404, rds.describe_db_instances, DBInstanceIdentifier="none")


@check("securityhub", "securityhub")
def _():
    hub = client("securityhub", key=ACCOUNT)
    refused("InvalidAccessException", 401, hub.get_findings)
    hub.enable_security_hub()
    product = f"arn:aws:securityhub:us-east-1:{ACCOUNT}:product/{ACCOUNT}/default"
    finding = {"SchemaVersion": "2018-10-08", "Id": "f-1", "ProductArn": product, "GeneratorId": "check", "AwsAccountId": ACCOUNT,
               "Types": ["Software and Configuration Checks"], "CreatedAt": "2026-01-01T00:00:00Z", "UpdatedAt": "2026-01-01T00:00:00Z",
               "Severity": {"Label": "HIGH"}, "Title": "Bucket is public", "Description": "d",
               "Resources": [{"Type": "AwsS3Bucket", "Id": "arn:aws:s3:::logs"}]}
    same(hub.batch_import_findings(Findings=[finding])["SuccessCount"], 1)
    same(hub.batch_update_findings(FindingIdentifiers=[{"Id": "f-1", "ProductArn": product}], Workflow={"Status": "RESOLVED"},
                                   Note={"Text": "fixed", "UpdatedBy": "runbook"})["UnprocessedFindings"], [])
    found = hub.get_findings(Filters={"WorkflowStatus": [{"Value": "RESOLVED", "Comparison": "EQUALS"}]})["Findings"]
    same([(each["Id"], each["Severity"]["Normalized"], each["Note"]["Text"]) for each in found], [("f-1", 70, "fixed")])


@check("config", "config")
def _():
    config, bucket = client("config", region="eu-west-2"), name("config")
    client("s3").create_bucket(Bucket=bucket)
    config.put_configuration_recorder(ConfigurationRecorder={"name": "default", "roleARN": "arn:aws:iam::000000000000:role/config"})
    config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": bucket})
    config.start_configuration_recorder(ConfigurationRecorderName="default")
    same(config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"][0]["recording"], True)
    config.stop_configuration_recorder(ConfigurationRecorderName="default")


done()
