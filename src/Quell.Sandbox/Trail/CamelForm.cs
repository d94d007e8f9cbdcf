using System.Globalization;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Sandbox.Trail;

/// <summary>The form of most services: the model's members with the first letter in lower case, maps and lists as they are.</summary>
internal sealed class CamelForm(ServiceModel service) : TrailForm
{
    private const int DeepestNesting = 32;

    public override JsonObject? Request(OperationModel operation, Call call) => Elements(operation.Input, call.Input);

    public override JsonObject? Response(OperationModel operation, Call call, JsonObject output) =>
        ShowsContentAlone && operation.Output?.Members is [{ Shape: Shape.Structure content } only]
            ? Elements(content, output.Object(only.Name) ?? JsonObject.Empty)
            : Elements(operation.Output, output);

    /// <summary>RDS and its relatives leave the element out that wraps the one thing they answer with.</summary>
    private bool ShowsContentAlone => service.Name is "rds" or "redshift" or "elasticache" or "neptune" or "docdb";

    /// <summary>Query services' short codes (<c>NoSuchEntity</c>) stand in records under the name of their exception.</summary>
    public override string ErrorCode(AwsException error) =>
        service.Entry.Speaks("query") ? service.FindError(error.Code)?.Name ?? error.Code : error.Code;

    private JsonObject? Elements(Shape.Structure? shape, JsonObject value)
    {
        var elements = shape is null ? value : Structure(shape, value, 0);
        return elements.Count == 0 ? null : elements;
    }

    private JsonValue? Of(Member member, JsonValue value, int depth) => member.Shape switch
    {
        _ when depth > DeepestNesting => null,
        Shape.Structure shape when value is JsonObject members => Structure(shape, members, depth),
        Shape.List list when value is JsonArray items => Items(list, items, depth),
        Shape.Map map when value is JsonObject entries => Entries(map, entries, depth),
        Shape.Timestamp when value is JsonString text => Time(text.Value),
        Shape.Blob => null,
        _ => value,
    };

    private JsonObject Structure(Shape.Structure shape, JsonObject value, int depth) =>
        shape.Members.Length == 0 ? value : JsonObject.From(Members(shape, value, depth));

    private IEnumerable<KeyValuePair<string, JsonValue>> Members(Shape.Structure shape, JsonObject value, int depth)
    {
        foreach (var member in shape.Members)
        {
            if (value[member.Name] is { } given
                && Secrets.Show(service.Name, member.Name, given, depth) is { } shown
                && Of(member, shown, depth + 1) is { } rendered)
            {
                yield return new(Lower(member.Name), rendered);
            }
        }
    }

    private JsonArray Items(Shape.List list, JsonArray items, int depth) =>
        JsonArray.From(from item in items let shown = Of(list.Item, item, depth + 1) where shown is not null select shown);

    private JsonObject Entries(Shape.Map map, JsonObject entries, int depth) => JsonObject.From(
        from entry in entries
        let shown = Of(map.Value, entry.Value, depth + 1)
        where shown is not null
        select KeyValuePair.Create(entry.Key, shown));

    /// <summary><c>Jul 10, 2023, 6:30:22 PM</c>; IAM's has no comma after the year.</summary>
    private JsonValue Time(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time.UtcDateTime.ToString(
            service.Name == "iam" ? "MMM d, yyyy h:mm:ss tt" : "MMM d, yyyy, h:mm:ss tt", CultureInfo.InvariantCulture)
        : text;
}
