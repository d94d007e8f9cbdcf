using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;
using Quell.Workflows.Tasks;

namespace Quell.Workflows.Testing;

/// <summary>What a tested state comes to in place of a call, of its branches or of its iterations (API reference, "MockInput").</summary>
internal static class StateMock
{
    private static readonly string[] Mockable = ["Task", "Map", "Parallel"];

    /// <summary>Reads a request's <c>mock</c> and holds it to the state.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="AwsException"><c>ValidationException</c>; <c>InvalidDefinition</c> for a state that cannot be tested without one.</exception>
    public static TaskOutcome? Read(JsonObject? mock, TestedState state)
    {
        if (mock is null)
        {
            RequireNone(state);
            return null;
        }

        if (!Mockable.Contains(state.Type))
        {
            throw WorkflowErrors.Validation($"State type '{state.Type}' is not supported when a mock is specified");
        }

        var (result, error) = (mock.String("result"), mock.Object("errorOutput"));
        if (result is null == error is null)
        {
            throw WorkflowErrors.Validation("A test mock should have only one of the following fields: [result, errorOutput].");
        }

        if (error is not null)
        {
            return new TaskOutcome.Failed(
                error.String("error") ?? throw WorkflowErrors.Validation("A mocked errorOutput must have an error."), error.String("cause") ?? "");
        }

        var value = Parse(result!);
        return Mistake(state, value, Mode(mock)) is { } mistake ? throw WorkflowErrors.Validation(mistake) : new TaskOutcome.Succeeded(value);
    }

    private static MockValidation Mode(JsonObject mock) => mock.String("fieldValidationMode") switch
    {
        "NONE" => MockValidation.None,
        "PRESENT" => MockValidation.Present,
        _ => MockValidation.Strict,
    };

    private static JsonValue Parse(string result)
    {
        try
        {
            return JsonValue.ParseSpelled(result);
        }
        catch (JsonSyntaxException wrong)
        {
            throw WorkflowErrors.Validation($"Mocked result must be valid JSON: {wrong.Message}");
        }
    }

    private static string? Mistake(TestedState state, JsonValue result, MockValidation mode) => state.Type switch
    {
        "Map" when state.Definition.Has("ResultWriter") => result is JsonObject ? null : "Mocked result must be a JSON object.",
        "Map" => result is JsonArray ? null : "Mocked result must be an array.",
        "Parallel" when result is not JsonArray => "Mocked result must be an array.",
        "Parallel" => ((JsonArray)result).Count == state.Definition.Array("Branches").Count
            ? null : "Mocked result must contain the same number of items as number of Parallel branches.",
        _ => TaskResource.TryParse(state.Definition.String("Resource") ?? "", out var resource, out _) ? MockResultCheck.Check(resource, result, mode) : null,
    };

    /// <summary>"TestState only supports the following when a mock is specified" (API reference, TestState).</summary>
    private static void RequireNone(TestedState state)
    {
        if (state.Type is "Map" or "Parallel")
        {
            throw WorkflowErrors.InvalidDefinition(
                "TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]");
        }

        var isKnown = TaskResource.TryParse(state.Definition.String("Resource") ?? "", out var resource, out _);
        if (isKnown && resource is TaskResource.Activity)
        {
            throw WorkflowErrors.InvalidDefinition("TestState API does not support activities unless a mock is specified.");
        }

        if (isKnown && resource is TaskResource.Integration { Waits: true } waiting)
        {
            throw WorkflowErrors.InvalidDefinition($"TestState API does not support the {waiting.Suffix} service integration pattern unless a mock is specified.");
        }
    }
}
