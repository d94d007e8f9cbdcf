using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Functions;

/// <summary>AddPermission, RemovePermission and GetPolicy: the resource policies of functions, versions and aliases.</summary>
internal static class FunctionPermissions
{
    public static JsonObject AddPermission(OperationContext context)
    {
        var name = Existing(context);
        var input = context.Input;
        var sid = input.String("StatementId") ?? "";
        var document = Document(context, name) ?? JsonObject.Of(("Version", "2012-10-17"), ("Id", "default"), ("Statement", JsonArray.Empty));
        if (document.Array("Statement").Objects.Any(each => each.String("Sid") == sid))
        {
            throw FunctionErrors.Conflict($"The statement id ({sid}) provided already exists. Please provide a new statement id, or remove the existing statement.");
        }

        if (input.String("Action") is not { } action || !(action == "*" || action.StartsWith("lambda:", StringComparison.Ordinal)))
        {
            throw FunctionErrors.Constraint("action", input.String("Action") ?? "", @"Member must satisfy regular expression pattern: (lambda:[*]|lambda:[a-zA-Z]+|[*])");
        }

        var condition = Condition(input);
        var statement = JsonObject.Of(
            ("Sid", sid),
            ("Effect", "Allow"),
            ("Principal", Principal(input.String("Principal") ?? "", name)),
            ("Action", action),
            ("Resource", name.QualifiedArn),
            ("Condition", condition.Count == 0 ? null : condition));
        Put(context, name, document.With("Statement", JsonArray.From(document.Array("Statement").Items.Append(statement))));
        return JsonObject.Of(("Statement", statement.ToString()));
    }

    public static JsonObject RemovePermission(OperationContext context)
    {
        var name = Existing(context);
        var document = Document(context, name) ?? throw NoPolicy();
        var statements = document.Array("Statement").Objects.ToList();
        var sid = context.Input.String("StatementId");
        var rest = statements.Where(each => each.String("Sid") != sid).ToList();
        if (rest.Count == statements.Count)
        {
            throw FunctionErrors.Missing($"Statement {sid} is not found in resource policy.");
        }

        if (rest.Count == 0)
        {
            context.State.Delete(name.Scope, Function.PolicyType, Id(name));
        }
        else
        {
            Put(context, name, document.With("Statement", JsonArray.From(rest)));
        }

        return JsonObject.Empty;
    }

    public static JsonObject GetPolicy(OperationContext context) =>
        context.State.Get(context.Scope, Function.PolicyType, Id(Existing(context))) ?? throw NoPolicy();

    private static FunctionName Existing(OperationContext context)
    {
        var name = context.Existing().Name;
        return name.Qualifier == FunctionName.Latest
            ? throw FunctionErrors.Invalid("We currently do not support adding policies for $LATEST.")
            : name;
    }

    private static string Id(FunctionName name) => name.Qualifier is null ? name.Name : $"{name.Name}:{name.Qualifier}";

    private static JsonObject? Document(OperationContext context, FunctionName name) =>
        context.State.Get(name.Scope, Function.PolicyType, Id(name))?.String("Policy") is { } text ? JsonValue.Parse(text) as JsonObject : null;

    private static void Put(OperationContext context, FunctionName name, JsonObject document) => context.State.Put(
        name.Scope, Function.PolicyType, Id(name), JsonObject.Of(("Policy", document.ToString()), ("RevisionId", context.Transaction.Ids.Uuid())));

    private static JsonValue Principal(string principal, FunctionName name) => principal switch
    {
        "*" => "*",
        _ when principal.Contains(".amazonaws.com", StringComparison.Ordinal) => JsonObject.Of(("Service", principal)),
        _ when principal.Length == 12 && principal.All(char.IsAsciiDigit) => JsonObject.Of(("AWS", $"arn:{name.Scope.Partition}:iam::{principal}:root")),
        _ when principal.StartsWith("arn:", StringComparison.Ordinal) => JsonObject.Of(("AWS", principal)),
        _ => throw FunctionErrors.Invalid("The provided principal was invalid. Please check the principal and try again."),
    };

    private static JsonObject Condition(JsonObject input)
    {
        var equals = JsonObject.Of(
            ("AWS:SourceAccount", input["SourceAccount"]),
            ("aws:PrincipalOrgID", input["PrincipalOrgID"]),
            ("lambda:EventSourceToken", input["EventSourceToken"]),
            ("lambda:FunctionUrlAuthType", input["FunctionUrlAuthType"]));
        return JsonObject.Of(
            ("StringEquals", equals.Count == 0 ? null : equals),
            ("Bool", input["InvokedViaFunctionUrl"] is { } isViaUrl ? JsonObject.Of(("lambda:InvokedViaFunctionUrl", isViaUrl)) : null),
            ("ArnLike", input["SourceArn"] is { } source ? JsonObject.Of(("AWS:SourceArn", source)) : null));
    }

    private static Aws.AwsException NoPolicy() => FunctionErrors.Missing("The resource you requested does not exist.");
}
