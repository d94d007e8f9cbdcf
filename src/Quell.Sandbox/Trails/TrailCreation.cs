using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Keys;

namespace Quell.Sandbox.Trails;

/// <summary>CreateTrail, UpdateTrail and DeleteTrail.</summary>
internal static class TrailCreation
{
    private const int MostInRegion = 5;

    private static readonly string[] Taken =
        ["S3BucketName", "S3KeyPrefix", "SnsTopicName", "IncludeGlobalServiceEvents", "IsMultiRegionTrail", "CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn"];

    public static JsonObject CreateTrail(OperationContext context)
    {
        var name = TrailNameRules.Checked(context.Input.String("Name") ?? "");
        var account = context.Scope.Account;
        if (context.State.Get(context.Scope, AccountTrail.ResourceType, name) is not null)
        {
            throw new AwsException("TrailAlreadyExistsException", $"Trail {name} already exists for customer: {account}");
        }

        if (context.State.List(context.Scope, AccountTrail.ResourceType).Count() >= MostInRegion)
        {
            throw new AwsException(
                "MaximumNumberOfTrailsExceededException", $"User: {account} already has {MostInRegion} trails in {context.Scope.Region}.");
        }

        var tags = TrailTags.Checked(JsonArray.Empty, context.Input.Array("TagsList"));
        var trail = new AccountTrail(context.Scope, JsonObject.Of(
            ("Name", name),
            ("TrailARN", AccountTrail.ArnOf(context.Scope, name)),
            ("HomeRegion", context.Scope.Region),
            ("IncludeGlobalServiceEvents", true),
            ("IsMultiRegionTrail", false),
            ("LogFileValidationEnabled", false),
            ("IsOrganizationTrail", false),
            ("HasCustomEventSelectors", false),
            ("HasInsightSelectors", false),
            (AccountTrail.TagsMember, tags.Count == 0 ? null : tags)));
        return Put(context, trail);
    }

    public static JsonObject UpdateTrail(OperationContext context) => Put(context, AccountTrail.AtHome(context));

    public static JsonObject DeleteTrail(OperationContext context)
    {
        var trail = AccountTrail.AtHome(context);
        context.State.Delete(trail.Scope, AccountTrail.ResourceType, trail.Name);
        return JsonObject.Empty;
    }

    /// <summary>Sets what the call gives and leaves the rest; an empty text takes a setting away.</summary>
    private static JsonObject Put(OperationContext context, AccountTrail trail)
    {
        var input = context.Input;
        var value = Taken.Where(input.Has).Aggregate(trail.Value, (settings, member) => settings.With(member, Given(input[member])));
        value = input.Bool("EnableLogFileValidation") is { } validates ? value.With("LogFileValidationEnabled", validates) : value;
        value = input.Has("KmsKeyId") ? value.With("KmsKeyId", KeyOf(context)) : value;
        value = value.With("SnsTopicARN", value.String("SnsTopicName") switch
        {
            null => null,
            { } arn when arn.StartsWith("arn:", StringComparison.Ordinal) => arn,
            { } name => context.Scope.Arn("sns", name).ToString(),
        });
        Check(context, value);
        trail.Put(context.State, value);
        return (trail with { Value = value }).Shown
            .Without("HomeRegion").Without("HasCustomEventSelectors").Without("HasInsightSelectors");
    }

    private static void Check(OperationContext context, JsonObject trail)
    {
        if (context.Input.Bool("IsOrganizationTrail") is true)
        {
            throw new AwsException("OrganizationsNotInUseException", "AWS Organizations is not in use in this account.");
        }

        if (trail.Bool("IsMultiRegionTrail") is true && trail.Bool("IncludeGlobalServiceEvents") is false)
        {
            throw TrailErrors.Combination("Multi-Region trail must include global service events.");
        }

        if (trail.Has("CloudWatchLogsLogGroupArn") != trail.Has("CloudWatchLogsRoleArn"))
        {
            throw trail.Has("CloudWatchLogsRoleArn")
                ? new AwsException("InvalidCloudWatchLogsLogGroupArnException", "You must specify a log group as well as a role ARN.")
                : new AwsException("InvalidCloudWatchLogsRoleArnException", "You must specify a role ARN as well as a log group.");
        }

        TrailBucket.Check(context, trail);
    }

    private static JsonValue? KeyOf(OperationContext context)
    {
        var text = context.Input.String("KmsKeyId") ?? "";
        return text.Length == 0 ? null
            : KmsKey.Find(context.State.Current, context.Scope, text) is not { } key
                ? throw new AwsException("KmsKeyNotFoundException", $"The KMS key {text} was not found.")
            : key.State != "Enabled" ? throw new AwsException("KmsKeyDisabledException", $"The KMS key {key.Arn} is not enabled.")
            : key.Arn;
    }

    private static JsonValue? Given(JsonValue? value) => value is JsonString { Value.Length: 0 } ? null : value;
}
