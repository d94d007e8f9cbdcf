namespace Quell.Aws.Signing;

/// <summary>A signature that is not accepted, and why; each family of services says it in its own words.</summary>
/// <param name="Detail">The sentence about this request; services that have a fixed text for the kind leave it out.</param>
/// <param name="InQuery">Whether the signature stood in the query: S3 names that differently.</param>
internal sealed record SignatureRefusal(RefusalKind Kind, string Detail = "", bool InQuery = false)
{
    /// <summary>The error as that family of services words it.</summary>
    public AwsException ToException(SignatureDialect dialect) => RefusalTable.Answer(this, dialect);
}
