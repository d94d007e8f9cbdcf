using Quell.Engine.Json;
using Quell.Workflows;

namespace Quell.Tests.Workflows;

public sealed class TaskCheckTests
{
    [SharedFact("conformance/workflows/executions.jsonl")]
    public void Finds_no_mistake_in_what_the_service_took() => File.ReadLines(Shared.PathOf("conformance/workflows/executions.jsonl"))
        .Select(line => (JsonObject)JsonValue.Parse(line))
        .SelectMany(line => DefinitionCheck.Check(line.String("definition")!, isExpress: false)
            .Where(mistake => mistake.Severity == Engine.Workflows.Validation.DiagnosticSeverity.Error)
            .Select(mistake => $"{line.String("id")}: {mistake.Message} at {mistake.Location}"))
        .ShouldBeEmpty();

    [Fact]
    public void Tells_actions_and_parameters_that_there_are_not_in_every_graph()
    {
        const string Definition = """
            {"StartAt": "Each", "States": {"Each": {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "A", "States": {
              "A": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:ec2:makeCoffee", "Next": "B"},
              "B": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": {"QueueUrl": "q", "MessageBody": "b", "Colour": "red"}, "End": true} } } } } }
            """;
        DefinitionCheck.Check(Definition, isExpress: false).Select(mistake => mistake.Location).ShouldBe(
            ["/States/Each/ItemProcessor/States/A/Resource", "/States/Each/ItemProcessor/States/B/Parameters"]);
    }
}
