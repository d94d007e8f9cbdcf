using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>
/// Invokes a Lambda function ("aws:invokeLambdaFunction"). Selectors see the answer, and at its top also the members of what the function
/// returned, as the page on <c>aws:loop</c> selects them. A function that failed fails the step.
/// </summary>
internal sealed class AwsInvokeFunction() : RunbookAction("aws:invokeLambdaFunction")
{
    public override TimeSpan? Timeout => LongestTimeout;

    /// <summary>300 seconds ("aws:invokeLambdaFunction").</summary>
    public override TimeSpan? LongestTimeout { get; } = TimeSpan.FromSeconds(300);

    public override void Enter(StepVisit visit)
    {
        _ = visit.Inputs.Text("FunctionName");
        var payload = visit.Inputs.Values["Payload"] ?? visit.Inputs.Values["InputPayload"];
        visit.Call("lambda", "Invoke", visit.Inputs.Without("InputPayload").With("Payload", payload is null ? null : TypeConversion.Plain(payload)));
    }

    public override void Answered(StepVisit visit, Work work, JsonValue output)
    {
        var answer = output as JsonObject ?? JsonObject.Empty;
        var payload = Parsed(answer["Payload"]);
        var predefined = JsonObject.Of(
            ("StatusCode", answer["StatusCode"]), ("FunctionError", answer["FunctionError"]), ("LogResult", answer["LogResult"]), ("Payload", payload));
        if (answer.String("FunctionError") is { } failed)
        {
            visit.Keep(predefined);
            throw new StepException($"The function {visit.Inputs.Text("FunctionName")} returned an error ({failed}): {payload}") { Error = failed };
        }

        visit.Succeed(payload is JsonObject members ? members.Merge(predefined) : predefined, predefined);
    }

    private static JsonValue? Parsed(JsonValue? payload)
    {
        if (payload is not JsonString { Value: var text })
        {
            return payload;
        }

        try
        {
            return text.Length == 0 ? null : JsonValue.Parse(text);
        }
        catch (JsonSyntaxException)
        {
            // A custom runtime may answer with any text.
            return payload;
        }
    }
}
