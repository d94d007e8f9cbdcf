using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Protocols;

/// <summary>
/// Checks an input against the constraints of its model: required members, lengths, ranges, patterns and, where asked, enumerations.
/// The messages are those that AWS's own front ends give; which code they go out under, the caller knows.
/// </summary>
internal static class InputValidator
{
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(100);

    /// <summary>The models' patterns; null for one that is Java's alone and cannot be checked here.</summary>
    private static readonly ConcurrentDictionary<string, Regex?> Patterns = new(StringComparer.Ordinal);

    /// <summary>What is wrong with the input, as one message; null where nothing is.</summary>
    /// <param name="checksEnums">Whether a value that the model does not list is wrong: so where the service refuses it too.</param>
    public static string? Check(OperationModel operation, JsonObject input, bool checksEnums = false)
    {
        var faults = new List<string>();
        if (operation.Input is { } shape)
        {
            CheckMembers(shape, input, "", checksEnums, faults);
        }

        return faults.Count == 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{faults.Count} validation error{(faults.Count == 1 ? "" : "s")} detected: {string.Join("; ", faults)}");
    }

    private static void CheckMembers(Shape.Structure shape, JsonObject input, string path, bool checksEnums, List<string> faults)
    {
        foreach (var member in shape.Members)
        {
            // AWS names members in lower camel case here.
            var place = path + char.ToLowerInvariant(member.Name[0]) + member.Name[1..];
            var isRaw = member == shape.Payload && member.Shape is Shape.Blob;
            if (input[member.Name] is { } value and not JsonNull)
            {
                CheckValue(member.Shape, value, place, checksEnums, faults);
            }
            else if (member.IsRequired && !isRaw)
            {
                faults.Add($"Value null at '{place}' failed to satisfy constraint: Member must not be null");
            }
        }
    }

    private static void CheckValue(Shape shape, JsonValue value, string place, bool checksEnums, List<string> faults)
    {
        switch (shape, value)
        {
            case (Shape.Structure { IsDocument: false } structure, JsonObject parts):
                CheckMembers(structure, parts, place + ".", checksEnums, faults);
                break;
            case (Shape.List list, JsonArray items):
                CheckRange(list.Range, items.Count, "length", value, place, faults);
                for (var index = 0; index < items.Count; index++)
                {
                    CheckValue(list.Item.Shape, items[index], string.Create(CultureInfo.InvariantCulture, $"{place}.{index + 1}.member"), checksEnums, faults);
                }

                break;
            case (Shape.Map map, JsonObject entries):
                CheckRange(map.Range, entries.Count, "length", value, place, faults);
                foreach (var (key, entry) in entries)
                {
                    CheckValue(map.Value.Shape, entry, $"{place}.{key}.member", checksEnums, faults);
                }

                break;
            case (Shape.Number number, JsonNumber figure):
                CheckRange(number.Range, figure.AsDouble, "value", value, place, faults);
                break;
            case (Shape.Text text, JsonString { Value: var words }):
                CheckText(text, words, place, checksEnums, faults);
                break;
            case (Shape.Blob blob, JsonString { Value: var base64 }) when blob.Range is not { Min: null, Max: null }:
                CheckRange(blob.Range, (base64.Length / 4 * 3) - base64.Count(letter => letter == '='), "length", "java.nio.HeapByteBuffer", place, faults);
                break;
        }
    }

    private static void CheckText(Shape.Text shape, string text, string place, bool checksEnums, List<string> faults)
    {
        CheckRange(shape.Range, text.Length, "length", text, place, faults);
        if (shape.Pattern is { } pattern && !Matches(pattern, text))
        {
            faults.Add($"Value '{text}' at '{place}' failed to satisfy constraint: Member must satisfy regular expression pattern: {pattern}");
        }

        if (checksEnums && shape.Enum.Length > 0 && !shape.Enum.Contains(text))
        {
            faults.Add($"Value '{text}' at '{place}' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", shape.Enum)}]");
        }
    }

    private static void CheckRange(SizeRange range, double size, string what, JsonValue value, string place, List<string> faults)
    {
        if (range.Holds(size))
        {
            return;
        }

        var bound = size < range.Min ? range.Min : range.Max;
        var side = size < range.Min ? "greater" : "less";
        faults.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Value '{(value is JsonString text ? text.Value : value.ToString())}' at '{place}' failed to satisfy constraint: Member must have {what} {side} than or equal to {bound}"));
    }

    /// <summary>Whether the whole text matches; a pattern that cannot be read or takes too long refuses nothing.</summary>
    private static bool Matches(string pattern, string text)
    {
        var regex = Patterns.GetOrAdd(pattern, Compile);
        try
        {
            return regex is null || regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return true;
        }
    }

    private static Regex? Compile(string pattern)
    {
        try
        {
            return new($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, PatternTime);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
