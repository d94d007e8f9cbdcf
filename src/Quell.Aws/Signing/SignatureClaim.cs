namespace Quell.Aws.Signing;

/// <summary>What a request says of its signature, read but not verified: enough to route it and to name its caller.</summary>
/// <param name="SignedHeaders">The names as the request lists them, in its order.</param>
/// <param name="Timestamp">As sent, in <see cref="SignatureV4.TimeFormat"/>.</param>
/// <param name="Time">The same as a point in time.</param>
/// <param name="Signature">As sent; any text.</param>
/// <param name="SessionToken">Null where the request carries none.</param>
/// <param name="Expires">How long a presigned request holds after <paramref name="Time"/>; null for a signed header.</param>
internal sealed record SignatureClaim(
    string AccessKey, SigningScope Scope, IReadOnlyList<string> SignedHeaders, string Timestamp, DateTimeOffset Time,
    string Signature, string? SessionToken, TimeSpan? Expires)
{
    public string Region => Scope.Region;

    /// <summary>The signing name of the service, by which a request is routed.</summary>
    public string Service => Scope.Service;

    public bool IsPresigned => Expires is not null;
}
