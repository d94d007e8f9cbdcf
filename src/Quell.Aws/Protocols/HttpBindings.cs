using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Protocols;

/// <summary>The members that the REST protocols carry outside of the body: in the path, the query, headers and the status.</summary>
internal static class HttpBindings
{
    /// <summary>Whether the body, and not another part of the message, holds the member.</summary>
    public static bool IsInBody(Member member) => member.Location == MemberLocation.Body;

    /// <summary>What a request carries outside of its body.</summary>
    /// <param name="labels">The path's labels by their names in the template, decoded.</param>
    /// <exception cref="AwsException">A value is not of its shape's kind.</exception>
    public static IEnumerable<KeyValuePair<string, JsonValue>> ReadInput(
        OperationModel operation, IReadOnlyDictionary<string, string> labels, WireRequest request)
    {
        var members = operation.Input?.Members ?? [];
        var query = QueryText.Parse(request.RawQuery).ToLookup(pair => pair.Key, pair => pair.Value ?? "", StringComparer.Ordinal);
        foreach (var member in members)
        {
            var value = member.Location switch
            {
                MemberLocation.Uri => labels.TryGetValue(member.WireName, out var label) ? ReadText(member, label, member.WireName) : null,
                MemberLocation.QueryString => ReadQuery(member, operation, query),
                _ => ReadHeader(member, request.Headers),
            };
            if (value is not null)
            {
                yield return new(member.Name, value);
            }
        }
    }

    /// <summary>What a response carries outside of its body.</summary>
    public static IEnumerable<KeyValuePair<string, JsonValue>> ReadOutput(Shape.Structure shape, WireResponse response)
    {
        foreach (var member in shape.Members)
        {
            var value = member.Location == MemberLocation.StatusCode ? response.Status : ReadHeader(member, response.Headers);
            if (value is not null)
            {
                yield return new(member.Name, value);
            }
        }
    }

    /// <summary>Writes the members that travel in headers.</summary>
    public static void WriteHeaders(Shape.Structure shape, JsonObject parts, WireHeaders headers)
    {
        foreach (var member in shape.Members)
        {
            switch (member.Location, parts[member.Name])
            {
                case (MemberLocation.Header, { } value and not JsonNull):
                    headers[member.WireName] = WriteHeader(member, value);
                    break;
                case (MemberLocation.Headers, JsonObject entries):
                    foreach (var (name, value) in entries)
                    {
                        headers[member.WireName + name] = Scalars.Write(new Shape.Text("", default), value, Timestamps.Rfc822);
                    }

                    break;
            }
        }
    }

    /// <summary>The query of a request: the template's own parts, then the members'.</summary>
    public static string WriteQuery(OperationModel operation, JsonObject parts)
    {
        var pairs = TemplateQuery(operation);
        foreach (var member in operation.Input?.Members ?? [])
        {
            if (member.Location == MemberLocation.QueryString && parts[member.Name] is { } value and not JsonNull)
            {
                WriteQuery(member, value, pairs);
            }
        }

        return QueryText.Write(pairs);
    }

    /// <summary>The fixed part of an operation's query: <c>versioning</c> or <c>list-type=2</c>.</summary>
    public static List<KeyValuePair<string, string?>> TemplateQuery(OperationModel operation)
    {
        var question = operation.RequestUri.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? [] : QueryText.Parse(operation.RequestUri[(question + 1)..]);
    }

    private static void WriteQuery(Member member, JsonValue value, List<KeyValuePair<string, string?>> pairs)
    {
        switch (member.Shape, value)
        {
            case (Shape.List list, JsonArray items):
                pairs.AddRange(items.Items.Select(item => KeyValuePair.Create<string, string?>(
                    member.WireName, Scalars.Write(list.Item.Shape, item, list.Item.TimestampFormat ?? Timestamps.Iso8601))));
                break;
            case (Shape.Map map, JsonObject entries):
                foreach (var (name, entry) in entries)
                {
                    var values = entry is JsonArray array ? array.Items.AsEnumerable() : [entry];
                    pairs.AddRange(values.Select(item => KeyValuePair.Create<string, string?>(
                        name, Scalars.Write(map.Value.Shape, item, Timestamps.Iso8601))));
                }

                break;
            default:
                pairs.Add(new(member.WireName, Scalars.Write(member.Shape, value, member.TimestampFormat ?? Timestamps.Iso8601)));
                break;
        }
    }

    private static JsonValue? ReadQuery(Member member, OperationModel operation, ILookup<string, string> query)
    {
        if (member.Shape is Shape.Map map)
        {
            // A map takes every parameter that neither another member nor the template has.
            var taken = TemplateQuery(operation).Select(pair => pair.Key).Concat(operation.Input?.Members
                .Where(other => other.Location == MemberLocation.QueryString).Select(other => other.WireName) ?? []);
            var free = query.Where(pair => !taken.Contains(pair.Key))
                .Select(pair => KeyValuePair.Create(pair.Key, map.Value.Shape is Shape.List ? JsonArray.From(pair) : (JsonValue)pair.First()))
                .ToArray();
            return free.Length == 0 ? null : JsonObject.From(free);
        }

        var values = query[member.WireName];
        if (!values.Any())
        {
            return null;
        }

        return member.Shape is Shape.List list
            ? JsonArray.From(values.Select(value => ReadText(list.Item, value, member.WireName)))
            : ReadText(member, values.First(), member.WireName);
    }

    private static JsonValue? ReadHeader(Member member, WireHeaders headers)
    {
        switch (member.Location)
        {
            case MemberLocation.Header when headers[member.WireName] is { } value:
                return member.Shape is Shape.List list
                    ? JsonArray.From(headers.All(member.WireName).SelectMany(SplitList).Select(item => ReadText(list.Item, item, member.WireName)))
                    : ReadText(member, member.Traits.HasFlag(MemberTraits.JsonValue) ? FromBase64(value) : value, member.WireName);
            case MemberLocation.Headers:
                var found = ((IEnumerable<KeyValuePair<string, string>>)headers)
                    .Where(header => header.Key.StartsWith(member.WireName, StringComparison.OrdinalIgnoreCase))
                    .Select(header => KeyValuePair.Create(header.Key[member.WireName.Length..].ToLowerInvariant(), (JsonValue)header.Value))
                    .ToArray();
                return found.Length == 0 ? null : JsonObject.From(found);
            default:
                return null;
        }
    }

    private static string WriteHeader(Member member, JsonValue value) => (member.Shape, value) switch
    {
        (Shape.List list, JsonArray items) =>
            string.Join(",", items.Items.Select(item => Scalars.Write(list.Item.Shape, item, list.Item.TimestampFormat ?? Timestamps.Rfc822))),
        _ when member.Traits.HasFlag(MemberTraits.JsonValue) =>
            Convert.ToBase64String(value is JsonString text ? System.Text.Encoding.UTF8.GetBytes(text.Value) : value.ToUtf8()),
        _ => Scalars.Write(member.Shape, value, member.TimestampFormat ?? Timestamps.Rfc822),
    };

    private static string[] SplitList(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string FromBase64(string value) => Scalars.IsBase64(value)
        ? System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(value))
        : value;

    private static JsonValue ReadText(Member member, string text, string place)
    {
        try
        {
            return Scalars.Read(member.Shape, text);
        }
        catch (FormatException fault)
        {
            throw new AwsException("InvalidArgument", $"Value of {place}: {fault.Message}.");
        }
    }
}
