using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Recorders;

/// <summary>
/// The configuration recorder of an account in a region: what it is to record and whether it runs (AWS Config Developer
/// Guide, "Working with the Configuration Recorder"). Nothing is recorded by it.
/// </summary>
internal static class ConfigurationRecorders
{
    public const string TagsMember = "Tags";

    private const string ResourceType = "config:recorder";
    private const string StatusMember = "Status";
    private const string UsualName = "default";

    public static JsonObject PutConfigurationRecorder(OperationContext context)
    {
        var given = context.Input.Object("ConfigurationRecorder") ?? JsonObject.Empty;
        var name = given.String("name") ?? UsualName;
        if (given.Has("servicePrincipal"))
        {
            throw RecorderErrors.Unsupported("servicePrincipal");
        }

        var existing = All(context).FirstOrDefault();
        if (existing is not null && existing.String("name") != name)
        {
            throw new AwsException(
                "MaxNumberOfConfigurationRecordersExceededException",
                $"Failed to put configuration recorder '{name}' because the maximum number of configuration recorders: 1 is reached.");
        }

        if (!Arn.TryParse(given.String("roleARN"), out var role) || role.Service != "iam")
        {
            throw new AwsException("InvalidRoleException", "The role of the configuration recorder is not a valid ARN of a role.");
        }

        context.State.Put(context.Scope, ResourceType, name, JsonObject.Of(
            ("arn", existing?["arn"] ?? (JsonValue?)context.Scope.Arn("config", $"configuration-recorder/{name}/{context.Transaction.Ids.Hex(12)}").ToString()),
            ("name", name),
            ("roleARN", given["roleARN"]),
            ("recordingGroup", GroupOf(given.Object("recordingGroup"))),
            ("recordingMode", given["recordingMode"] ?? JsonObject.Of(("recordingFrequency", "CONTINUOUS"), ("recordingModeOverrides", JsonArray.Empty))),
            ("recordingScope", "PAID"),
            (TagsMember, existing?[TagsMember] ?? RecorderTags.Checked(JsonArray.Empty, context.Input.Array(TagsMember))),
            (StatusMember, existing?[StatusMember])));
        return JsonObject.Empty;
    }

    public static JsonObject DescribeConfigurationRecorders(OperationContext context) => JsonObject.Of(
        ("ConfigurationRecorders", JsonArray.From(Named(context).Select(recorder => recorder.Without(StatusMember).Without(TagsMember)))));

    public static JsonObject DescribeConfigurationRecorderStatus(OperationContext context) => JsonObject.Of(
        ("ConfigurationRecordersStatus", JsonArray.From(Named(context).Select(recorder => JsonObject
            .Of(("arn", recorder["arn"]), ("name", recorder["name"]), ("recording", false))
            .Merge(recorder.Object(StatusMember) ?? JsonObject.Empty)))));

    public static JsonObject DeleteConfigurationRecorder(OperationContext context)
    {
        context.State.Delete(context.Scope, ResourceType, Get(context, NameIn(context)).String("name") ?? "");
        return JsonObject.Empty;
    }

    public static JsonObject StartConfigurationRecorder(OperationContext context)
    {
        var recorder = Get(context, NameIn(context));
        if (!DeliveryChannels.All(context).Any())
        {
            throw new AwsException(
                "NoAvailableDeliveryChannelException", "Delivery channel is not available to start configuration recorder.");
        }

        return Switch(context, recorder, isRecording: true, "lastStartTime");
    }

    public static JsonObject StopConfigurationRecorder(OperationContext context) =>
        Switch(context, Get(context, NameIn(context)), isRecording: false, "lastStopTime");

    public static IEnumerable<JsonObject> All(OperationContext context) => context.State.List(context.Scope, ResourceType);

    public static bool IsRecording(JsonObject recorder) => recorder.Object(StatusMember)?.Bool("recording") is true;

    public static void Put(OperationContext context, JsonObject recorder) =>
        context.State.Put(context.Scope, ResourceType, recorder.String("name") ?? "", recorder);

    private static JsonObject Switch(OperationContext context, JsonObject recorder, bool isRecording, string time)
    {
        var status = (recorder.Object(StatusMember) ?? JsonObject.Empty)
            .With("recording", isRecording).With(time, context.NowText).With("lastStatus", "SUCCESS").With("lastStatusChangeTime", context.NowText);
        Put(context, recorder.With(StatusMember, status));
        return JsonObject.Empty;
    }

    /// <summary>What is recorded: everything, unless types are named.</summary>
    private static JsonObject GroupOf(JsonObject? group)
    {
        var types = group?.Array("resourceTypes") ?? JsonArray.Empty;
        var excluded = group?.Object("exclusionByResourceTypes")?.Array("resourceTypes").Count > 0;
        var isAll = group?.Bool("allSupported") ?? (types.Count == 0 && !excluded);
        if (isAll && types.Count > 0)
        {
            throw new AwsException(
                "InvalidRecordingGroupException", "The recording group provided is not valid: resource types with all supported types.");
        }

        return (group ?? JsonObject.Empty)
            .With("allSupported", isAll)
            .With("includeGlobalResourceTypes", group?.Bool("includeGlobalResourceTypes") ?? false)
            .With("resourceTypes", types)
            .With("recordingStrategy", group?["recordingStrategy"] ?? JsonObject.Of(("useOnly",
                isAll ? "ALL_SUPPORTED_RESOURCE_TYPES" : excluded ? "EXCLUSION_BY_RESOURCE_TYPES" : "INCLUSION_BY_RESOURCE_TYPES")));
    }

    private static IEnumerable<JsonObject> Named(OperationContext context)
    {
        if (context.Input.Has("ServicePrincipal") || context.Input.Has("Arn"))
        {
            throw RecorderErrors.Unsupported(context.Input.Has("Arn") ? "Arn" : "ServicePrincipal");
        }

        var names = context.Input.Array("ConfigurationRecorderNames").Strings.ToList();
        return names.Count == 0 ? All(context) : names.Select(name => Get(context, name));
    }

    private static JsonObject Get(OperationContext context, string name) =>
        context.State.Get(context.Scope, ResourceType, name) ?? throw RecorderErrors.NoSuchRecorder(name);

    private static string NameIn(OperationContext context) => context.Input.String("ConfigurationRecorderName") ?? "";
}
