using System.Text.RegularExpressions;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Logs;

/// <summary>The operations on log groups: they are steps of the account's state; the rows of a group that is gone are removed later.</summary>
internal sealed partial class LogGroups(LogStore logs)
{
    private static readonly long[] Retentions =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    public static JsonObject CreateLogGroup(OperationContext context)
    {
        var name = context.Input.String("logGroupName") ?? "";
        if (!GroupName().IsMatch(name))
        {
            throw LogErrors.Invalid($"1 validation error detected: Value '{name}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+");
        }

        if (context.Input.String("logGroupClass") is { } logClass and not "STANDARD")
        {
            throw LogErrors.Invalid($"The log group class {logClass} is not supported by Quell.");
        }

        if (LogGroup.Find(context.State.Current, context.Scope, name) is not null)
        {
            throw LogErrors.GroupExists();
        }

        var group = LogGroup.New(context.Scope, name, context.Transaction.Ids.Hex(32), context.Now);
        var value = group.Value;
        value = context.Input.Object("tags") is { Count: > 0 } tags ? value.With("tags", tags) : value;
        value = context.Input["kmsKeyId"] is { } key ? value.With("kmsKeyId", key) : value;
        Put(context, group with { Value = value });
        context.Touches(group.Arn, "AWS::Logs::LogGroup");
        return JsonObject.Empty;
    }

    public static JsonObject DeleteLogGroup(OperationContext context)
    {
        var group = Existing(context);
        context.State.Delete(group.Scope, LogGroup.Type, group.Name);
        return JsonObject.Empty;
    }

    public JsonObject DescribeLogGroups(OperationContext context)
    {
        var input = context.Input;
        var prefix = input.String("logGroupNamePrefix") ?? "";
        var pattern = input.String("logGroupNamePattern");
        if (prefix.Length > 0 && pattern is not null)
        {
            throw LogErrors.Invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }

        var limit = LogPage.Limit(input, 50, 50);
        var after = LogPage.Read(input.String("nextToken"));
        var found = context.State.Current.List(context.Scope, LogGroup.Type)
            .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)
                && (pattern is null || entry.Key.Contains(pattern, StringComparison.OrdinalIgnoreCase))
                && (after is null || string.CompareOrdinal(entry.Key, after) > 0))
            .Take(limit + 1)
            .ToList();
        var page = found.Take(limit).Select(entry => new LogGroup(context.Scope, entry.Key, entry.Value)).ToList();
        var sizes = logs.Sizes(page.Select(group => group.Key));
        return JsonObject.Of(
            ("logGroups", JsonArray.From(page.Select(group => group.Described.With("storedBytes", sizes.GetValueOrDefault(group.Key))))),
            ("nextToken", found.Count > limit ? (JsonValue)PageToken.Write(page[^1].Name) : null));
    }

    public static JsonObject PutRetentionPolicy(OperationContext context)
    {
        var group = Existing(context);
        var days = context.Input.Long("retentionInDays") ?? 0;
        if (!Retentions.Contains(days))
        {
            throw LogErrors.Invalid($"1 validation error detected: Value '{days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", Retentions)}]");
        }

        Put(context, group with { Value = group.Value.With("retentionInDays", days) });
        return JsonObject.Empty;
    }

    public static JsonObject DeleteRetentionPolicy(OperationContext context)
    {
        var group = Existing(context);
        Put(context, group with { Value = group.Value.Without("retentionInDays") });
        return JsonObject.Empty;
    }

    public static JsonObject TagLogGroup(OperationContext context) => Tag(context, Existing(context));

    public static JsonObject UntagLogGroup(OperationContext context) => Untag(context, Existing(context), "tags");

    public static JsonObject ListTagsLogGroup(OperationContext context) => JsonObject.Of(("tags", Existing(context).Value.Object("tags") ?? JsonObject.Empty));

    public static JsonObject TagResource(OperationContext context) => Tag(context, ByArn(context));

    public static JsonObject UntagResource(OperationContext context) => Untag(context, ByArn(context), "tagKeys");

    public static JsonObject ListTagsForResource(OperationContext context) => JsonObject.Of(("tags", ByArn(context).Value.Object("tags") ?? JsonObject.Empty));

    private static JsonObject Tag(OperationContext context, LogGroup group)
    {
        var tags = (group.Value.Object("tags") ?? JsonObject.Empty).Merge(context.Input.Object("tags") ?? JsonObject.Empty);
        Put(context, group with { Value = group.Value.With("tags", tags) });
        return JsonObject.Empty;
    }

    private static JsonObject Untag(OperationContext context, LogGroup group, string member)
    {
        var tags = context.Input.Array(member).Strings.Aggregate(group.Value.Object("tags") ?? JsonObject.Empty, (left, name) => left.Without(name));
        Put(context, group with { Value = group.Value.With("tags", tags) });
        return JsonObject.Empty;
    }

    private static LogGroup ByArn(OperationContext context)
    {
        var text = context.Input.String("resourceArn") ?? "";
        text = text.EndsWith(":*", StringComparison.Ordinal) ? text[..^2] : text;
        return Arn.TryParse(text, out var arn) && LogGroup.Find(context.State.Current, arn.Scope, arn.Name) is { } group ? group : throw LogErrors.NoGroup();
    }

    private static void Put(OperationContext context, LogGroup group) => context.State.Put(group.Scope, LogGroup.Type, group.Name, group.Value);

    private static LogGroup Existing(OperationContext context) =>
        LogGroup.Find(context.State.Current, context.Scope, context.Input.String("logGroupName") ?? "") ?? throw LogErrors.NoGroup();

    [GeneratedRegex(@"^[.\-_/#A-Za-z0-9]{1,512}$")]
    private static partial Regex GroupName();
}
