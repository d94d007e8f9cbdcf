using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Quell.Engine.Json;

namespace Quell.Aws.Models;

/// <summary>
/// Checks an operation's input against its model, as the services do before they look at anything else. The services of the
/// JSON protocols, IAM, STS and CloudFormation name every broken constraint at once; EC2, S3, SNS and SQS check only what is
/// missing here, and the rest themselves with errors of their own.
/// </summary>
internal static class InputValidator
{
    /// <summary>Mistakes that one error names; the services cut off too.</summary>
    private const int MostNamed = 10;

    private static readonly string[] Sensitive = [".password", ".apiKeyValue", ".clientSecret", ".value"];

    /// <summary>Parameters that no message shows.</summary>
    private static readonly string[] Hidden =
        ["password", "newPassword", "oldPassword", "masterUserPassword", "secretString", "secretBinary", "plaintext"];

    private static readonly ConcurrentDictionary<string, Regex?> Patterns = new(StringComparer.Ordinal);

    /// <exception cref="AwsException">In the service's own form.</exception>
    public static void Check(ServiceModel service, OperationModel operation, JsonObject input)
    {
        if (operation.Input is null)
        {
            return;
        }

        var faults = new List<Fault>();
        Structure(operation.Input, input, "", ChecksValues(service), faults);
        if (faults.Count > 0)
        {
            throw ToException(service, faults);
        }
    }

    private static bool ChecksValues(ServiceModel service) => service.Name is not ("ec2" or "s3" or "sns" or "sqs");

    private static AwsException ToException(ServiceModel service, List<Fault> faults)
    {
        var first = faults[0];
        return service.Name switch
        {
            "ec2" or "sqs" => new("MissingParameter", $"The request must contain the parameter {first.Member}."),
            "sns" => new("InvalidParameter", $"Invalid parameter: {first.Member}"),
            "s3" => new("InvalidRequest", $"Missing required parameter: {first.Member}"),
            _ => new(
                service.Entry.Protocols[0] == "query" ? "ValidationError" : "ValidationException",
                $"{faults.Count} validation error{(faults.Count == 1 ? "" : "s")} detected: "
                + string.Join("; ", faults.Take(MostNamed).Select(fault => fault.Text))),
        };
    }

    private static void Structure(Shape.Structure shape, JsonObject value, string path, bool checksValues, List<Fault> faults)
    {
        foreach (var member in shape.Members)
        {
            var place = path.Length == 0 ? Camel(member.Name) : $"{path}.{Camel(member.Name)}";
            if (value[member.Name] is { } present and not JsonNull)
            {
                Value(member.Shape, present, place, member.Name, checksValues, faults);
            }
            else if (member.IsRequired && !member.IsIdempotencyToken && !member.IsStreaming && shape.Payload != member)
            {
                faults.Add(new(member.Name, $"Value null at '{place}' failed to satisfy constraint: Member must not be null"));
            }
        }
    }

    private static void Value(Shape shape, JsonValue value, string place, string name, bool checksValues, List<Fault> faults)
    {
        switch (shape, value)
        {
            case (Shape.Structure structure, JsonObject members) when !structure.IsDocument:
                Structure(structure, members, place, checksValues, faults);
                break;
            case (Shape.List list, JsonArray items):
                Range(list.Range, items.Count, "length", value, place, name, checksValues, faults);
                for (var position = 0; position < items.Count; position++)
                {
                    Value(list.Item.Shape, items[position], $"{place}.{position + 1}.member", name, checksValues, faults);
                }

                break;
            case (Shape.Map map, JsonObject entries):
                Range(map.Range, entries.Count, "length", value, place, name, checksValues, faults);
                foreach (var (key, entry) in entries)
                {
                    Value(map.Value.Shape, entry, $"{place}.{key}.member", name, checksValues, faults);
                }

                break;
            case (Shape.Text text, JsonString given):
                Text(text, given, place, name, checksValues, faults);
                break;
            case (Shape.Number number, JsonNumber given):
                Range(number.Range, given.AsDouble, "value", value, place, name, checksValues, faults);
                break;
        }
    }

    private static void Text(Shape.Text shape, JsonString given, string place, string name, bool checksValues, List<Fault> faults)
    {
        Range(shape.Range, given.Value.Length, "length", given, place, name, checksValues, faults);
        if (!checksValues)
        {
            return;
        }

        if (!shape.Enum.IsEmpty && !shape.Enum.Contains(given.Value))
        {
            faults.Add(new(name, Failure(given, place, $"Member must satisfy enum value set: [{string.Join(", ", shape.Enum)}]")));
        }
        else if (shape.Pattern is { } pattern && Compiled(pattern)?.IsMatch(given.Value) is false)
        {
            faults.Add(new(name, Failure(given, place, $"Member must satisfy regular expression pattern: {pattern}")));
        }
    }

    private static void Range(
        SizeRange range, double size, string measure, JsonValue value, string place, string name, bool checksValues, List<Fault> faults)
    {
        if (!checksValues || range.Holds(size))
        {
            return;
        }

        var bound = size < range.Min ? $"greater than or equal to {Number(range.Min)}" : $"less than or equal to {Number(range.Max)}";
        faults.Add(new(name, Failure(value, place, $"Member must have {measure} {bound}")));
    }

    private static string Failure(JsonValue value, string place, string constraint) =>
        $"Value '{Shown(value, place)}' at '{place}' failed to satisfy constraint: {constraint}";

    /// <summary>The services do not repeat what their models mark as sensitive; those marks are not in ours, so the place decides.</summary>
    private static string Shown(JsonValue value, string place) =>
        Hidden.Contains(place) || place.StartsWith("authParameters.", StringComparison.Ordinal) && (value is not JsonString || Sensitive.Any(name => place.EndsWith(name, StringComparison.Ordinal))) ? "***Sensitive Data Redacted***"
        : value is JsonString text ? text.Value
        : value.ToString();

    private static string Number(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Camel(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>The models' patterns are Java's; null for one that .NET reads otherwise, which then checks nothing.</summary>
    private static Regex? Compiled(string pattern) => Patterns.GetOrAdd(pattern, static text =>
    {
        try
        {
            return new Regex($@"\A(?:{text})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            return null;
        }
    });

    private sealed record Fault(string Member, string Text);
}
