using Quell.Aws.Models;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;

namespace Quell.Workflows.Tasks;

/// <summary>
/// The outcome of <c>states:startExecution.sync</c> and <c>.sync:2</c> when the execution has ended (developer guide, "Start a new
/// AWS Step Functions state machine from a running execution").
/// </summary>
internal static class NestedExecution
{
    /// <param name="resource">The waiting state's resource.</param>
    /// <param name="description">What DescribeExecution says of the execution, by the model's names.</param>
    public static TaskOutcome Outcome(TaskResource.Integration resource, JsonObject description)
    {
        var shown = new AnswerWriter(MemberNames.Optimized).Write(Shape, description, null);
        if (resource.Pattern == TaskPattern.Sync2)
        {
            shown = Parsed(Parsed(shown, "Input"), "Output");
        }

        return description.String("status") == "SUCCEEDED"
            ? TaskOutcome.Of(resource, shown)
            : new TaskOutcome.Failed("States.TaskFailed", shown.ToString());
    }

    /// <summary>DescribeExecution's output.</summary>
    public static Shape.Structure? Shape => ServiceCatalog.Default.Get("stepfunctions").Find("DescribeExecution")?.Output;

    private static JsonObject Parsed(JsonObject shown, string name) =>
        shown.String(name) is { } text ? shown.With(name, JsonValue.Parse(text)) : shown;
}
