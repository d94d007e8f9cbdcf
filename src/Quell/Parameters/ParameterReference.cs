using Quell.Aws;
using Quell.Engine.Scopes;

namespace Quell.Parameters;

/// <summary>
/// A parameter as a request names it: by its name or ARN, with the number or a label of a version behind a colon where not the
/// latest is meant (API Reference, GetParameter).
/// </summary>
/// <param name="Scope">Whose it is; another account's where its ARN says so.</param>
internal readonly record struct ParameterReference(Scope Scope, string Name, string? Selector)
{
    /// <exception cref="AwsException"><c>ValidationException</c>: no parameter can have the name.</exception>
    public static ParameterReference Read(Scope scope, string text) => TryRead(scope, text, out var reference) ? reference : throw ParameterErrors.BadName();

    /// <returns>False where no parameter can have the name.</returns>
    public static bool TryRead(Scope scope, string text, out ParameterReference reference)
    {
        var trimmed = text.Trim(' ');
        var (owner, rest) = (scope, trimmed);
        if (Arn.TryParse(trimmed, out var arn) && arn.Service == "ssm" && arn.Resource.StartsWith("parameter/", StringComparison.Ordinal))
        {
            owner = arn.Scope;
            rest = arn.Resource["parameter/".Length..];
            rest = rest.Contains('/', StringComparison.Ordinal) ? "/" + rest : rest;
        }

        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        var (name, selector) = colon < 0 ? (rest, null) : (rest[..colon], rest[(colon + 1)..]);
        reference = new(owner, name, selector);
        return ParameterName.IsValid(name) && selector is not "";
    }
}
