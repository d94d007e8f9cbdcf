using System.Text;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Policies;

namespace Quell.Events.Operations;

/// <summary>The resource policy of a bus: who else may put events on it.</summary>
internal static class BusPolicy
{
    /// <summary>"The permission policy on the event bus cannot exceed 10 KB in size" (API reference, PutPermission).</summary>
    private const int MaxLength = 10_240;

    private static readonly string[] Required = ["Effect", "Principal", "Action", "Resource"];

    /// <summary>Sets the whole policy, or adds a statement for one account (API reference, PutPermission).</summary>
    public static JsonObject PutPermission(OperationContext context)
    {
        var name = context.BusName();
        var bus = context.RequiredBus(name);
        var policy = context.Input.String("Policy") is { } whole
            ? Read(whole)
            : WithStatement(Of(bus), Statement(context, bus));
        var text = policy.ToString();
        if (Encoding.UTF8.GetByteCount(text) > MaxLength)
        {
            throw new Aws.AwsException("PolicyLengthExceededException", "The event bus policy is too long.");
        }

        context.PutBus(name, bus.With("Policy", text));
        return JsonObject.Empty;
    }

    public static JsonObject RemovePermission(OperationContext context)
    {
        var name = context.BusName();
        var bus = context.RequiredBus(name);
        if (context.Input.Bool("RemoveAllPermissions") == true)
        {
            context.PutBus(name, bus.Without("Policy"));
            return JsonObject.Empty;
        }

        var id = context.Input.String("StatementId");
        var statements = Of(bus).Array("Statement");
        var rest = JsonArray.From(statements.Objects.Where(statement => statement.String("Sid") != id));
        if (id is null || rest.Count == statements.Count)
        {
            throw EventErrors.NotFound("Statement with the provided id does not exist.");
        }

        context.PutBus(name, bus.With("Policy", rest.Count == 0 ? null : (JsonValue)Of(bus).With("Statement", rest).ToString()));
        return JsonObject.Empty;
    }

    // A policy may have one statement without a list around it.
    private static JsonObject Of(JsonObject bus) => bus.String("Policy") is { } text
        ? Read(text) is var policy && policy["Statement"] is JsonObject one ? policy.With("Statement", JsonArray.From([one])) : policy
        : JsonObject.Of(("Version", "2012-10-17"), ("Statement", JsonArray.Empty));

    private static JsonObject Read(string text)
    {
        try
        {
            return JsonValue.Parse(text) is JsonObject policy && PolicyDocument.From(policy) is { } document
                ? Array.Find(Required, element => document.Statements.Any(statement => !Has(statement.Source, element))) is { } missing
                    ? throw EventErrors.Validation($"The policy is not valid: a statement has no {missing}.")
                    : policy
                : throw EventErrors.Validation("The policy is not valid: it has no Statement.");
        }
        catch (JsonSyntaxException fault)
        {
            throw EventErrors.Validation($"The policy is not valid JSON: {fault.Message}");
        }
    }

    private static bool Has(JsonObject statement, string element) => statement.Has(element) || statement.Has("Not" + element);

    private static JsonObject WithStatement(JsonObject policy, JsonObject statement) => policy.With(
        "Statement",
        JsonArray.From([.. policy.Array("Statement").Objects.Where(other => other.String("Sid") != statement.String("Sid")), statement]));

    private static JsonObject Statement(OperationContext context, JsonObject bus)
    {
        if (context.Input.String("Action") is not { } action || context.Input.String("Principal") is not { } principal
            || context.Input.String("StatementId") is not { } id)
        {
            throw EventErrors.Validation("Either Policy, or Action, Principal and StatementId must be provided.");
        }

        var condition = context.Input.Object("Condition");
        if (condition is not null && (condition.String("Type"), condition.String("Key")) != ("StringEquals", "aws:PrincipalOrgID"))
        {
            throw EventErrors.Validation("Condition takes the Type StringEquals and the Key aws:PrincipalOrgID; give anything else in a Policy.");
        }

        return JsonObject.Of(
            ("Sid", id),
            ("Effect", "Allow"),
            ("Principal", principal == "*" ? "*" : JsonObject.Of(("AWS", $"arn:{context.Scope.Partition}:iam::{principal}:root"))),
            ("Action", action),
            ("Resource", bus["Arn"]),
            ("Condition", condition is null ? null : JsonObject.Of(
                (condition.String("Type") ?? "", JsonObject.Of((condition.String("Key") ?? "", condition["Value"]))))));
    }
}
