using Quell.Engine.Events;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Events.Operations;

/// <summary>Checks a target of PutTargets (API reference, PutTargets and Target).</summary>
internal static class TargetCheck
{
    // Parameters of targets that Quell has; those of others go with a target that is refused anyway.
    private static readonly string[] Unserved =
    [
        "KinesisParameters", "RunCommandParameters", "EcsParameters", "BatchParameters", "RedshiftDataParameters", "SageMakerPipelineParameters", "AppSyncParameters",
    ];

    /// <exception cref="Quell.Aws.AwsException"><c>ValidationException</c>.</exception>
    public static void Check(JsonObject target, TargetKinds kinds)
    {
        var id = target.String("Id") ?? "";
        var text = target.String("Arn");
        if (!Arn.TryParse(text, out var arn))
        {
            throw EventErrors.Validation($"Parameter {text} is not valid. Reason: Provided Arn is not in correct format.");
        }

        if (!kinds.Has(arn.Service, arn.Resource))
        {
            throw EventErrors.Validation($"Quell does not deliver to {text} (target {id}). A target can be one of: {kinds.Names}.");
        }

        if (Array.Find(Unserved, target.Has) is { } unserved)
        {
            throw EventErrors.Validation($"Parameter(s) {unserved} is not valid for the target {id} with arn {text}.");
        }

        CheckApiDestination(target, id, arn);
        if (!TargetInput.TryRead(target, out var input, out var error))
        {
            throw EventErrors.Validation(error);
        }

        if (IsBus(arn) && input != TargetInput.Whole)
        {
            throw EventErrors.Validation($"Input, InputPath and InputTransformer are not supported for event bus target {id}.");
        }

        CheckBus(kinds, id, arn);
        CheckQueue(target, id, arn);
        CheckRange(target, "MaximumRetryAttempts", 0, 185);
        CheckRange(target, "MaximumEventAgeInSeconds", 60, 86_400);
        CheckDeadLetterQueue(target);
    }

    private static bool IsBus(Arn arn) => arn.Service == "events" && arn.Resource.StartsWith("event-bus/", StringComparison.Ordinal);

    // Their invocation needs a role (that of state machines, too), and they alone take parameters of the request.
    private static void CheckApiDestination(JsonObject target, string id, Arn arn)
    {
        var isDestination = arn.Service == "events" && !IsBus(arn);
        if ((isDestination || arn.Service == "states") && target.String("RoleArn") is null)
        {
            throw EventErrors.Validation($"RoleArn is required for target {arn}.");
        }

        if (!isDestination && target.Has("HttpParameters"))
        {
            throw EventErrors.Validation($"Parameter(s) HttpParameters is not valid for the target {id} with arn {arn}.");
        }
    }

    // In front of AWS the buses of other accounts are AWS's, and Quell's own deliveries do not go there.
    private static void CheckBus(TargetKinds kinds, string id, Arn arn)
    {
        if (IsBus(arn) && kinds.OnlyAccount?.Invoke() is { } account && arn.Account != account)
        {
            throw EventErrors.Validation(
                $"Quell does not deliver to event buses outside of its account {account} (target {id}, {arn}). Put a queue or a function between them.");
        }
    }

    private static void CheckQueue(JsonObject target, string id, Arn arn)
    {
        if (arn.Service == "sqs" && arn.Resource.EndsWith(".fifo", StringComparison.Ordinal))
        {
            throw EventErrors.Validation($"Quell has no FIFO queues: target {id} cannot be {arn}.");
        }

        if (target.Has("SqsParameters"))
        {
            throw EventErrors.Validation($"Parameter(s) SqsParameters is not valid for the target {id} with arn {arn}.");
        }
    }

    private static void CheckRange(JsonObject target, string member, long least, long most)
    {
        if (target.Object("RetryPolicy")?.Long(member) is { } value && (value < least || value > most))
        {
            var (bound, relation) = value < least ? (least, "greater") : (most, "less");
            var path = char.ToLowerInvariant(member[0]) + member[1..];
            throw EventErrors.Validation(
                $"1 validation error detected: Value '{value}' at 'targets.1.member.retryPolicy.{path}' failed to satisfy constraint: Member must have value {relation} than or equal to {bound}");
        }
    }

    private static void CheckDeadLetterQueue(JsonObject target)
    {
        if (target.Object("DeadLetterConfig")?.String("Arn") is { } text
            && (!Arn.TryParse(text, out var arn) || arn.Service != "sqs" || arn.Resource.EndsWith(".fifo", StringComparison.Ordinal)))
        {
            throw EventErrors.Validation($"Parameter {text} is not valid. Reason: DeadLetterConfig takes the ARN of a standard SQS queue.");
        }
    }
}
