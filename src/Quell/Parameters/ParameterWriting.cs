using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Aws.Protocols;
using Quell.Engine.Json;

namespace Quell.Parameters;

/// <summary>PutParameter (API Reference, PutParameter).</summary>
internal sealed class ParameterWriting(ParameterSeal seal)
{
    /// <summary>Versions that are kept of one parameter.</summary>
    private const int MostVersions = 100;

    private const string DefaultKey = "alias/aws/ssm";

    public JsonObject PutParameter(OperationContext context)
    {
        var input = context.Input;
        var name = (input.String("Name") ?? "").Trim(' ');
        ParameterName.CheckOwn(context.Scope, name);
        var before = context.State.Get(context.Scope, ParameterStore.Type, ParameterName.IdOf(name));
        CheckOverwrite(input, before);
        var parameter = Next(context, before?.String("Name") ?? name, before);
        if (before is not null)
        {
            KeepVersion(context, before.Without(ParameterStore.Tags));
        }

        context.State.Put(context.Scope, ParameterStore.Type, ParameterName.IdOf(name), parameter);
        ParameterPolicyTimers.Set(context.Transaction, context.Scope, parameter);
        ParameterEvents.Changed(context.Transaction, context.Scope, parameter, before is null ? "Create" : "Update");
        context.Touches(parameter.String("ARN") ?? "", "AWS::SSM::Parameter");
        return JsonObject.Of(("Version", parameter["Version"]), ("Tier", parameter["Tier"]));
    }

    private static void CheckOverwrite(JsonObject input, JsonObject? before)
    {
        var overwrites = input.Bool("Overwrite") is true;
        if (overwrites && input.Array("Tags").Count > 0)
        {
            throw ParameterErrors.Validation(
                "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To "
                + "update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.");
        }

        if (before is not null && !overwrites)
        {
            throw ParameterErrors.Exists();
        }
    }

    private JsonObject Next(OperationContext context, string name, JsonObject? before)
    {
        var (input, scope) = (context.Input, context.Scope);
        var type = TypeOf(input, name, before);
        var value = input.String("Value") ?? "";
        var pattern = input.String("AllowedPattern") ?? before?.String("AllowedPattern");
        var dataType = input.String("DataType") ?? before?.String("DataType") ?? "text";
        ParameterContent.Check(value, pattern);
        ParameterContent.CheckDataType(dataType, name, type, value);
        var policies = ParameterPolicies.Of(input.String("Policies"), before?.Array("Policies") ?? JsonArray.Empty, context.Now);
        var arn = ParameterName.ArnOf(scope, name);
        return JsonObject.Of(
            ("Name", name),
            ("Type", type),
            ("Value", seal.Kept(type, arn, value)),
            ("Version", (before?.Long("Version") ?? 0) + 1),
            ("LastModifiedDate", Timestamps.ToNeutral(context.Now)),
            ("LastModifiedUser", context.Call.Principal.Arn),
            ("ARN", arn),
            ("DataType", dataType),
            ("Description", input.String("Description") switch { null => before?["Description"], "" => null, var text => (JsonValue)text }),
            ("AllowedPattern", pattern is { Length: > 0 } ? (JsonValue)pattern : null),
            ("KeyId", KeyOf(input, type)),
            ("Tier", ParameterTier.Of(context, before, value, policies.Count > 0)),
            ("Policies", policies.Count > 0 ? policies : null),
            (ParameterStore.Tags, before is null ? SsmTags.Merged(JsonArray.Empty, input.Array("Tags")) : before[ParameterStore.Tags]));
    }

    private static string TypeOf(JsonObject input, string name, JsonObject? before)
    {
        var type = input.String("Type") ?? before?.String("Type")
            ?? throw ParameterErrors.Validation("A parameter type is required when you create a parameter.");
        return before is null || type == before.String("Type") || name.LastIndexOf('/') <= 0 ? type : throw new AwsException(
            "HierarchyTypeMismatchException",
            "Parameter Store doesn't support changing a parameter type in a hierarchy. You must create a new, unique parameter.");
    }

    // What would be taken and then not happen is refused: there is one key, the data folder's.
    private static JsonValue? KeyOf(JsonObject input, string type) => (type, input.String("KeyId")) switch
    {
        (ParameterStore.Secure, null or DefaultKey) => DefaultKey,
        (ParameterStore.Secure, var other) => throw new AwsException(
            "InvalidKeyId", $"Quell encrypts parameters with the key of its data folder, which is {DefaultKey} here. It does not support {other}."),
        (_, null) => null,
        _ => throw ParameterErrors.Validation("KeyId is required for SecureString type parameter only."),
    };

    /// <summary>Of too many versions the oldest goes, unless it has a label.</summary>
    private static void KeepVersion(OperationContext context, JsonObject before)
    {
        var versions = ParameterStore.Versions(context.State.Current, context.Scope, before).ToList();
        if (versions.Count >= MostVersions)
        {
            var oldest = versions[0];
            if (oldest.Array("Labels").Count > 0)
            {
                throw new AwsException(
                    "ParameterMaxVersionLimitExceeded",
                    $"You attempted to create a new version of {before.String("Name")} by calling the PutParameter API with the overwrite flag. "
                    + $"Version {oldest.Long("Version")}, the oldest version, can't be deleted because it has a label associated with it. "
                    + "Move the label to another version of the parameter, and try again.");
            }

            context.State.Delete(context.Scope, ParameterStore.VersionType, ParameterStore.VersionId(oldest));
        }

        context.State.Put(context.Scope, ParameterStore.VersionType, ParameterStore.VersionId(before), before);
    }
}
