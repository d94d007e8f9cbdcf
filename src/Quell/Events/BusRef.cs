using Quell.Engine.Scopes;

namespace Quell.Events;

/// <summary>A bus as requests and targets name it.</summary>
internal readonly record struct BusRef(Scope Scope, string Name)
{
    private const string Prefix = "event-bus/";

    /// <summary>Reads a bus's name, in the scope given, or its ARN; null for an ARN of something else.</summary>
    public static BusRef? Of(string text, Scope scope)
    {
        if (!text.StartsWith("arn:", StringComparison.Ordinal))
        {
            return new(scope, text);
        }

        return Arn.TryParse(text, out var arn) && arn.Service == "events" && arn.Resource.StartsWith(Prefix, StringComparison.Ordinal)
            ? new(arn.Scope, arn.Resource[Prefix.Length..])
            : null;
    }
}
