using Quell.Engine.Json;

namespace Quell.Engine.Policies;

/// <summary>One statement of a policy.</summary>
internal sealed class PolicyStatement(JsonObject statement)
{
    public JsonObject Source { get; } = statement;

    public bool Allows { get; } = statement.String("Effect") == "Allow";

    /// <summary>Whether the statement lets everybody in: a principal <c>*</c> without conditions.</summary>
    public bool IsPublic => Allows && !Source.Has("Condition")
        && (Source["Principal"] is JsonString { Value: "*" } || Texts(Source.Object("Principal")?["AWS"]).Contains("*"));

    public bool Fits(PolicyRequest request) =>
        FitsPrincipal(request.Caller)
        && FitsText("Action", "NotAction", request.Action, ignoreCase: true)
        && FitsText("Resource", "NotResource", request.Resource, ignoreCase: false)
        && PolicyConditions.Hold(Source.Object("Condition"), request.Context, doubtful: !Allows);

    /// <summary>The texts of an element that may be one text or several.</summary>
    internal static IEnumerable<string> Texts(JsonValue? value) => value switch
    {
        JsonString one => [one.Value],
        JsonArray many => many.Strings,
        _ => [],
    };

    private bool FitsPrincipal(PolicyCaller caller) =>
        Source["Principal"] is { } named ? Names(named, caller)
        : Source["NotPrincipal"] is not { } excluded || !Names(excluded, caller);

    private bool FitsText(string element, string negated, string value, bool ignoreCase) =>
        Source[element] is { } named ? Texts(named).Any(pattern => PolicyPattern.Matches(pattern, value, ignoreCase))
        : Source[negated] is not { } excluded || !Texts(excluded).Any(pattern => PolicyPattern.Matches(pattern, value, ignoreCase));

    private static bool Names(JsonValue principal, PolicyCaller caller) => principal switch
    {
        JsonString { Value: "*" } => true,
        JsonObject kinds => Texts(kinds["AWS"]).Any(name => IsAccountOrArn(name, caller))
            || (caller.Service is not null && Texts(kinds["Service"]).Contains(caller.Service)),
        _ => false,
    };

    private static bool IsAccountOrArn(string name, PolicyCaller caller) =>
        name == "*"
        || (caller.Account is not null && (name == caller.Account || name.EndsWith($":iam::{caller.Account}:root", StringComparison.Ordinal)))
        || caller.Arns.Contains(name);
}
