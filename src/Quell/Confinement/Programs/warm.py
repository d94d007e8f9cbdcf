"""Loads boto3 as far as scripts share it: the modules, the models of services, and what making a client of one touches."""

# What the documents that AWS publishes call most beside EC2, the most frequent first.
OTHERS = ("ssm", "iam", "s3", "sts", "lambda", "rds", "config", "securityhub", "cloudtrail", "kms", "logs", "sns")
NOWHERE = {
    "region_name": "us-east-1", "endpoint_url": "http://127.0.0.1:1", "aws_access_key_id": "none",
    "aws_secret_access_key": "none"}


def up(boto3, botocore):
    """Loads EC2, and returns steps that load the others, one each."""
    import botocore.session

    # Each session has a loader of its own, which reads megabytes of JSON again. Theirs are shared, as within one session.
    create, loaders = botocore.session.create_loader, {}

    def create_loader(search_path_string=None):
        if search_path_string not in loaders:
            loaders[search_path_string] = create(search_path_string)
        return loaders[search_path_string]

    botocore.session.create_loader = create_loader
    session = boto3.session.Session()
    client = session.client("ec2", **NOWHERE)
    client.meta.events.register("before-send", lambda **_: answer(botocore))
    client.describe_vpcs()
    return (load(session, service) for service in OTHERS)


def load(session, service):
    session.client(service, **NOWHERE)
    return service


def answer(botocore):
    """Stands in for a service once, so that what serializes, signs and parses is loaded too. Nothing is sent."""
    import io

    import botocore.awsrequest

    class Body(io.BytesIO):
        def stream(self, **_):
            yield self.read()

    body = Body(b"<DescribeVpcsResponse><vpcSet/></DescribeVpcsResponse>")
    return botocore.awsrequest.AWSResponse("http://127.0.0.1:1", 200, {}, body)
