using Quell.Engine.Json;

namespace Quell.Engine.Policies;

/// <summary>
/// One key under one operator of a statement's <c>Condition</c>, with the values it is held against (IAM User Guide, "IAM JSON
/// policy elements: Condition operators" and "Set operators for multivalued context keys").
/// </summary>
internal sealed class PolicyCondition
{
    private const string IfExists = "IfExists";
    private const string ForAll = "ForAllValues:";
    private const string ForAny = "ForAnyValue:";

    private readonly string _key;
    private readonly Quantifier _quantifier;
    private readonly bool _ifExists;
    private readonly bool _isNegated;
    private readonly string _operator;

    /// <summary>Null for an operator that is not known here.</summary>
    private readonly ConditionValue[]? _values;

    private PolicyCondition(string name, string key, JsonValue wanted, bool hasVariables)
    {
        _key = key;
        _quantifier = name.StartsWith(ForAll, StringComparison.Ordinal) ? Quantifier.All
            : name.StartsWith(ForAny, StringComparison.Ordinal) ? Quantifier.Any
            : Quantifier.None;
        name = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        _ifExists = name.EndsWith(IfExists, StringComparison.Ordinal);
        _operator = _ifExists ? name[..^IfExists.Length] : name;
        (_values, _isNegated) = ConditionOperators.Read(_operator, [.. Texts(wanted)], hasVariables);
    }

    private enum Quantifier
    {
        None,
        All,
        Any,
    }

    /// <summary>The block's conditions, each of which must hold.</summary>
    public static IEnumerable<PolicyCondition> Of(JsonObject block, bool hasVariables)
    {
        foreach (var (name, keys) in block)
        {
            foreach (var (key, wanted) in keys as JsonObject ?? JsonObject.Empty)
            {
                yield return new(name, key, wanted, hasVariables);
            }
        }
    }

    /// <param name="context">What is known of the request.</param>
    /// <param name="doubtful">What an operator counts as that is not known here: false for a statement that allows, true for one that denies.</param>
    public bool Holds(PolicyContext context, bool doubtful)
    {
        if (_values is null)
        {
            return doubtful;
        }

        var known = context.Values(_key);
        if (_operator == ConditionOperators.Null)
        {
            return FitsAny(known.IsEmpty ? "true" : "false", context);
        }

        if (known.IsEmpty)
        {
            return _ifExists || _quantifier == Quantifier.All || (_quantifier == Quantifier.None && _isNegated);
        }

        // Of a key with several values and no set operator one must fit, and with a negated operator none may.
        var all = _quantifier == Quantifier.All || (_quantifier == Quantifier.None && _isNegated);
        foreach (var value in known)
        {
            var isSatisfied = FitsAny(value, context) != _isNegated;
            if (isSatisfied != all)
            {
                return isSatisfied;
            }
        }

        return all;
    }

    private bool FitsAny(string value, PolicyContext context)
    {
        foreach (var wanted in _values ?? [])
        {
            if (wanted.Fits(value, context))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> Texts(JsonValue wanted) => wanted switch
    {
        JsonArray many => many.SelectMany(Texts),
        JsonString text => [text.Value],
        _ => [wanted.ToString()],
    };
}
