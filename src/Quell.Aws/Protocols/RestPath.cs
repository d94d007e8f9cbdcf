using System.Text;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Protocols;

/// <summary>
/// The path of a REST operation, <c>/{Bucket}/{Key+}</c>: matches raw paths and fills itself in. Works on the path as it was sent,
/// so that keys with <c>..</c>, <c>//</c> and <c>%2F</c> stay what they are.
/// </summary>
internal sealed class RestPath
{
    private readonly string[] _segments;
    private readonly int _greedy;

    public RestPath(string requestUri)
    {
        var question = requestUri.IndexOf('?', StringComparison.Ordinal);
        Template = question < 0 ? requestUri : requestUri[..question];
        _segments = Template.TrimStart('/').Split('/');
        _greedy = Array.FindIndex(_segments, segment => segment.EndsWith("+}", StringComparison.Ordinal));
    }

    public string Template { get; }

    /// <summary>How many segments are fixed; more is a better match.</summary>
    public int Literals => _segments.Count(segment => segment.Length > 0 && !IsLabel(segment));

    /// <summary>The labels of a raw path, decoded; null where it does not match. A slash at the end may be there or not.</summary>
    public Dictionary<string, string>? Match(string rawPath)
    {
        var parts = (rawPath.StartsWith('/') ? rawPath[1..] : rawPath).Split('/');
        return MatchParts(parts)
            ?? (parts.Length > 1 && parts[^1].Length == 0 ? MatchParts(parts[..^1]) : null)
            ?? (_segments[^1].Length == 0 ? MatchParts([.. parts, ""]) : null);
    }

    /// <summary>The path for an input.</summary>
    /// <exception cref="AwsException"><c>ParamValidation</c>: a label's member is missing or empty.</exception>
    public string Fill(Shape.Structure? shape, JsonObject input)
    {
        var path = new StringBuilder();
        foreach (var segment in _segments)
        {
            path.Append('/').Append(IsLabel(segment) ? FillLabel(segment, shape, input) : segment);
        }

        return path.ToString();
    }

    private static bool IsLabel(string segment) => segment.StartsWith('{');

    private static string LabelOf(string segment) => segment.Trim('{', '}').TrimEnd('+');

    private static string FillLabel(string segment, Shape.Structure? shape, JsonObject input)
    {
        var label = LabelOf(segment);
        var member = shape?.Members.FirstOrDefault(member => member.Location == MemberLocation.Uri && member.WireName == label);
        var value = member is null ? null : input[member.Name];
        if (member is null || value is null or JsonNull)
        {
            throw new AwsException("ParamValidation", $"Missing required parameter in input: \"{member?.Name ?? label}\"");
        }

        var text = Scalars.Write(member.Shape, value, member.TimestampFormat ?? Timestamps.Iso8601);
        if (text.Length == 0)
        {
            throw new AwsException("ParamValidation", $"Invalid length for parameter {member.Name}, value: 0, valid min length: 1");
        }

        return segment.EndsWith("+}", StringComparison.Ordinal)
            ? string.Join('/', text.Split('/').Select(Uri.EscapeDataString))
            : Uri.EscapeDataString(text);
    }

    private Dictionary<string, string>? MatchParts(string[] parts)
    {
        var extra = parts.Length - _segments.Length;
        if (extra < 0 || (extra > 0 && _greedy < 0))
        {
            return null;
        }

        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var position = 0;
        for (var index = 0; index < _segments.Length; index++)
        {
            var segment = _segments[index];
            var part = index == _greedy ? string.Join('/', parts[position..(position + extra + 1)]) : parts[position];
            position += index == _greedy ? extra + 1 : 1;
            if (!IsLabel(segment))
            {
                if (segment != part)
                {
                    return null;
                }
            }
            else if (part.Length == 0)
            {
                return null;
            }
            else
            {
                labels[LabelOf(segment)] = Uri.UnescapeDataString(part);
            }
        }

        return labels;
    }
}
