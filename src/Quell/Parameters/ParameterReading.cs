using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Parameters;

/// <summary>GetParameter, GetParameters, GetParametersByPath and GetParameterHistory.</summary>
internal sealed class ParameterReading(ParameterSeal seal)
{
    public JsonObject GetParameter(OperationContext context) =>
        JsonObject.Of(("Parameter", Read(context, context.Input.String("Name") ?? "")));

    /// <summary>Of names that lead to nothing a list of their own.</summary>
    public JsonObject GetParameters(OperationContext context)
    {
        var (found, missing) = (new List<JsonValue>(), new List<JsonValue>());
        foreach (var name in context.Input.Array("Names").Strings.Distinct())
        {
            try
            {
                found.Add(Read(context, name));
            }
            catch (AwsException error) when (error.Code != "ValidationException")
            {
                missing.Add(name);
            }
        }

        return JsonObject.Of(("Parameters", JsonArray.From(found)), ("InvalidParameters", JsonArray.From(missing)));
    }

    public JsonObject GetParametersByPath(OperationContext context)
    {
        var path = (context.Input.String("Path") ?? "").Trim(' ');
        var filters = ParameterFilters.ByPath(context.Input.Array("ParameterFilters"));
        return SsmPage.Of(context.Input, "Parameters", 10, ParameterPath.Under(context, path, context.Input.Bool("Recursive") is true)
            .Where(filters.Pass)
            .Select(parameter => (ParameterName.PathOf(parameter.String("Name") ?? ""), Shown(context, parameter))));
    }

    public JsonObject GetParameterHistory(OperationContext context)
    {
        var latest = ParameterStore.Own(context.State.Current, context.Scope, context.Input.String("Name") ?? "");
        return SsmPage.Of(context.Input, "Parameters", 50, ParameterStore.Versions(context.State.Current, context.Scope, latest)
            .Select(version => (ParameterStore.VersionId(version), version
                .Without(ParameterStore.Tags)
                .Without("ARN")
                .With("Value", seal.Shown(version, Decrypts(context)))
                .With("Labels", version.Array("Labels"))
                .With("Policies", version.Array("Policies")))));
    }

    private static bool Decrypts(OperationContext context) => context.Input.Bool("WithDecryption") is true;

    private JsonObject Read(OperationContext context, string name)
    {
        var shown = Shown(context, ParameterStore.Read(context.State.Current, context.Scope, name));
        return ParameterReference.Read(context.Scope, name).Selector is { } selector ? shown.With("Selector", ":" + selector) : shown;
    }

    private JsonObject Shown(OperationContext context, JsonObject version) => JsonObject.Of(
        ("Name", version["Name"]),
        ("Type", version["Type"]),
        ("Value", seal.Shown(version, Decrypts(context))),
        ("Version", version["Version"]),
        ("LastModifiedDate", version["LastModifiedDate"]),
        ("ARN", version["ARN"]),
        ("DataType", version["DataType"]));
}
