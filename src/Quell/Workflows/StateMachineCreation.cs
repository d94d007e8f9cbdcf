using Quell.Aws.Operations;
using Quell.Aws.Protocols;
using Quell.Engine.Json;

namespace Quell.Workflows;

/// <summary>Creates and changes state machines (API Reference, CreateStateMachine and UpdateStateMachine).</summary>
internal static class StateMachineCreation
{
    /// <summary>Registered state machines of an account and region (developer guide, "Step Functions service quotas").</summary>
    private const int MostMachines = 100_000;

    private const string References = "variableReferences";

    /// <summary>What makes a request the same as the one before; the role and the tags do not count.</summary>
    private static readonly string[] Identity = ["type", "loggingConfiguration", "tracingConfiguration", "encryptionConfiguration"];

    public static JsonObject CreateStateMachine(OperationContext context)
    {
        var input = context.Input;
        CheckDescription(input);
        var name = input.String("name") ?? "";
        WorkflowName.Check(name);
        var arn = new StatesArn.StateMachine(context.Scope, name);
        var machine = Requested(context, arn);
        if (StateMachines.Find(context.State.Current, arn) is { } existing)
        {
            return Again(context, arn, existing, machine);
        }

        if (context.State.Current.List(context.Scope, StateMachines.Type).Count >= MostMachines)
        {
            throw new Aws.AwsException("StateMachineLimitExceeded", $"State Machine Limit Exceeded: '{MostMachines}'");
        }

        StateMachineSettings.CheckRole(context, input.String("roleArn") ?? "", arn);
        var references = DefinitionCheck.Require(input.String("definition") ?? "", input.String("type") == "EXPRESS");
        machine = machine.With(References, references);
        context.State.Put(context.Scope, StateMachines.Type, name, machine);
        context.Touches($"{arn}", "AWS::StepFunctions::StateMachine");
        var version = input.Bool("publish") is true ? StateMachineVersions.Publish(context, arn, input.String("versionDescription")) : null;
        return Created(machine, version);
    }

    /// <summary>Changes what is given; what is not stays. A request that changes nothing makes no revision.</summary>
    public static JsonObject UpdateStateMachine(OperationContext context)
    {
        var input = context.Input;
        CheckDescription(input);
        var (arn, machine) = context.Machine();
        if (!input.Has("definition") && !input.Has("roleArn") && !Identity.Any(input.Has))
        {
            throw WorkflowErrors.MissingParameter(
                "Either the definition, the role ARN, the LoggingConfiguration, the TracingConfiguration, or the EncryptionConfiguration must be specified");
        }

        var changed = Changed(context, arn, machine);
        var now = Timestamps.ToNeutral(context.Now);
        if (!changed.Equals(machine))
        {
            changed = changed.With("revisionId", context.Transaction.Ids.Uuid()).With(StateMachines.UpdateDate, now);
            context.State.Put(context.Scope, StateMachines.Type, arn.Name, changed);
        }

        context.Touches($"{arn}", "AWS::StepFunctions::StateMachine");
        var version = input.Bool("publish") is true ? StateMachineVersions.Publish(context, arn, input.String("versionDescription")) : null;
        return JsonObject.Of(("updateDate", now), ("revisionId", changed["revisionId"]), ("stateMachineVersionArn", version?["stateMachineArn"]));
    }

    private static JsonObject Requested(OperationContext context, StatesArn.StateMachine arn)
    {
        var input = context.Input;
        return JsonObject.Of(
            ("stateMachineArn", $"{arn}"),
            ("name", arn.Name),
            ("status", "ACTIVE"),
            ("definition", input["definition"]),
            ("roleArn", input["roleArn"]),
            ("type", input["type"] ?? "STANDARD"),
            ("creationDate", Timestamps.ToNeutral(context.Now)),
            ("loggingConfiguration", StateMachineSettings.Logging(context, input.Object("loggingConfiguration"))),
            ("tracingConfiguration", StateMachineSettings.Tracing(input.Object("tracingConfiguration"))),
            ("encryptionConfiguration", StateMachineSettings.Encryption(input.Object("encryptionConfiguration"))),
            (StateMachines.Tags, WorkflowTags.Merged(JsonArray.Empty, input.Array("tags"), $"{arn}")));
    }

    /// <summary>The same request once more has the same answer; another one of that name is refused.</summary>
    private static JsonObject Again(OperationContext context, StatesArn.StateMachine arn, JsonObject existing, JsonObject requested)
    {
        if (StateMachines.IsDeleting(existing))
        {
            throw WorkflowErrors.StateMachineDeleting($"{arn}");
        }

        var version = context.Input.Bool("publish") is true ? StateMachineVersions.OfRevision(context.State.Current, arn, existing) : null;
        var isSame = Array.TrueForAll(Identity, member => Equals(existing[member], requested[member]))
            && SameDefinition(existing.String("definition"), requested.String("definition"))
            && (context.Input.Bool("publish") is not true || (version is not null && version.String("description") == context.Input.String("versionDescription")));
        return isSame ? Created(existing, version) : throw WorkflowErrors.StateMachineExists($"{arn}");
    }

    private static JsonObject Created(JsonObject machine, JsonObject? version) => JsonObject.Of(
        ("stateMachineArn", machine["stateMachineArn"]),
        ("creationDate", machine["creationDate"]),
        ("stateMachineVersionArn", version?["stateMachineArn"]));

    private static JsonObject Changed(OperationContext context, StatesArn.StateMachine arn, JsonObject machine)
    {
        var input = context.Input;
        if (input.String("definition") is { } definition && !SameDefinition(machine.String("definition"), definition))
        {
            var references = DefinitionCheck.Require(definition, machine.String("type") == "EXPRESS");
            machine = machine.With("definition", definition).With(References, references);
        }

        if (input.String("roleArn") is { } role)
        {
            StateMachineSettings.CheckRole(context, role, arn);
            machine = machine.With("roleArn", role);
        }

        machine = input.Object("loggingConfiguration") is { } logging
            ? machine.With("loggingConfiguration", StateMachineSettings.Logging(context, logging)) : machine;
        machine = input.Object("tracingConfiguration") is { } tracing
            ? machine.With("tracingConfiguration", StateMachineSettings.Tracing(tracing)) : machine;
        return input.Object("encryptionConfiguration") is { } encryption
            ? machine.With("encryptionConfiguration", StateMachineSettings.Encryption(encryption)) : machine;
    }

    private static bool SameDefinition(string? one, string? other) => one == other || (one is not null && other is not null && SameJson(one, other));

    /// <summary>White space and the order of members do not make another definition.</summary>
    private static bool SameJson(string one, string other)
    {
        try
        {
            return JsonValue.Parse(one).Equals(JsonValue.Parse(other));
        }
        catch (JsonSyntaxException)
        {
            // The check of definitions says what is wrong with it.
            return false;
        }
    }

    private static void CheckDescription(JsonObject input)
    {
        if (input.String("versionDescription") is { Length: > 0 } && input.Bool("publish") is not true)
        {
            throw WorkflowErrors.Validation("Version description can only be set when publish is true");
        }
    }
}
