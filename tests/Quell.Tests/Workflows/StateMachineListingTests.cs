using Quell.Engine.Json;
using static Quell.Tests.Workflows.StatesHouse;

namespace Quell.Tests.Workflows;

public sealed class StateMachineListingTests
{
    private readonly StatesHouse _house = new();

    [Fact]
    public void State_machines_are_listed_by_name_with_their_types()
    {
        _house.Create("b", ("type", "EXPRESS"));
        _house.Create("a", ("publish", true));

        _house.Call("ListStateMachines").Array("stateMachines").Objects.Select(machine => machine.ToString()).ShouldBe(
        [
            $$"""{"stateMachineArn":"{{Arn("a")}}","name":"a","type":"STANDARD","creationDate":"2026-01-02T03:04:07Z"}""",
            $$"""{"stateMachineArn":"{{Arn("b")}}","name":"b","type":"EXPRESS","creationDate":"2026-01-02T03:04:06Z"}""",
        ]);
    }

    [Fact]
    public void A_page_has_a_hundred_where_the_request_does_not_say()
    {
        for (var number = 0; number < 101; number++)
        {
            _house.Create($"m{number:D3}");
        }

        var page = _house.Call("ListStateMachines", ("maxResults", 0));
        page.Array("stateMachines").Count.ShouldBe(100);
        _house.List("ListStateMachines", "stateMachines", "name", ("nextToken", page["nextToken"])).ShouldBe(["m100"]);
        _house.Call("ListStateMachines", ("maxResults", 1000)).Has("nextToken").ShouldBeFalse();
    }

    [Fact]
    public void Metadata_alone_has_an_empty_definition()
    {
        var arn = _house.Create("block");

        var described = _house.Call("DescribeStateMachine", ("stateMachineArn", arn), ("includedData", "METADATA_ONLY"));

        (described.String("definition"), described.String("roleArn")).ShouldBe(("{}", Role));
    }

    [Fact]
    public void The_variables_that_states_refer_to_are_told_by_state()
    {
        const string Referring =
            """
            {"StartAt":"Set","States":{
              "Set":{"Type":"Pass","Assign":{"limit":5,"who":"me"},"Next":"Use"},
              "Use":{"Type":"Pass","Parameters":{"States":{"a.$":"$limit"},"b.$":"States.Format('{} {}', $who, States.MathAdd($limit, 1))","c.$":"$.input"},"Next":"Both"},
              "Both":{"Type":"Parallel","Branches":[{"StartAt":"Left","States":{"Left":{"Type":"Wait","SecondsPath":"$limit","End":true}}}],"Next":"Each"},
              "Each":{"Type":"Map","QueryLanguage":"JSONata","Items":"{% [1..$limit] %}","ItemProcessor":{"StartAt":"Inner","States":{
                "Inner":{"Type":"Pass","QueryLanguage":"JSONata","Output":"{% $who & $states.input & ($own := 1; $own) %}","End":true}}},"End":true}}}
            """;
        var arn = _house.Create("block");
        _house.Describe(arn).Has("variableReferences").ShouldBeFalse();

        _house.Update(arn, Referring);

        _house.Describe(_house.Publish(arn)).Object("variableReferences")!.ToString().ShouldBe("""{"Use":["who","limit"],"Left":["limit"],"Each":["limit"],"Inner":["who"]}""");
    }

    [Fact]
    public void Other_accounts_and_regions_see_nothing()
    {
        var arn = _house.Create("block");

        foreach (var scope in new[] { StatesHouse.Scope with { Account = "111111111111" }, StatesHouse.Scope with { Region = "eu-west-1" } })
        {
            Should.Throw<Quell.Aws.AwsException>(() => _house.Call(scope, "DescribeStateMachine", JsonObject.Of(("stateMachineArn", arn))))
                .Code.ShouldBe("StateMachineDoesNotExist");
            _house.Call(scope, "DeleteStateMachine", JsonObject.Of(("stateMachineArn", arn)));
            _house.Call(scope, "ListStateMachines", JsonObject.Empty).Array("stateMachines").Count.ShouldBe(0);
        }

        _house.Describe(arn).String("name").ShouldBe("block");
    }
}
