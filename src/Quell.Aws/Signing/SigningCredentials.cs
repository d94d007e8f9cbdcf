namespace Quell.Aws.Signing;

/// <summary>An access key with its secret.</summary>
/// <param name="SessionToken">Of temporary credentials; null for a long-term key.</param>
internal sealed record SigningCredentials(string AccessKey, string Secret, string? SessionToken = null)
{
    /// <summary>The access key alone, so that no log ever holds a secret.</summary>
    public override string ToString() => AccessKey;
}
