using System.Text.RegularExpressions;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Parameters;

/// <summary>Labels of versions (API Reference, LabelParameterVersion): each is at one version of its parameter at a time.</summary>
internal static partial class ParameterLabels
{
    private const int MostLabels = 10;

    /// <summary>A label that another version has moves. One that cannot be is answered as invalid, and the others are set.</summary>
    public static JsonObject LabelParameterVersion(OperationContext context)
    {
        var (latest, version) = Named(context);
        var asked = context.Input.Array("Labels").Strings.Distinct().ToList();
        var labels = asked.Where(label => LabelPattern.IsMatch(label)).ToList();
        var merged = version.Array("Labels").Strings.Union(labels).ToList();
        if (merged.Count > MostLabels)
        {
            throw new AwsException(
                "ParameterVersionLabelLimitExceeded",
                $"A parameter version can have maximum {MostLabels} labels. Move one or more labels to another version and try again.");
        }

        foreach (var other in ParameterStore.Versions(context.State.Current, context.Scope, latest).ToList())
        {
            var kept = other.Long("Version") == version.Long("Version") ? merged : [.. other.Array("Labels").Strings.Except(labels)];
            Save(context, other, kept);
        }

        if (labels.Count > 0)
        {
            ParameterEvents.Changed(context.Transaction, context.Scope, version, "LabelParameterVersion");
        }

        return JsonObject.Of(("InvalidLabels", JsonArray.From(asked.Except(labels))), ("ParameterVersion", version["Version"]));
    }

    public static JsonObject UnlabelParameterVersion(OperationContext context)
    {
        var (_, version) = Named(context);
        var had = version.Array("Labels").Strings.ToList();
        var asked = context.Input.Array("Labels").Strings.Distinct().ToList();
        Save(context, version, [.. had.Except(asked)]);
        return JsonObject.Of(("RemovedLabels", JsonArray.From(asked.Intersect(had))), ("InvalidLabels", JsonArray.From(asked.Except(had))));
    }

    private static (JsonObject Latest, JsonObject Version) Named(OperationContext context)
    {
        var name = context.Input.String("Name") ?? "";
        var latest = ParameterStore.Own(context.State.Current, context.Scope, name);
        context.Touches(latest.String("ARN") ?? "", "AWS::SSM::Parameter");
        if (context.Input.Long("ParameterVersion") is not { } number)
        {
            return (latest, latest);
        }

        return (latest, ParameterStore.Versions(context.State.Current, context.Scope, latest).FirstOrDefault(version => version.Long("Version") == number)
            ?? throw ParameterErrors.NoVersion(name, $"{number}"));
    }

    private static void Save(OperationContext context, JsonObject version, List<string> labels)
    {
        if (!labels.SequenceEqual(version.Array("Labels").Strings))
        {
            ParameterStore.Save(context.State, context.Scope, version.With("Labels", labels.Count == 0 ? null : JsonArray.From(labels)));
        }
    }

    /// <summary>Letters, digits, <c>.-_</c>, and neither a digit, <c>aws</c> nor <c>ssm</c> at the beginning.</summary>
    [GeneratedRegex(@"\A(?!aws|ssm)[a-z_.-][a-z0-9_.-]*\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LabelPattern { get; }
}
