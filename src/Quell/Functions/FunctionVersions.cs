using System.Globalization;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Functions;

/// <summary>PublishVersion and ListVersionsByFunction.</summary>
internal static class FunctionVersions
{
    public static JsonObject PublishVersion(OperationContext context)
    {
        var function = context.ExistingLatest();
        if (context.Input.String("CodeSha256") is { } expected && expected != function.CodeSha256)
        {
            throw FunctionErrors.Invalid(
                $"CodeSHA256 ({expected}) is different from current CodeSHA256 in $LATEST ({function.CodeSha256}). Please try again with the CodeSHA256 in $LATEST.");
        }

        return Publish(context, function, context.Input.String("Description"));
    }

    public static JsonObject ListVersionsByFunction(OperationContext context)
    {
        var name = FunctionName.Parse(context.Scope, context.Input.String("FunctionName")) with { Qualifier = null };
        var latest = context.Existing(name);
        var versions = Function.Versions(context.State.Current, name).Prepend(Latest(latest));
        return context.Input.Page("Versions", versions);
    }

    /// <summary>Publishes <c>$LATEST</c>; where nothing has changed since the last version, that one is the answer.</summary>
    public static JsonObject Publish(OperationContext context, Function latest, string? description)
    {
        var last = Function.Versions(context.State.Current, latest.Name).LastOrDefault();
        if (last is not null && Same(last, latest))
        {
            return last;
        }

        var number = latest.Value.Long("NextVersion") ?? 1;
        var version = number.ToString(CultureInfo.InvariantCulture);
        context.Put(latest with { Value = latest.Value.With("NextVersion", number + 1) });
        var published = latest.Described
            .With("FunctionArn", FunctionLookup.VersionArn(latest.Name, version))
            .With("Version", version)
            .With("RevisionId", context.Transaction.Ids.Uuid());
        published = description is null ? published : published.With("Description", description);
        context.State.Put(latest.Scope, Function.VersionType, $"{latest.Name.Name}:{version}", published);
        return published;
    }

    /// <summary><c>$LATEST</c> as listings of versions name it.</summary>
    public static JsonObject Latest(Function function) =>
        function.Described.With("FunctionArn", FunctionLookup.VersionArn(function.Name, FunctionName.Latest));

    private static bool Same(JsonObject version, Function latest)
    {
        string[] ignored = ["FunctionArn", "Version", "RevisionId", "LastModified", "Description"];
        return ignored.Aggregate(version, (value, name) => value.Without(name))
            .Equals(ignored.Aggregate(latest.Described, (value, name) => value.Without(name)));
    }
}
