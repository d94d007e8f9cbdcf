using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;

namespace Quell.Functions;

/// <summary>The content of an S3 object of the account, by bucket, key and version; null where there is none.</summary>
internal delegate ReadOnlyMemory<byte>? ObjectReader(ResourceSet state, string bucket, string key, string? version);

/// <summary>CreateFunction, the two updates, and DeleteFunction (Lambda API Reference).</summary>
internal sealed class FunctionCreation(CodeStore codes, ObjectReader objects)
{
    public JsonObject CreateFunction(OperationContext context)
    {
        var name = FunctionName.Parse(context.Scope, context.Input.String("FunctionName")) with { Qualifier = null };
        if (Function.Find(context.State.Current, name) is not null)
        {
            throw FunctionErrors.Exists(name.Name);
        }

        var settings = FunctionSettings.Apply(FunctionSettings.Defaults, context.Input, name.Name);
        var code = StoreCode(context, context.Input.Object("Code") ?? JsonObject.Empty);
        var tags = context.Input.Object("Tags");
        var head = JsonObject.Of(
            ("FunctionName", name.Name),
            ("FunctionArn", name.Arn),
            ("CodeSize", code.Size),
            ("CodeSha256", code.Sha256),
            ("Version", FunctionName.Latest),
            ("State", "Active"),
            ("LastUpdateStatus", "Successful"),
            ("Tags", tags is { Count: > 0 } ? tags : null));
        var function = context.Touched(new(name, head.Merge(settings)));
        context.Put(function);
        context.Touches(name.Arn, "AWS::Lambda::Function");
        return Answer(context, function);
    }

    public JsonObject UpdateFunctionCode(OperationContext context)
    {
        var function = context.ExistingLatest();
        var code = StoreCode(context, context.Input);
        var updated = function with
        {
            Value = function.Value.With("CodeSize", code.Size).With("CodeSha256", code.Sha256)
                .With("Architectures", context.Input["Architectures"] ?? function.Value["Architectures"]),
        };
        if (context.Input.Bool("DryRun") is true)
        {
            return updated.Described;
        }

        updated = context.Touched(updated);
        context.Put(updated);
        return Answer(context, updated);
    }

    public static JsonObject UpdateFunctionConfiguration(OperationContext context)
    {
        var function = context.ExistingLatest();
        var updated = context.Touched(function with { Value = FunctionSettings.Apply(function.Value, context.Input, function.Name.Name) });
        context.Put(updated);
        return updated.Described;
    }

    public static JsonObject DeleteFunction(OperationContext context)
    {
        var name = context.Named();
        context.Existing(name);
        if (name.Qualifier is { } version)
        {
            DeleteVersion(context, name, version);
            return JsonObject.Empty;
        }

        context.State.Delete(name.Scope, Function.Type, name.Name);
        foreach (var type in new[] { Function.VersionType, Function.AliasType, Function.PolicyType, Function.InvokeConfigType })
        {
            foreach (var id in context.State.Current.List(name.Scope, type).Keys.Where(id => id == name.Name || id.StartsWith(name.Name + ":", StringComparison.Ordinal)))
            {
                context.State.Delete(name.Scope, type, id);
            }
        }

        return JsonObject.Empty;
    }

    private static void DeleteVersion(OperationContext context, FunctionName name, string version)
    {
        if (version == FunctionName.Latest)
        {
            throw FunctionErrors.Invalid("$LATEST version cannot be deleted without deleting the function.");
        }

        var alias = context.State.List(name.Scope, Function.AliasType).FirstOrDefault(alias =>
            alias.String("FunctionVersion") == version && alias.String("AliasArn")?.StartsWith(name.Arn + ":", StringComparison.Ordinal) is true);
        if (alias is not null)
        {
            throw FunctionErrors.Conflict($"Version {version} is being used by alias {alias.String("Name")}. Please update the alias first.");
        }

        context.State.Delete(name.Scope, Function.VersionType, $"{name.Name}:{version}");
    }

    private static JsonObject Answer(OperationContext context, Function function) =>
        context.Input.Bool("Publish") is true ? FunctionVersions.Publish(context, function, null) : function.Described;

    private StoredCode StoreCode(OperationContext context, JsonObject code)
    {
        if (code.String("ImageUri") is not null)
        {
            throw FunctionErrors.Unsupported("ImageUri");
        }

        if (code.String("ZipFile") is { } text)
        {
            return codes.Store(Convert.FromBase64String(text));
        }

        if (code.String("S3Bucket") is not { } bucket || code.String("S3Key") is not { } key)
        {
            throw FunctionErrors.Invalid("Please provide a source for function code.");
        }

        return objects(context.State.Current, bucket, key, code.String("S3ObjectVersion")) is { } zip
            ? codes.Store(zip)
            : throw FunctionErrors.Invalid(
                "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.");
    }
}
