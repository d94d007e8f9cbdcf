using Quell.Aws;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows;
using Quell.Workflows.Running;

namespace Quell.Workflows.Rehearsing;

/// <summary>
/// Runs a definition on an input as a Standard execution, without a server, on a clock that skips what is waited for. It answers in
/// AWS's forms: a status with output, or error and cause, and the history; what AWS would not even start has an error and a cause only.
/// </summary>
internal sealed class RehearsedRun(MockedCalls calls, TimeProvider time)
{
    /// <summary>The account and role of rehearsed executions: those of the recorded executions that the tests compare with.</summary>
    private const string Account = "111111111111";
    private const string Role = $"arn:aws:iam::{Account}:role/sfn_role";
    private const string Region = "us-east-1";
    private const string Machine = "machine";
    private const string Name = "run";

    /// <param name="definition">As CreateStateMachine takes it.</param>
    /// <param name="input">JSON text; null for <c>{}</c>.</param>
    public JsonObject Run(string definition, string? input)
    {
        try
        {
            DefinitionCheck.Require(definition, isExpress: false);
        }
        catch (AwsException refusal)
        {
            return Refusal(refusal.Code, refusal.Message);
        }

        if (input?.Length > Visit.LargestData)
        {
            return Refusal(
                "ValidationException",
                $"1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to {Visit.LargestData}");
        }

        try
        {
            var compiled = WorkflowDefinition.Compile((JsonObject)JsonValue.Parse(definition));
            var (execution, events) = new Rehearsal(compiled, calls.Perform).Run(Identity(), JsonValue.ParseSpelled(input ?? "{}"), time.GetUtcNow());
            return Answer(execution, events);
        }
        catch (JsonSyntaxException wrong)
        {
            // The definition has been read before: it is the input.
            return Refusal("InvalidExecutionInput", $"Invalid State Machine Execution Input: '{wrong.Message}'");
        }
        catch (DefinitionException wrong)
        {
            return Refusal("InvalidDefinition", $"Invalid State Machine Definition: '{wrong.Message}'");
        }
    }

    private static JsonObject Answer(Execution execution, IReadOnlyList<HistoryEvent> events) => JsonObject.Of(
        ("status", ExecutionDescription.Status(execution.Status)),
        ("output", execution.Output?.ToSpelledString()),
        ("error", execution.Error),
        ("cause", execution.Cause),
        ("history", JsonArray.From(events.Select(each => HistoryText.Of(each)))));

    private static JsonObject Refusal(string error, string cause) => JsonObject.Of(("error", error), ("cause", cause));

    private static WorkflowIdentity Identity()
    {
        const string Execution = $"arn:aws:states:{Region}:{Account}:execution:{Machine}:{Name}";
        const string StateMachine = $"arn:aws:states:{Region}:{Account}:stateMachine:{Machine}";
        return new()
        {
            ExecutionArn = Execution,
            ExecutionName = Name,
            RoleArn = Role,
            StateMachineArn = StateMachine,
            StateMachineName = Machine,
            Region = Region,
            Seed = Name,
            Token = static pending => $"token-{pending}",
            Unusable = static (resource, arguments) => WorkflowLanguage.Mistake(resource, arguments, new(Execution, StateMachine)),
            MapRunArn = static (label, number) => $"arn:aws:states:{Region}:{Account}:mapRun:{Machine}/{label}:{Name}-{number}",
        };
    }
}
