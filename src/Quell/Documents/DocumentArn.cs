using Quell.Engine.Scopes;

namespace Quell.Documents;

/// <summary>
/// How a request names a document: by its name, or by an ARN, <c>document/NAME</c> or <c>automation-definition/NAME:VERSION</c>
/// (Service Authorization Reference, "Resource types defined by AWS Systems Manager").
/// </summary>
/// <param name="Scope">Whose it is; the account is empty for Amazon's documents.</param>
/// <param name="Version">What stands behind the name's colon: a number, <c>$DEFAULT</c>, <c>$LATEST</c>; null where nothing does.</param>
internal sealed record DocumentArn(Scope Scope, string Name, string? Version)
{
    private const string Service = "ssm";

    /// <summary>As it is shown.</summary>
    public static string Of(Scope scope, string name) => scope.Arn(Service, $"document/{name}").ToString();

    /// <param name="scope">Where a plain name is looked for.</param>
    /// <param name="text">What the request says.</param>
    /// <returns>Null where it is an ARN of something else.</returns>
    public static DocumentArn? Read(Scope scope, string text)
    {
        if (!text.StartsWith("arn:", StringComparison.Ordinal))
        {
            return Qualified(scope, text);
        }

        if (!Arn.TryParse(text, out var arn) || arn.Service != Service || arn.Partition != scope.Partition)
        {
            return null;
        }

        return arn.Resource.Split('/') switch
        {
            ["document" or "automation-definition", { Length: > 0 } name] => Qualified(arn.Scope, name),
            _ => null,
        };
    }

    private static DocumentArn Qualified(Scope scope, string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new(scope, text, null) : new(scope, text[..colon], text[(colon + 1)..]);
    }
}
