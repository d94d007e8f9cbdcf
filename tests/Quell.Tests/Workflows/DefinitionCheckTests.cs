using Quell.Engine.Json;
using static Quell.Tests.Workflows.StatesHouse;

namespace Quell.Tests.Workflows;

public sealed class DefinitionCheckTests
{
    /// <summary>Three errors, and a path that needs no <c>.$</c> for a warning.</summary>
    private const string Wrong =
        """{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"X"},"B":{"Type":"Pass","Next":"Y"},"C":{"Type":"Pass","Next":"Z"}}}""";

    private readonly StatesHouse _house = new();

    [Fact]
    public void A_right_definition_has_nothing_to_be_said_about()
    {
        _house.Call("ValidateStateMachineDefinition", ("definition", Definition)).ToString()
            .ShouldBe("""{"result":"OK","diagnostics":[],"truncated":false}""");
    }

    [Fact]
    public void Errors_are_told_with_their_places_and_no_more_than_asked_for()
    {
        var all = _house.Call("ValidateStateMachineDefinition", ("definition", Wrong), ("maxResults", 0));
        var first = _house.Call("ValidateStateMachineDefinition", ("definition", Wrong), ("maxResults", 1));

        (all.String("result"), all.Bool("truncated")).ShouldBe(("FAIL", false));
        all.Array("diagnostics").Count.ShouldBeGreaterThanOrEqualTo(3);
        (first.String("result"), first.Bool("truncated")).ShouldBe(("FAIL", true));
        first.Array("diagnostics").ShouldHaveSingleItem().ShouldBe(all.Array("diagnostics")[0]);
    }

    [Fact]
    public void Warnings_are_told_when_they_are_asked_for_and_fail_nothing()
    {
        const string Suspect = """{"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"a":"$.b"},"End":true}}}""";

        _house.Call("ValidateStateMachineDefinition", ("definition", Suspect)).Array("diagnostics").Count.ShouldBe(0);
        var warned = _house.Call("ValidateStateMachineDefinition", ("definition", Suspect), ("severity", "WARNING"));

        warned.String("result").ShouldBe("OK");
        warned.Array("diagnostics").Objects.ShouldHaveSingleItem().String("severity").ShouldBe("WARNING");
        _house.Call("CreateStateMachine", ("name", "suspect"), ("definition", Suspect), ("roleArn", Role)).String("stateMachineArn").ShouldBe(Arn("suspect"));
    }

    [Fact]
    public void An_express_state_machine_cannot_wait_for_a_token()
    {
        const string Waiting =
            """{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","Parameters":{"QueueUrl":"q","MessageBody.$":"$$.Task.Token"},"End":true}}}""";

        _house.Refused("CreateStateMachine", ("name", "a"), ("definition", Waiting), ("roleArn", Role), ("type", "EXPRESS")).Code.ShouldBe("InvalidDefinition");
        var express = _house.Create("b", ("type", "EXPRESS"));
        _house.Refused("UpdateStateMachine", ("stateMachineArn", express), ("definition", Waiting)).Code.ShouldBe("InvalidDefinition");
        _house.Call("ValidateStateMachineDefinition", ("definition", Waiting), ("type", "EXPRESS")).String("result").ShouldBe("FAIL");
        _house.Call("ValidateStateMachineDefinition", ("definition", Waiting)).String("result").ShouldBe("OK");
    }

    /// <summary>What AWS answered (../shared/conformance/README.md).</summary>
    [ValidationCasesFact, Trait("Requirement", "D21")]
    public void Definitions_are_judged_as_AWS_judges_them()
    {
        var wrong = new List<string>();
        foreach (var line in File.ReadLines(ValidationCasesFactAttribute.Source).Where(line => line.Length > 0))
        {
            var entry = (JsonObject)JsonValue.Parse(line);
            var (request, expected) = (entry.Object("request")!, entry.Object("expected")!.Without("ResponseMetadata").Without("message"));
            var actual = Answer(request);
            if (!actual.Equals(expected))
            {
                wrong.Add($"{entry.String("id")}:\n  {actual}\n  {expected}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    private JsonObject Answer(JsonObject request)
    {
        try
        {
            var output = _house.Call(Scope, request.Has("name") ? "CreateStateMachine" : "ValidateStateMachineDefinition", request);
            return output;
        }
        catch (Quell.Aws.AwsException error)
        {
            return JsonObject.Of(("Error", JsonObject.Of(("Code", error.Code), ("Message", error.Message))));
        }
    }
}

/// <summary>A test that reads the shared cases; skipped, saying so, where a clone does not have them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ValidationCasesFactAttribute : FactAttribute
{
    public ValidationCasesFactAttribute()
    {
        if (!File.Exists(Source))
        {
            Skip = "../shared/conformance/workflows/validation.jsonl is not here: AWS's judgement of definitions cannot be compared.";
        }
    }

    internal static string Source { get; } = Repository.PathOf("../shared/conformance/workflows/validation.jsonl");
}
