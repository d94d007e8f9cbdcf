using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Values;

/// <summary>The parameters of an execution.</summary>
/// <param name="Values">Of each that has one, typed.</param>
/// <param name="Mistakes">What is wrong with what was given, for whoever gave it.</param>
internal sealed record BoundParameters(JsonObject Values, ImmutableArray<string> Mistakes);

/// <summary>
/// Gives a document's parameters their values: those that StartAutomationExecution got (name → list of texts; maps as JSON texts), else
/// the defaults, held against allowed values, pattern and lengths (Systems Manager User Guide, "Data elements and parameters").
/// </summary>
internal static class ParameterBinding
{
    /// <param name="document">The runbook.</param>
    /// <param name="given">By name; a list of texts, or one value.</param>
    /// <param name="stored">What the parameter store has for the references in defaults; null while that is not known, then they stay as they are.</param>
    public static BoundParameters Bind(RunbookDocument document, JsonObject given, JsonObject? stored = null)
    {
        var mistakes = ImmutableArray.CreateBuilder<string>();
        mistakes.AddRange(given.Names.Where(name => document.Parameters.All(parameter => parameter.Name != name))
            .Select(name => $"Parameter {name} is not defined in the document."));
        var values = new List<KeyValuePair<string, JsonValue>>();
        var defaults = new Interpolation(reference => reference is Reference.Stored(_, var name) ? stored?[name] : null);
        foreach (var parameter in document.Parameters)
        {
            var (value, mistake) = given[parameter.Name] is { } written ? Given(parameter, written) : Default(parameter, defaults);
            if (mistake is not null)
            {
                mistakes.Add($"Parameter {parameter.Name} {mistake}.");
            }
            else if (value is not null)
            {
                values.Add(new(parameter.Name, value));
            }
        }

        return new(JsonObject.From(values), mistakes.DrainToImmutable());
    }

    private static (JsonValue? Value, string? Mistake) Default(RunbookParameter parameter, Interpolation defaults)
    {
        if (parameter.Default is not { } written)
        {
            return (null, "is required and has no value");
        }

        var value = TypeConversion.Convert(defaults.Resolve(written), TypeOf(parameter));
        return value is null ? (null, $"has a default that is no {parameter.Type}") : (value, null);
    }

    private static (JsonValue? Value, string? Mistake) Given(RunbookParameter parameter, JsonValue written)
    {
        var type = TypeOf(parameter);
        var list = written as JsonArray ?? [written];
        if (list.Count != 1 && !type.IsList())
        {
            return (null, $"is of type {parameter.Type} and takes one value, not {list.Count}");
        }

        // A list may be given as one JSON text.
        var value = TypeConversion.Convert(list is [JsonString sole] && type == RunbookType.StringList ? sole : list, type);
        return value is null ? (null, $"is of type {parameter.Type}, which {written} is not") : (value, Broken(parameter, value));
    }

    private static RunbookType TypeOf(RunbookParameter parameter) => RunbookTypes.Find(parameter.Type) ?? RunbookType.String;

    /// <summary>The constraint that the value does not keep.</summary>
    private static string? Broken(RunbookParameter parameter, JsonValue value)
    {
        var items = value is JsonArray list ? list.Items : [value];
        if (value is JsonArray && (items.Length < parameter.MinItems || items.Length > parameter.MaxItems))
        {
            return $"has {items.Length} items; {Range(parameter.MinItems, parameter.MaxItems)} are allowed";
        }

        foreach (var item in items)
        {
            if (parameter.AllowedValues.Length > 0 && !IsAllowed(parameter, item))
            {
                return $"has the value {item}; allowed are {string.Join(", ", parameter.AllowedValues)}";
            }

            if (item is JsonString { Value: var text } && BrokenText(parameter, text) is { } mistake)
            {
                return mistake;
            }
        }

        return null;
    }

    /// <summary>Allowed values may be spelt as another type: <c>true</c> for a text.</summary>
    private static bool IsAllowed(RunbookParameter parameter, JsonValue item) =>
        parameter.AllowedValues.Any(allowed => allowed.Equals(item) || (allowed is not (JsonArray or JsonObject) && TypeConversion.Plain(allowed) == TypeConversion.Plain(item)));

    private static string? BrokenText(RunbookParameter parameter, string text) =>
        text.Length < parameter.MinChars || text.Length > parameter.MaxChars
            ? $"has {text.Length} characters; {Range(parameter.MinChars, parameter.MaxChars)} are allowed"
            : parameter.AllowedPattern is { } pattern ? Mismatch(pattern, text) : null;

    /// <summary>A pattern that takes too long matches nothing. One that is not understood is not passed over: it may guard a command.</summary>
    private static string? Mismatch(string pattern, string text)
    {
        if (JavaPattern.Compile($@"\A(?:{pattern})\z", out var wrong) is not { } whole)
        {
            return $"has the pattern {pattern}, which is no regular expression that is known here{(wrong is null ? "" : $": {wrong}")}";
        }

        try
        {
            return whole.IsMatch(text) ? null : $"has a value that does not match the pattern {pattern}";
        }
        catch (RegexMatchTimeoutException)
        {
            return $"has a value that takes too long to be held against the pattern {pattern}";
        }
    }

    private static string Range(int? from, int? to) => (from, to) switch
    {
        (null, _) => $"at most {to}",
        (_, null) => $"at least {from}",
        _ => $"{from} to {to}",
    };
}
