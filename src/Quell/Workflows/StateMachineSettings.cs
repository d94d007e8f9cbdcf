using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Policies;
using Quell.Engine.Scopes;
using Quell.Logs;
using Quell.Sandbox.Identities;

namespace Quell.Workflows;

/// <summary>Checks a state machine's settings beside its definition, and fills in what a request leaves out.</summary>
internal static class StateMachineSettings
{
    private const string Principal = "states.amazonaws.com";

    /// <summary>Logging with its defaults: level <c>OFF</c>, without the executions' data.</summary>
    /// <exception cref="Aws.AwsException"><c>InvalidLoggingConfiguration</c>.</exception>
    public static JsonObject Logging(OperationContext context, JsonObject? given)
    {
        var level = given?.String("level") ?? "OFF";
        var destinations = given?.Array("destinations") ?? JsonArray.Empty;
        if (destinations.Count > 1 || (level != "OFF" && destinations.Count == 0))
        {
            throw WorkflowErrors.InvalidLogging("Must specify exactly one Log Destination.");
        }

        foreach (var destination in destinations.Objects)
        {
            CheckDestination(context, destination.Object("cloudWatchLogsLogGroup")?.String("logGroupArn"));
        }

        return JsonObject.Of(
            ("level", level),
            ("includeExecutionData", given?.Bool("includeExecutionData") ?? false),
            ("destinations", destinations.Count == 0 ? null : destinations));
    }

    public static JsonObject Tracing(JsonObject? given) => JsonObject.Of(("enabled", given?.Bool("enabled") ?? false));

    /// <exception cref="Aws.AwsException"><c>InvalidEncryptionConfiguration</c>.</exception>
    public static JsonObject Encryption(JsonObject? given)
    {
        if (given?.String("type") is { } type and not "AWS_OWNED_KEY")
        {
            throw WorkflowErrors.InvalidEncryption($"Quell does not support the type {type}: it has no customer managed keys.");
        }

        return given?.Has("kmsKeyId") is true || given?.Has("kmsDataKeyReusePeriodSeconds") is true
            ? throw WorkflowErrors.InvalidEncryption("kmsKeyId and kmsDataKeyReusePeriodSeconds go with CUSTOMER_MANAGED_KMS_KEY only.")
            : JsonObject.Of(("type", "AWS_OWNED_KEY"));
    }

    /// <summary>The role must let Step Functions assume it. One that is not in the simulated account (it may be AWS's) is taken at its word.</summary>
    /// <exception cref="Aws.AwsException"><c>InvalidArn</c> or <c>AccessDeniedException</c>.</exception>
    public static void CheckRole(OperationContext context, string text, StatesArn machine)
    {
        if (!Arn.TryParse(text, out var arn) || arn.Service != "iam" || !arn.Resource.StartsWith("role/", StringComparison.Ordinal))
        {
            throw WorkflowErrors.InvalidRoleArn(text);
        }

        if (new[] { Principal, $"states.{context.Scope.Region}.amazonaws.com" }
            .All(service => RoleTrust.Allows(context.State.Current, arn, service, machine.ToString(), context.Scope.Account) is false))
        {
            throw new Aws.AwsException(
                "AccessDeniedException",
                $"Neither the global service principal {Principal}, nor the regional one is authorized to assume the provided role.");
        }
    }

    private static void CheckDestination(OperationContext context, string? text)
    {
        if (!Arn.TryParse(text, out var arn) || arn.Service != "logs" || !arn.Resource.StartsWith("log-group:", StringComparison.Ordinal))
        {
            throw WorkflowErrors.InvalidLogging("Log Destination is not a CloudWatch Logs log group ARN.");
        }

        if (!arn.Resource.EndsWith(":*", StringComparison.Ordinal))
        {
            throw WorkflowErrors.InvalidLogging("Log Group ARN must be provided with '*' qualifier.");
        }

        if (arn.Scope != context.Scope || LogGroup.Find(context.State.Current, arn.Scope, arn.Resource["log-group:".Length..^":*".Length]) is null)
        {
            throw WorkflowErrors.InvalidLogging("Log Destination not found.");
        }
    }
}
