using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Functions;

/// <summary>GetFunction, GetFunctionConfiguration and ListFunctions.</summary>
internal sealed class FunctionReading(CodeStore codes)
{
    public JsonObject GetFunction(OperationContext context)
    {
        var function = context.Existing();
        var latest = context.Existing(function.Name with { Qualifier = null });
        return JsonObject.Of(
            ("Configuration", Described(function)),
            ("Code", JsonObject.Of(
                ("RepositoryType", "S3"),
                ("Location", new Uri(codes.PackagePath(function.CodeSha256)).AbsoluteUri))),
            ("Tags", latest.Value["Tags"]),
            ("Concurrency", latest.ReservedConcurrency is { } reserved ? JsonObject.Of(("ReservedConcurrentExecutions", reserved)) : null));
    }

    public static JsonObject GetFunctionConfiguration(OperationContext context) => Described(context.Existing());

    public static JsonObject ListFunctions(OperationContext context)
    {
        var state = context.State.Current;
        var functions = state.List(context.Scope, Function.Type).Values
            .Select(value => new Function(new(context.Scope, value.String("FunctionName") ?? "", null), value));
        var listed = context.Input.String("FunctionVersion") == "ALL"
            ? functions.SelectMany(function => Function.Versions(state, function.Name).Prepend(FunctionVersions.Latest(function)))
            : functions.Select(function => function.Described);
        return context.Input.Page("Functions", listed);
    }

    private static JsonObject Described(Function function) => function.Name.Qualifier is null
        ? function.Described
        : function.Described.With("FunctionArn", function.Name.QualifiedArn);
}
