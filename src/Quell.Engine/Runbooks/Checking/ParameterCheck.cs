using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks.Values;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking;

/// <summary>Checks parameters and variables against themselves: type, default, constraints (Systems Manager User Guide, "Data elements and parameters").</summary>
internal static partial class ParameterCheck
{
    private static readonly ImmutableArray<string> Types =
    [
        .. Enum.GetNames<RunbookType>(), "AWS::EC2::Instance::Id", "AWS::IAM::Role::Arn", "AWS::S3::Bucket::Name", "List<AWS::EC2::Instance::Id>",
    ];

    public static void Check(Inspection inspection)
    {
        foreach (var parameter in inspection.Document.Parameters)
        {
            var path = TemplatePath.Of("parameters", parameter.Name);
            var source = Source(inspection, "parameters", parameter.Name);
            CheckName(inspection, "parameter", parameter.Name, path, parameter.Line, parameter.Column);
            new Entry(inspection, parameter, source, path).Check();
        }

        foreach (var variable in inspection.Document.Variables)
        {
            var path = TemplatePath.Of("variables", variable.Name);
            CheckName(inspection, "variable", variable.Name, path, variable.Line, variable.Column);
            var likeParameter = new RunbookParameter { Name = variable.Name, Type = variable.Type, Default = variable.Default };
            new Entry(inspection, likeParameter, Source(inspection, "variables", variable.Name), path).Check();
        }
    }

    private static TemplateNode.Map? Source(Inspection inspection, string section, string name) =>
        (inspection.Document.Source[section] as TemplateNode.Map)?[name] as TemplateNode.Map;

    private static void CheckName(Inspection inspection, string kind, string name, TemplatePath path, int line, int column)
    {
        if (!NamePattern.IsMatch(name))
        {
            inspection.Mistakes.Add(
                MistakeCode.Name, $"a {kind} is called '{name}'; its name has letters, digits, hyphens and underscores, or nothing can refer to it", path, line, column);
        }
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]+\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern { get; }

    /// <summary>One parameter with its text.</summary>
    private sealed class Entry(Inspection inspection, RunbookParameter parameter, TemplateNode.Map? source, TemplatePath path)
    {
        public void Check()
        {
            if (RunbookTypes.Find(parameter.Type) is not { } type)
            {
                if (parameter.Type.Length > 0)
                {
                    Tell(MistakeCode.WrongValue, "type", $"'{parameter.Type}' is no type{Spelling.Hint(parameter.Type, Types)}");
                }

                return;
            }

            CheckRange("minItems", parameter.MinItems, "maxItems", parameter.MaxItems);
            CheckRange("minChars", parameter.MinChars, "maxChars", parameter.MaxChars);
            var pattern = CheckPattern();
            foreach (var allowed in parameter.AllowedValues.Where(allowed => !IsOf(allowed, type, isItem: true)))
            {
                Tell(MistakeCode.WrongType, "allowedValues", $"the allowed value {allowed} is no {parameter.Type}");
            }

            CheckDefault(type, pattern);
        }

        private void CheckRange(string low, int? from, string high, int? to)
        {
            if (from > to)
            {
                Tell(MistakeCode.Conflict, low, $"{low} {from} is above {high} {to}");
            }
        }

        /// <summary>One that is understood is held against the default.</summary>
        private Regex? CheckPattern()
        {
            if (parameter.AllowedPattern is not { } text)
            {
                return null;
            }

            var pattern = JavaPattern.Compile(text, out var wrong);
            if (wrong is not null)
            {
                Tell(MistakeCode.Pattern, "allowedPattern", $"'{text}' is no regular expression: {wrong}");
            }

            return pattern;
        }

        private void CheckDefault(RunbookType type, Regex? pattern)
        {
            if (parameter.Default is not { } value || HasReference(value))
            {
                return;
            }

            if (!IsOf(value, type, isItem: false))
            {
                Tell(MistakeCode.WrongType, "default", $"the default {Shown(value)} is no {parameter.Type}");
                return;
            }

            var items = value is JsonArray list ? list.Items : [value];
            if (value is JsonArray && (items.Length < parameter.MinItems || items.Length > parameter.MaxItems))
            {
                Tell(MistakeCode.WrongValue, "default", $"the default has {items.Length} items, which minItems and maxItems do not allow");
            }

            foreach (var item in items.Where(item => item is not (JsonObject or JsonArray)))
            {
                CheckItem(item, pattern);
            }
        }

        private void CheckItem(JsonValue item, Regex? pattern)
        {
            var text = TypeConversion.Plain(item);
            if (text.Length == 0)
            {
                // Authors leave a parameter open that way.
                return;
            }

            if (parameter.AllowedValues.Length > 0 && !parameter.AllowedValues.Any(allowed => string.Equals(TypeConversion.Plain(allowed), text, StringComparison.OrdinalIgnoreCase)))
            {
                Tell(MistakeCode.WrongValue, "default", $"the default '{text}' is none of the allowed values {string.Join(", ", parameter.AllowedValues)}");
            }
            else if (pattern is not null && !IsMatch(pattern, text))
            {
                Tell(MistakeCode.WrongValue, "default", $"the default '{text}' does not match allowedPattern {parameter.AllowedPattern}");
            }
            else if (text.Length < parameter.MinChars || text.Length > parameter.MaxChars)
            {
                Tell(MistakeCode.WrongValue, "default", $"the default '{text}' has {text.Length} characters, which minChars and maxChars do not allow");
            }
        }

        private static bool IsMatch(Regex pattern, string text)
        {
            try
            {
                return pattern.IsMatch(text);
            }
            catch (RegexMatchTimeoutException)
            {
                // That it takes too long says nothing about the default.
                return true;
            }
        }

        /// <summary>Defaults and allowed values have the parameter's type, or are its text.</summary>
        private static bool IsOf(JsonValue value, RunbookType type, bool isItem) => type switch
        {
            RunbookType.String => value is not (JsonArray or JsonObject or JsonNull),
            RunbookType.StringList when isItem => value is not JsonNull,
            RunbookType.StringList => value is JsonString { Value: "" } || (value is JsonArray list ? list.Items.All(item => item is not (JsonArray or JsonObject)) : TextAs(value, type)),
            RunbookType.MapList when isItem => value is not JsonNull,
            RunbookType.MapList => value is JsonString { Value: "" } || (value is JsonArray list ? list.Items.All(item => item is JsonObject || TextAs(item, RunbookType.StringMap)) : TextAs(value, type)),
            RunbookType.StringMap => value is JsonObject or JsonString { Value: "" } || TextAs(value, type),
            _ => value is JsonString { Value: "" } || (value is not (JsonArray or JsonObject) && TypeConversion.Convert(value, type) is not null),
        };

        /// <summary>Whether a text is the JSON of such a value.</summary>
        private static bool TextAs(JsonValue value, RunbookType type) =>
            value is JsonString { Value: ['[' or '{', ..] } && TypeConversion.Convert(value, type) is not null;

        private static bool HasReference(JsonValue value) => value.ToString().Contains("{{", StringComparison.Ordinal);

        private static string Shown(JsonValue value) => value.ToString() is { Length: <= 100 } text ? text : $"{value.ToString()[..100]}…";

        private void Tell(string code, string member, string message)
        {
            var node = source?[member];
            inspection.Mistakes.Add(code, message, path.Member(member), node?.Line ?? parameter.Line, node?.Column ?? parameter.Column);
        }
    }
}
