using System.Globalization;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Parameters;

/// <summary>
/// Systems Manager's parameter store, as far as templates need it: texts and lists of texts under a name, with their version
/// and tags. What is not served (SecureString, policies, tiers) is refused.
/// </summary>
internal static class ParameterStore
{
    private const string Type = "ssm:parameter";

    /// <summary>
    /// What every account has without having put it: the version of the CDK's bootstrap stack, which templates that
    /// <c>cdk synth</c> writes ask for (CDK Developer Guide, "Customize AWS CDK bootstrapping").
    /// </summary>
    private static readonly JsonObject BootstrapVersion = JsonObject.Of(
        ("Name", "/cdk-bootstrap/hnb659fds/version"), ("Type", "String"), ("Value", "21"), ("Version", 1), ("DataType", "text"));

    public static OperationTable AddParameters(this OperationTable table) => table
        .Add("ssm", "PutParameter", Put)
        .Add("ssm", "GetParameter", Get)
        .Add("ssm", "GetParameters", GetSeveral)
        .Add("ssm", "DeleteParameter", Delete);

    /// <summary>The value of a parameter, by its name or <c>name:version</c>; null where there is none.</summary>
    public static string? Find(ResourceSet state, Scope scope, string name) => Read(state, scope, name)?.String("Value");

    private static JsonObject? Read(ResourceSet state, Scope scope, string name)
    {
        var cut = name.IndexOf(':', StringComparison.Ordinal);
        var version = cut < 0 ? null : name[(cut + 1)..];
        var plain = cut < 0 ? name : name[..cut];
        var found = state.Get(new(scope, Type, plain)) ?? (plain == BootstrapVersion.String("Name") ? BootstrapVersion : null);
        return version is null || found?.Long("Version")?.ToString(CultureInfo.InvariantCulture) == version ? found : null;
    }

    private static JsonObject Put(OperationContext context)
    {
        var name = context.Input.String("Name") ?? "";
        foreach (var member in context.Input.Names.Where(member => member is not ("Name" or "Value" or "Type" or "Description" or "Overwrite" or "Tags" or "Tier" or "DataType")))
        {
            throw new AwsException("ValidationException", $"Quell's parameter store does not support {member}.");
        }

        var before = context.State.Get(context.Scope, Type, name);
        var type = context.Input.String("Type") ?? before?.String("Type")
            ?? throw new AwsException("ValidationException", "A parameter type is required when you create a parameter.");
        if (type == "SecureString" || context.Input.String("Tier") is not (null or "Standard") || context.Input.String("DataType") is not (null or "text"))
        {
            throw new AwsException("ValidationException", "Quell's parameter store has String and StringList parameters of the Standard tier and the data type text.");
        }

        if (before is not null && context.Input.Bool("Overwrite") != true)
        {
            throw new AwsException("ParameterAlreadyExists", "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");
        }

        var version = (before?.Long("Version") ?? 0) + 1;
        context.State.Put(context.Scope, Type, name, JsonObject.Of(
            ("Name", name), ("Type", type), ("Value", context.Input["Value"]), ("Version", version),
            ("LastModifiedDate", context.NowText), ("ARN", ArnOf(context.Scope, name)), ("DataType", "text"),
            ("Description", context.Input["Description"] ?? before?["Description"]), ("Tags", context.Input["Tags"] ?? before?["Tags"])));
        return JsonObject.Of(("Version", version), ("Tier", "Standard"));
    }

    private static JsonObject Get(OperationContext context) => Shown(context, context.Input.String("Name") ?? "") is { } parameter
        ? JsonObject.Of(("Parameter", parameter))
        : throw NotFound(context.Input.String("Name"));

    private static JsonObject GetSeveral(OperationContext context)
    {
        var names = context.Input.Array("Names").Strings.ToList();
        return JsonObject.Of(
            ("Parameters", JsonArray.From(names.Select(name => Shown(context, name)).OfType<JsonObject>())),
            ("InvalidParameters", JsonArray.From(names.Where(name => Shown(context, name) is null))));
    }

    private static JsonObject Delete(OperationContext context)
    {
        var name = context.Input.String("Name") ?? "";
        if (context.State.Get(context.Scope, Type, name) is null)
        {
            throw NotFound(name);
        }

        context.State.Delete(context.Scope, Type, name);
        return JsonObject.Empty;
    }

    private static JsonObject? Shown(OperationContext context, string name) =>
        Read(context.State.Current, context.Scope, name) is { } parameter
            ? parameter.Without("Description").Without("Tags").With("ARN", ArnOf(context.Scope, parameter.String("Name") ?? ""))
            : null;

    private static string ArnOf(Scope scope, string name) => scope.Arn("ssm", $"parameter/{name.TrimStart('/')}").ToString();

    private static AwsException NotFound(string? name) => new("ParameterNotFound", $"Parameter {name} not found.");
}
