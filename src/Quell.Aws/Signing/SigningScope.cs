namespace Quell.Aws.Signing;

/// <summary>What a signing key is good for.</summary>
/// <param name="Date">The day, <c>yyyyMMdd</c>, in UTC.</param>
/// <param name="Service">The signing name (<c>s3</c>, <c>execute-api</c>), not the endpoint's.</param>
internal readonly record struct SigningScope(string Date, string Region, string Service)
{
    /// <summary>Whether S3's rules for paths and payloads hold.</summary>
    public bool IsS3 => Service is "s3" or "s3express" or "s3-object-lambda" or "s3-outposts";

    /// <summary><c>20130524/us-east-1/s3/aws4_request</c></summary>
    public override string ToString() => $"{Date}/{Region}/{Service}/aws4_request";
}
