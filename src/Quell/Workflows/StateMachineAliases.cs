using System.Globalization;
using Quell.Aws.Operations;
using Quell.Aws.Protocols;
using Quell.Engine.Json;

namespace Quell.Workflows;

/// <summary>The aliases of state machines (API Reference, CreateStateMachineAlias and its kin).</summary>
internal static class StateMachineAliases
{
    /// <summary>Aliases of a state machine (developer guide, "Step Functions service quotas").</summary>
    private const int MostAliases = 100;

    /// <summary>The same request once more has the same answer.</summary>
    public static JsonObject CreateStateMachineAlias(OperationContext context)
    {
        var (input, name) = (context.Input, context.Input.String("name") ?? "");
        CheckName(name);
        var machine = AliasRouting.Check(context, input.Array("routingConfiguration"));
        var arn = machine.WithAlias(name);
        if (StateMachines.IsDeleting(context.Existing(machine)))
        {
            throw WorkflowErrors.StateMachineDeleting($"{machine}");
        }

        if (StateMachines.FindQualified(context.State.Current, arn) is { } existing)
        {
            return existing.String("description") == input.String("description") && Equals(existing["routingConfiguration"], input["routingConfiguration"])
                ? Created(existing)
                : throw WorkflowErrors.Conflict(
                    "Failed to create alias because an alias with the same name and a different routing configuration already exists.");
        }

        if (StateMachines.Aliases(context.State.Current, arn).Count() >= MostAliases)
        {
            throw WorkflowErrors.QuotaExceeded($"A state machine has at most {MostAliases} aliases.");
        }

        var now = Timestamps.ToNeutral(context.Now);
        var alias = JsonObject.Of(
            ("stateMachineAliasArn", $"{arn}"),
            ("name", name),
            ("description", input["description"]),
            ("routingConfiguration", input["routingConfiguration"]),
            ("creationDate", now),
            ("updateDate", now));
        Put(context, arn, alias);
        return Created(alias);
    }

    public static JsonObject UpdateStateMachineAlias(OperationContext context)
    {
        var (arn, alias) = Existing(context);
        if (!context.Input.Has("description") && !context.Input.Has("routingConfiguration"))
        {
            throw WorkflowErrors.MissingParameter("Either the description or the RoutingConfiguration must be specified");
        }

        if (StateMachines.IsDeleting(context.Existing(arn)))
        {
            throw WorkflowErrors.StateMachineDeleting($"{arn.Unqualified}");
        }

        if (context.Input.Has("routingConfiguration") && AliasRouting.Check(context, context.Input.Array("routingConfiguration")) != arn.Unqualified)
        {
            throw WorkflowErrors.Validation($"Routing configuration must contain versions of {arn.Unqualified}.");
        }

        alias = alias
            .With("description", context.Input["description"] ?? alias["description"])
            .With("routingConfiguration", context.Input["routingConfiguration"] ?? alias["routingConfiguration"])
            .With("updateDate", Timestamps.ToNeutral(context.Now));
        Put(context, arn, alias);
        return JsonObject.Of(("updateDate", alias["updateDate"]));
    }

    public static JsonObject DescribeStateMachineAlias(OperationContext context) => Existing(context).Alias;

    /// <summary>That it is not there is no failure.</summary>
    public static JsonObject DeleteStateMachineAlias(OperationContext context)
    {
        var arn = Named(context);
        if (arn.Scope == context.Scope)
        {
            context.State.Delete(arn.Scope, StateMachines.AliasType, StateMachines.QualifiedId(arn));
            context.Touches($"{arn}", "AWS::StepFunctions::StateMachineAlias");
        }

        return JsonObject.Empty;
    }

    /// <summary>The aliases of a state machine, or those that lead to one of its versions; the newest first.</summary>
    public static JsonObject ListStateMachineAliases(OperationContext context)
    {
        var text = context.Input.String("stateMachineArn") ?? "";
        var arn = StateMachines.Parsed(text);
        if (arn.Label is not null || (arn.Qualifier is not null && arn.Version is null))
        {
            throw WorkflowErrors.InvalidArn(text);
        }

        context.Existing(arn);
        return WorkflowPage.Of(context.Input, "stateMachineAliases", StateMachines.Aliases(context.State.Current, arn)
            .Where(alias => arn.Version is null || AliasRouting.Uses(alias, arn))
            .Select(alias => (
                Key(alias),
                JsonObject.Of(("stateMachineAliasArn", alias["stateMachineAliasArn"]), ("creationDate", alias["creationDate"])))));
    }

    /// <summary>The model's pattern, which looks ahead and which the check of all requests therefore leaves out.</summary>
    private static void CheckName(string name)
    {
        if (!name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.') || name.All(char.IsAsciiDigit))
        {
            throw WorkflowErrors.Validation(
                $"1 validation error detected: Value '{name}' at 'name' failed to satisfy constraint: "
                + @"Member must satisfy regular expression pattern: ^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$");
        }
    }

    private static string Key(JsonObject alias)
    {
        Timestamps.TryRead(alias.String("creationDate") ?? "", out var created);
        return $"{(long.MaxValue - created.UtcTicks).ToString("D19", CultureInfo.InvariantCulture)} {alias.String("name")}";
    }

    private static JsonObject Created(JsonObject alias) =>
        JsonObject.Of(("stateMachineAliasArn", alias["stateMachineAliasArn"]), ("creationDate", alias["creationDate"]));

    private static void Put(OperationContext context, StatesArn.StateMachine arn, JsonObject alias)
    {
        context.State.Put(arn.Scope, StateMachines.AliasType, StateMachines.QualifiedId(arn), alias);
        context.Touches($"{arn}", "AWS::StepFunctions::StateMachineAlias");
    }

    private static (StatesArn.StateMachine Arn, JsonObject Alias) Existing(OperationContext context)
    {
        var arn = Named(context);
        return arn.Scope == context.Scope && StateMachines.FindQualified(context.State.Current, arn) is { } alias
            ? (arn, alias)
            : throw WorkflowErrors.NoResource("Request references a resource that does not exist.");
    }

    private static StatesArn.StateMachine Named(OperationContext context)
    {
        var text = context.Input.String("stateMachineAliasArn") ?? "";
        return StateMachines.Parsed(text) is { Qualifier: not null, Version: null } arn ? arn : throw WorkflowErrors.InvalidArn(text);
    }
}
