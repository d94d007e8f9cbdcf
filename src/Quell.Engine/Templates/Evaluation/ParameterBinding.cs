using System.Globalization;
using System.Text.RegularExpressions;
using Quell.Engine.Json;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Evaluation;

/// <summary>Gives the parameters of a template their values and holds those against the constraints.</summary>
internal sealed class ParameterBinding(Template template, TemplateEnvironment environment, TemplateErrors errors)
{
    private static readonly TimeSpan MatchTime = TimeSpan.FromSeconds(1);

    public OrderedDictionary<string, ParameterValue> Bind(IReadOnlyDictionary<string, string> given)
    {
        RefuseUnknown(given);
        var values = new OrderedDictionary<string, ParameterValue>(StringComparer.Ordinal);
        var missing = new List<TemplateParameter>();
        foreach (var parameter in template.Parameters.Values)
        {
            var text = given.GetValueOrDefault(parameter.Name) ?? parameter.Default;
            if (text is null)
            {
                missing.Add(parameter);
            }
            else if (ValueOf(parameter, text) is { } value)
            {
                values[parameter.Name] = new(parameter, text, value);
            }
        }

        if (missing.Count > 0)
        {
            errors.Add(TemplateErrorCode.Parameter, $"Parameters: [{string.Join(", ", missing.Select(parameter => parameter.Name))}] must have values", TemplatePath.Of("Parameters", missing[0].Name), missing[0].Node);
        }

        return values;
    }

    private void RefuseUnknown(IReadOnlyDictionary<string, string> given)
    {
        var unknown = given.Keys.Where(name => !template.Parameters.ContainsKey(name)).Order(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            var message = template.Parameters.Count == 0
                ? "Parameter values specified for a template which does not require them."
                : $"Parameters: [{string.Join(", ", unknown)}] do not exist in the template";
            errors.Add(TemplateErrorCode.Parameter, message, TemplatePath.Of("Parameters"), null);
        }
    }

    /// <summary>The value; null, with the reason reported, when the text is no good.</summary>
    private JsonValue? ValueOf(TemplateParameter parameter, string text)
    {
        var stored = text;
        if (parameter.Type.FromSsm || parameter.Type.IsSsmName)
        {
            if (environment.SsmParameter(text) is not { } found)
            {
                Refuse(parameter, $"Unable to fetch parameters [{(parameter.NoEcho ? ParameterValue.Mask : text)}] from parameter store for this account.");
                return null;
            }

            stored = parameter.Type.FromSsm ? found : text;
        }

        IReadOnlyList<string> members = parameter.Type.IsList ? [.. stored.Split(',', StringSplitOptions.TrimEntries)] : [stored];
        // Constraints speak about what was given, which for an SSM type is a name (User Guide, "SSM parameter types").
        var constrained = parameter.Type.FromSsm ? [text] : members;
        if (Broken(parameter, text, constrained) is { } constraint)
        {
            Refuse(parameter, parameter.ConstraintDescription is { } description
                ? $"Parameter {parameter.Name} failed to satisfy constraint: {description}"
                : $"Parameter '{parameter.Name}' {constraint}");
            return null;
        }

        if (!Exist(parameter, members))
        {
            return null;
        }

        return parameter.Type.IsList ? JsonArray.From(members) : stored;
    }

    /// <summary>The first constraint that the values break, in AWS's words; null when they keep all.</summary>
    private static string? Broken(TemplateParameter parameter, string text, IReadOnlyList<string> members)
    {
        if (parameter.AllowedValues.Length > 0 && members.Any(member => !parameter.AllowedValues.Contains(member)))
        {
            return "must be one of AllowedValues";
        }

        if (parameter.AllowedPattern is { } pattern && !members.All(member => Matches(pattern, member)))
        {
            return $"must match pattern {pattern}";
        }

        if (text.Length < parameter.MinLength)
        {
            return $"must contain at least {parameter.MinLength} characters";
        }

        if (text.Length > parameter.MaxLength)
        {
            return $"must contain at most {parameter.MaxLength} characters";
        }

        return parameter.Type is { IsNumber: true, FromSsm: false }
            ? members.Select(member => BrokenNumber(parameter, member)).FirstOrDefault(broken => broken is not null)
            : null;
    }

    private static string? BrokenNumber(TemplateParameter parameter, string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return "must be a number";
        }

        return number < parameter.MinValue ? string.Create(CultureInfo.InvariantCulture, $"must be a number not less than {parameter.MinValue}")
            : number > parameter.MaxValue ? string.Create(CultureInfo.InvariantCulture, $"must be a number not greater than {parameter.MaxValue}")
            : null;
    }

    /// <summary>Whether the whole text matches; a pattern that .NET cannot read matches nothing.</summary>
    private static bool Matches(string pattern, string text)
    {
        var whole = $@"\A(?:{pattern})\z";
        try
        {
            return Compile(whole).IsMatch(text);
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex Compile(string pattern)
    {
        try
        {
            return new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            return new(pattern, RegexOptions.CultureInvariant, MatchTime);
        }
    }

    private bool Exist(TemplateParameter parameter, IReadOnlyList<string> members)
    {
        var isOfAws = parameter.Type.Element.StartsWith("AWS::", StringComparison.Ordinal) && !parameter.Type.IsSsmName;
        if (!isOfAws || members.FirstOrDefault(member => !environment.ValueExists(parameter.Type.Element, member)) is not { } unknown)
        {
            return true;
        }

        Refuse(parameter, $"Parameter validation failed: parameter value {(parameter.NoEcho ? ParameterValue.Mask : unknown)} for parameter name {parameter.Name} does not exist");
        return false;
    }

    private void Refuse(TemplateParameter parameter, string message) =>
        errors.Add(TemplateErrorCode.Parameter, message, TemplatePath.Of("Parameters", parameter.Name), parameter.Node);
}
