using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Functions;

/// <summary>The settings of asynchronous invocation: Put, Update, Get, Delete and ListFunctionEventInvokeConfig(s).</summary>
internal static class EventInvokeConfigs
{
    private static readonly string[] Kinds = ["sqs", "sns", "lambda", "events"];

    public static JsonObject PutFunctionEventInvokeConfig(OperationContext context) => Set(context, JsonObject.Empty);

    public static JsonObject UpdateFunctionEventInvokeConfig(OperationContext context) => Set(context, Existing(context));

    public static JsonObject GetFunctionEventInvokeConfig(OperationContext context) => Existing(context);

    public static JsonObject DeleteFunctionEventInvokeConfig(OperationContext context)
    {
        Existing(context);
        context.State.Delete(context.Scope, Function.InvokeConfigType, Id(context.Named()));
        return JsonObject.Empty;
    }

    public static JsonObject ListFunctionEventInvokeConfigs(OperationContext context)
    {
        var name = context.ExistingLatest().Name;
        return context.Input.Page("FunctionEventInvokeConfigs", context.State.Current.List(context.Scope, Function.InvokeConfigType)
            .Where(entry => entry.Key.StartsWith(name.Name + ":", StringComparison.Ordinal))
            .Select(entry => entry.Value));
    }

    private static JsonObject Set(OperationContext context, JsonObject config)
    {
        var name = context.Existing().Name;
        foreach (var member in new[] { "MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig" })
        {
            config = context.Input[member] is { } value ? config.With(member, value) : config;
        }

        Between(config, "MaximumRetryAttempts", 0, 2);
        Between(config, "MaximumEventAgeInSeconds", 60, 21_600);
        foreach (var side in new[] { "OnSuccess", "OnFailure" })
        {
            var destination = config.Object("DestinationConfig")?.Object(side)?.String("Destination");
            if (!string.IsNullOrEmpty(destination) && !(Arn.TryParse(destination, out var arn) && Kinds.Contains(arn.Service)))
            {
                throw FunctionErrors.Invalid($"The destination {destination} is not supported: it must be the ARN of a queue, topic, function or event bus.");
            }
        }

        config = config
            .With("FunctionArn", $"{name.Arn}:{name.Qualifier ?? FunctionName.Latest}")
            .With("LastModified", context.NowText);
        context.State.Put(name.Scope, Function.InvokeConfigType, Id(name), config);
        return config;
    }

    private static string Id(FunctionName name) => $"{name.Name}:{name.Qualifier ?? FunctionName.Latest}";

    private static JsonObject Existing(OperationContext context)
    {
        var name = context.Existing().Name;
        return context.State.Get(name.Scope, Function.InvokeConfigType, Id(name))
            ?? throw FunctionErrors.Missing($"The function {name.QualifiedArn} doesn't have an EventInvokeConfig");
    }

    private static void Between(JsonObject config, string member, long least, long most)
    {
        if (config.Long(member) is { } value && (value < least || value > most))
        {
            var path = char.ToLowerInvariant(member[0]) + member[1..];
            throw FunctionErrors.Constraint(path, $"{value}", value < least
                ? $"Member must have value greater than or equal to {least}"
                : $"Member must have value less than or equal to {most}");
        }
    }
}
