using Quell.Engine.Json;
using Quell.Logs;
using static Quell.Tests.Workflows.StatesHouse;

namespace Quell.Tests.Workflows;

public sealed class StateMachineCreationTests
{
    private readonly StatesHouse _house = new();

    [Fact]
    public void A_new_state_machine_has_AWSs_defaults_and_no_revisions_id()
    {
        var output = _house.Call("CreateStateMachine", ("name", "block"), ("definition", Definition), ("roleArn", Role));

        output.ToString().ShouldBe($$"""{"stateMachineArn":"{{Arn("block")}}","creationDate":"2026-01-02T03:04:06Z"}""");
        _house.Describe(Arn("block")).ShouldBe(JsonObject.Of(
            ("stateMachineArn", Arn("block")),
            ("name", "block"),
            ("status", "ACTIVE"),
            ("definition", Definition),
            ("roleArn", Role),
            ("type", "STANDARD"),
            ("creationDate", "2026-01-02T03:04:06Z"),
            ("loggingConfiguration", JsonObject.Of(("level", "OFF"), ("includeExecutionData", false))),
            ("tracingConfiguration", JsonObject.Of(("enabled", false))),
            ("encryptionConfiguration", JsonObject.Of(("type", "AWS_OWNED_KEY")))));
    }

    [Fact]
    public void The_same_request_again_answers_the_same_whatever_its_role_and_tags()
    {
        var first = _house.Call("CreateStateMachine", ("name", "block"), ("definition", Definition), ("roleArn", Role));

        var again = _house.Call(
            "CreateStateMachine", ("name", "block"), ("definition", Definition), ("roleArn", Role + "2"), ("type", "STANDARD"), ("tags", Tags(("a", "b"))));

        again.ShouldBe(first);
        _house.Describe(Arn("block")).String("roleArn").ShouldBe(Role);
        _house.Call("ListTagsForResource", ("resourceArn", Arn("block"))).Array("tags").Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("definition", "\"" + """{\"StartAt\":\"B\",\"States\":{\"B\":{\"Type\":\"Succeed\"}}}""" + "\"")]
    [InlineData("type", "\"EXPRESS\"")]
    [InlineData("tracingConfiguration", """{"enabled":true}""")]
    [InlineData("loggingConfiguration", """{"level":"OFF","includeExecutionData":true}""")]
    [InlineData("publish", "true")]
    public void Another_request_under_the_same_name_is_refused(string member, string value)
    {
        _house.Create("block");

        var input = JsonObject.Of(("name", "block"), ("definition", Definition), ("roleArn", Role)).With(member, JsonValue.Parse(value));
        _house.Refused("CreateStateMachine", [.. input.Select(pair => (pair.Key, (JsonValue?)pair.Value))])
            .ShouldBe(("StateMachineAlreadyExists", $"State Machine Already Exists: '{Arn("block")}'"));
    }

    [Fact]
    public void Publishing_at_once_makes_the_first_version_and_is_repeatable()
    {
        (string, JsonValue?)[] input = [("name", "block"), ("definition", Definition), ("roleArn", Role), ("publish", true), ("versionDescription", "one")];

        var output = _house.Call("CreateStateMachine", input);

        output.String("stateMachineVersionArn").ShouldBe(Arn("block") + ":1");
        _house.Call("CreateStateMachine", input).ShouldBe(output);
        _house.Refused("CreateStateMachine", [.. input[..^1], ("versionDescription", "two")]).Code.ShouldBe("StateMachineAlreadyExists");
    }

    [Fact]
    public void A_versions_description_needs_a_version()
    {
        var refusal = ("ValidationException", "Version description can only be set when publish is true");

        _house.Refused("CreateStateMachine", ("name", "block"), ("definition", Definition), ("roleArn", Role), ("versionDescription", "one")).ShouldBe(refusal);
        var arn = _house.Create("block");
        _house.Refused("UpdateStateMachine", ("stateMachineArn", arn), ("roleArn", Role), ("publish", false), ("versionDescription", "one")).ShouldBe(refusal);
    }

    [Fact]
    public void An_update_changes_what_it_names_and_makes_a_revision()
    {
        var arn = _house.Create("block", ("type", "EXPRESS"));

        var output = _house.Call("UpdateStateMachine", ("stateMachineArn", arn), ("roleArn", Role + "2"));

        output.Names.ShouldBe(["updateDate", "revisionId"]);
        var described = _house.Describe(arn);
        described.String("roleArn").ShouldBe(Role + "2");
        described.String("definition").ShouldBe(Definition);
        described.String("type").ShouldBe("EXPRESS");
        described.String("revisionId").ShouldBe(output.String("revisionId"));
        described.String("creationDate").ShouldBe("2026-01-02T03:04:06Z");
    }

    [Fact]
    public void An_update_that_changes_nothing_makes_no_revision()
    {
        var arn = _house.Create("block");
        _house.Update(arn);
        var revision = _house.Describe(arn).String("revisionId");

        var same = _house.Call("UpdateStateMachine", ("stateMachineArn", arn), ("definition", "  " + OtherDefinition));

        same.String("revisionId").ShouldBe(revision);
        _house.Describe(arn).String("revisionId").ShouldBe(revision);
    }

    [Fact]
    public void An_update_needs_something_to_change_and_a_state_machine()
    {
        var arn = _house.Create("block", ("publish", true));

        _house.Refused("UpdateStateMachine", ("stateMachineArn", arn)).Code.ShouldBe("MissingRequiredParameter");
        _house.Refused("UpdateStateMachine", ("stateMachineArn", arn + ":1"), ("roleArn", Role))
            .ShouldBe(("StateMachineDoesNotExist", $"State Machine Does Not Exist: '{arn}:1'"));
        _house.Refused("UpdateStateMachine", ("stateMachineArn", Arn("none")), ("roleArn", Role))
            .ShouldBe(("StateMachineDoesNotExist", $"State Machine Does Not Exist: '{Arn("none")}'"));
    }

    [Fact]
    public void An_update_can_publish()
    {
        var arn = _house.Create("block");

        var output = _house.Call(
            "UpdateStateMachine", ("stateMachineArn", arn), ("definition", OtherDefinition), ("publish", true), ("versionDescription", "second"));

        output.String("stateMachineVersionArn").ShouldBe(arn + ":1");
        var version = _house.Describe(arn + ":1");
        (version.String("description"), version.String("definition"), version.String("revisionId"))
            .ShouldBe(("second", OtherDefinition, output.String("revisionId")));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("größe?")]
    public void A_name_with_what_names_must_not_have_is_refused(string name) =>
        _house.Refused("CreateStateMachine", ("name", name), ("definition", Definition), ("roleArn", Role)).ShouldBe(("InvalidName", $"Invalid Name: '{name}'"));

    [Fact]
    public void A_name_that_is_too_long_is_refused_by_the_model() =>
        _house.Refused("CreateStateMachine", ("name", new string('a', 81)), ("definition", Definition), ("roleArn", Role)).ShouldBe((
            "ValidationException",
            $"1 validation error detected: Value '{new string('a', 81)}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80"));

    [Theory]
    [InlineData("role")]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:f")]
    public void A_role_has_a_roles_ARN(string role) =>
        _house.Refused("CreateStateMachine", ("name", "block"), ("definition", Definition), ("roleArn", role)).ShouldBe(("InvalidArn", $"Invalid Role Arn: '{role}'"));

    [Fact]
    public void Logging_goes_to_one_group_that_exists_and_is_named_with_a_star()
    {
        _house.State = _house.State.With(new(Scope, LogGroup.Type, "flows"), LogGroup.New(Scope, "flows", "1", DateTimeOffset.UnixEpoch).Value);
        const string Group = "arn:aws:logs:us-east-1:000000000000:log-group:flows";
        (string, string) Try(string level, params string[] groups) => _house.Refused(
            "CreateStateMachine", ("name", "bad"), ("definition", Definition), ("roleArn", Role), ("loggingConfiguration", Logging(level, groups)));

        Try("ALL").ShouldBe(("InvalidLoggingConfiguration", "Invalid Logging Configuration: Must specify exactly one Log Destination."));
        Try("OFF", Group + ":*", Group + ":*").Item1.ShouldBe("InvalidLoggingConfiguration");
        Try("ALL", Group).ShouldBe(("InvalidLoggingConfiguration", "Invalid Logging Configuration: Log Group ARN must be provided with '*' qualifier."));
        Try("ALL", "arn:aws:logs:us-east-1:000000000000:log-group:none:*").ShouldBe(("InvalidLoggingConfiguration", "Invalid Logging Configuration: Log Destination not found."));

        var arn = _house.Create("block", ("loggingConfiguration", Logging("ALL", Group + ":*")));
        _house.Describe(arn).Object("loggingConfiguration")!.ToString().ShouldBe(
            $$$"""{"level":"ALL","includeExecutionData":false,"destinations":[{"cloudWatchLogsLogGroup":{"logGroupArn":"{{{Group}}}:*"}}]}""");
    }

    [Fact]
    public void A_customers_key_is_refused() => _house.Refused(
            "CreateStateMachine", ("name", "block"), ("definition", Definition), ("roleArn", Role),
            ("encryptionConfiguration", JsonObject.Of(("type", "CUSTOMER_MANAGED_KMS_KEY"), ("kmsKeyId", "k"))))
        .Code.ShouldBe("InvalidEncryptionConfiguration");

    [Fact]
    public void A_definition_that_is_no_JSON_is_refused()
    {
        _house.Refused("CreateStateMachine", ("name", "block"), ("definition", "{"), ("roleArn", Role)).Code.ShouldBe("InvalidDefinition");
        var arn = _house.Create("block");
        _house.Refused("UpdateStateMachine", ("stateMachineArn", arn), ("definition", "{")).Code.ShouldBe("InvalidDefinition");
        _house.Describe(arn).String("definition").ShouldBe(Definition);
    }

    private static JsonObject Logging(string level, params string[] groups) => JsonObject.Of(
        ("level", level),
        ("destinations", JsonArray.From(groups.Select(group => (JsonValue)JsonObject.Of(("cloudWatchLogsLogGroup", JsonObject.Of(("logGroupArn", group))))))));
}
