using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Functions;

/// <summary>What function operations share: finding what the request names, and how they write times and revisions.</summary>
internal static class FunctionLookup
{
    /// <summary>The function that the request names, without looking whether it exists.</summary>
    public static FunctionName Named(this OperationContext context) =>
        FunctionName.Parse(context.Scope, context.Input.String("FunctionName"), context.Input.String("Qualifier"));

    /// <exception cref="AwsException">There is none of that name.</exception>
    public static Function Existing(this OperationContext context) => context.Existing(context.Named());

    /// <inheritdoc cref="Existing(OperationContext)"/>
    public static Function Existing(this OperationContext context, FunctionName name) =>
        Function.Find(context.State.Current, name) ?? throw FunctionErrors.NotFound(name);

    /// <summary>The function's <c>$LATEST</c>; the request must not name a version where it changes the function.</summary>
    public static Function ExistingLatest(this OperationContext context)
    {
        var name = FunctionName.Parse(context.Scope, context.Input.String("FunctionName"));
        var function = context.Existing(name with { Qualifier = null });
        var expected = context.Input.String("RevisionId");
        return expected is null || expected == function.Revision
            ? function
            : throw new AwsException(
                "PreconditionFailedException",
                "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
                412);
    }

    /// <summary>Stores the function's <c>$LATEST</c>.</summary>
    public static void Put(this OperationContext context, Function function) =>
        context.State.Put(function.Scope, Function.Type, function.Name.Name, function.Value);

    /// <summary>As <c>LastModified</c> has it: <c>2026-01-02T03:04:05.000+0000</c>.</summary>
    public static string Modified(this OperationContext context) =>
        context.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The function with what follows from any change of its <c>$LATEST</c>.</summary>
    public static Function Touched(this OperationContext context, Function function) => function with
    {
        Value = function.Value.With("LastModified", context.Modified()).With("RevisionId", context.Transaction.Ids.Uuid()),
    };

    /// <summary>One page of items in their order.</summary>
    /// <param name="member">The output member with the items.</param>
    /// <param name="limit">The most items a page has where the request does not say less.</param>
    public static JsonObject Page(this JsonObject input, string member, IEnumerable<JsonObject> items, int limit = 50)
    {
        var start = int.TryParse(input.String("Marker"), out var marker) && marker > 0 ? marker : 0;
        var size = (int)Math.Clamp(input.Long("MaxItems") ?? limit, 1, 10_000);
        var page = items.Skip(start).Take(size + 1).ToList();
        var next = page.Count > size ? $"{start + size}" : null;
        return JsonObject.Of(
            ("NextMarker", next is null ? null : (JsonValue)next),
            (member, JsonArray.From(page.Take(size))));
    }

    /// <summary>The ARN with the version: what ListFunctions with all versions and PublishVersion name.</summary>
    public static string VersionArn(FunctionName name, string version) => $"{name.Arn}:{version}";
}
