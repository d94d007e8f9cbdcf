using Quell.Engine.Json;

namespace Quell.Engine.Policies;

/// <summary>One statement of a policy, read once; asking it allocates nothing but what variables make.</summary>
internal sealed class PolicyStatement
{
    private readonly PolicyPrincipals? _principals;
    private readonly PolicyPattern[] _actions;
    private readonly PolicyPattern[]? _resources;
    private readonly PolicyCondition[] _conditions;
    private readonly bool _isNotPrincipal;
    private readonly bool _isNotAction;
    private readonly bool _isNotResource;

    /// <param name="hasVariables">Whether the policy's version knows variables: 2012-10-17 does.</param>
    public PolicyStatement(JsonObject statement, bool hasVariables)
    {
        Source = statement;
        Allows = statement.String("Effect") == "Allow";
        _isNotPrincipal = !statement.Has("Principal");
        _isNotAction = !statement.Has("Action");
        _isNotResource = !statement.Has("Resource");
        _principals = (statement["Principal"] ?? statement["NotPrincipal"]) is { } principals ? PolicyPrincipals.Of(principals) : null;
        _actions = Patterns(statement["Action"] ?? statement["NotAction"], PatternStyle.Wildcards | PatternStyle.IgnoreCase);
        _resources = (statement["Resource"] ?? statement["NotResource"]) is { } resources
            ? Patterns(resources, PatternStyle.Wildcards | (hasVariables ? PatternStyle.Variables : PatternStyle.Literal))
            : null;
        _conditions = [.. PolicyCondition.Of(statement.Object("Condition") ?? JsonObject.Empty, hasVariables)];
    }

    public JsonObject Source { get; }

    public bool Allows { get; }

    /// <summary>Whether the statement lets everybody in: a principal <c>*</c> without conditions.</summary>
    public bool IsPublic => Allows && !Source.Has("Condition") && !_isNotPrincipal && _principals is { IsEverybody: true };

    /// <summary>How closely the statement names the caller; <see cref="PolicyGrant.None"/> also where anything else of it does not fit.</summary>
    public PolicyGrant Fits(PolicyRequest request) =>
        FitsAction(request.Action) && FitsResource(request) && FitsPrincipal(request.Caller) is > PolicyGrant.None and var grant && HoldsConditions(request)
            ? grant
            : PolicyGrant.None;

    /// <summary>The texts of an element that may be one text or several.</summary>
    internal static IEnumerable<string> Texts(JsonValue? value) => value switch
    {
        JsonString one => [one.Value],
        JsonArray many => many.Strings,
        _ => [],
    };

    private static PolicyPattern[] Patterns(JsonValue? element, PatternStyle style) =>
        [.. Texts(element).Select(text => PolicyPattern.Of(text, style))];

    // A statement without principals is an identity's own, and speaks of whoever has it.
    private PolicyGrant FitsPrincipal(PolicyCaller caller) => _principals is null ? PolicyGrant.Caller
        : !_isNotPrincipal ? _principals.Names(caller)
        : _principals.Names(caller) == PolicyGrant.None ? PolicyGrant.Role : PolicyGrant.None;

    private bool FitsAction(string action)
    {
        foreach (var pattern in _actions)
        {
            if (pattern.Matches(action))
            {
                return !_isNotAction;
            }
        }

        return _isNotAction;
    }

    // A policy about one thing, such as a role's trust, names no resource.
    private bool FitsResource(PolicyRequest request)
    {
        foreach (var pattern in _resources ?? [])
        {
            if (pattern.Matches(request.Resource, request.Context))
            {
                return !_isNotResource;
            }
        }

        return _isNotResource;
    }

    private bool HoldsConditions(PolicyRequest request)
    {
        foreach (var condition in _conditions)
        {
            if (!condition.Holds(request.Context, doubtful: !Allows))
            {
                return false;
            }
        }

        return true;
    }
}
