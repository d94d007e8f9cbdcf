using System.Diagnostics.CodeAnalysis;
using Quell.Engine.Scopes;

namespace Quell.Engine.Workflows.Tasks;

/// <summary>
/// A Task state's <c>Resource</c>, understood (developer guide, "Task workflow state", "Discover service integration patterns"):
/// whom the state asks, and which events of the history tell of it.
/// </summary>
internal abstract record TaskResource
{
    private TaskResource(string text) => Text = text;

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>What the cause of <c>States.DataLimitExceeded</c> calls the task.</summary>
    public string NameInCauses => this is Integration integration ? integration.ResourceType : Text;

    /// <param name="text">An ARN: of a function, an activity, or one that stands for an integration.</param>
    /// <param name="resource">What it means; null where it means nothing.</param>
    /// <param name="error">
    /// Why it means nothing, in AWS's words where AWS refuses it too; null where it means something. Whether the service and the
    /// action of an <c>aws-sdk</c> integration exist is not looked at: only the service models know.
    /// </param>
    public static bool TryParse(string text, [NotNullWhen(true)] out TaskResource? resource, [NotNullWhen(false)] out string? error)
    {
        (resource, error) = (null, null);
        if (!Arn.TryParse(text, out var arn))
        {
            error = "Value is not a valid resource ARN";
            return false;
        }

        resource = (arn.Service, arn.Resource.Split(':')) switch
        {
            ("lambda", ["function", { Length: > 0 }] or ["function", { Length: > 0 }, { Length: > 0 }]) when IsPlaced(arn) => new Function(text, arn),
            ("states", ["activity", { Length: > 0 }]) when IsPlaced(arn) => new Activity(text, arn),
            ("states", _) when arn is { Region: "", Account: "" } => ReadIntegration(text, arn.Resource),
            _ => null,
        };
        error = resource is Integration { IsSdk: false } optimized
            ? OptimizedIntegrations.Check(optimized)
            : resource is null ? Unrecognized(text) : null;
        resource = error is null ? resource : null;
        return resource is not null;
    }

    /// <summary>What AWS says to an ARN that stands for nothing it could call.</summary>
    public static string Unrecognized(string text) =>
        $"The resource provided {text} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.";

    public sealed override string ToString() => Text;

    private static bool IsPlaced(Arn arn) => arn is { Region.Length: > 0, Account.Length: > 0 };

    /// <summary>Reads <c>service:action</c> or <c>aws-sdk:service:action</c>, each with or without a pattern.</summary>
    private static Integration? ReadIntegration(string text, string resource)
    {
        var cut = resource.IndexOf('.', StringComparison.Ordinal);
        var (called, suffix) = cut < 0 ? (resource, "") : (resource[..cut], resource[cut..]);
        TaskPattern? pattern = suffix switch
        {
            "" => TaskPattern.RequestResponse,
            ".sync" => TaskPattern.Sync,
            ".sync:2" => TaskPattern.Sync2,
            ".waitForTaskToken" => TaskPattern.WaitForTaskToken,
            _ => null,
        };
        return (pattern, called.Split(':')) switch
        {
            ({ } known, [{ Length: > 0 } service, { Length: > 0 } action]) => new(text, service, action, known, IsSdk: false),
            (TaskPattern.RequestResponse or TaskPattern.WaitForTaskToken, ["aws-sdk", { Length: > 0 } service, { Length: > 0 } action]) =>
                new(text, service, action, pattern.Value, IsSdk: true),
            _ => null,
        };
    }

    /// <summary>A function under its own ARN; its input is the function's event. Told as <c>LambdaFunctionScheduled</c> and so on.</summary>
    internal sealed record Function(string Text, Arn Arn) : TaskResource(Text);

    /// <summary>An activity, whose workers ask for tasks. Told as <c>ActivityScheduled</c> and so on.</summary>
    internal sealed record Activity(string Text, Arn Arn) : TaskResource(Text);

    /// <summary>A call of a service. Told as <c>TaskScheduled</c> and so on.</summary>
    /// <param name="Text">As it was written.</param>
    /// <param name="Service">The service as the ARN names it: <c>sqs</c>, <c>http</c>; of the SDK for Java where <paramref name="IsSdk"/>: <c>sfn</c>.</param>
    /// <param name="Action">The action in camel case: <c>sendMessage</c>.</param>
    /// <param name="Pattern">What the state waits for.</param>
    /// <param name="IsSdk">An AWS SDK integration (<c>aws-sdk:…</c>), not an optimized one.</param>
    internal sealed record Integration(string Text, string Service, string Action, TaskPattern Pattern, bool IsSdk) : TaskResource(Text)
    {
        /// <summary>The history's <c>resourceType</c>.</summary>
        public string ResourceType => IsSdk ? "aws-sdk:" + Service : Service;

        /// <summary>The history's <c>resource</c>: the action with its pattern.</summary>
        public string Resource => Action + Suffix;

        /// <summary>The pattern as the ARN has it; empty for request and response.</summary>
        public string Suffix => Pattern switch
        {
            TaskPattern.Sync => ".sync",
            TaskPattern.Sync2 => ".sync:2",
            TaskPattern.WaitForTaskToken => ".waitForTaskToken",
            _ => "",
        };

        /// <summary>Whether the state goes on only after something else than the service's answer.</summary>
        public bool Waits => Pattern != TaskPattern.RequestResponse;
    }
}
