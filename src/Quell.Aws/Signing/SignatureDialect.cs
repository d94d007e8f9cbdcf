namespace Quell.Aws.Signing;

/// <summary>The families of services that refuse a signature in the same words.</summary>
internal enum SignatureDialect
{
    /// <summary>json 1.0 and 1.1 (events, logs, SQS today).</summary>
    Json,

    /// <summary>query (SNS, IAM, STS, CloudFormation).</summary>
    Query,

    /// <summary>EC2's form of query.</summary>
    Ec2,

    /// <summary>rest-json (Lambda).</summary>
    RestJson,

    /// <summary>rest-xml other than S3 (Route 53).</summary>
    RestXml,

    S3,
}
