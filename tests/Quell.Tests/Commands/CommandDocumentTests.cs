using Quell.Aws;
using Quell.Commands;
using Quell.Documents;
using Quell.Engine.Json;

namespace Quell.Tests.Commands;

public sealed class CommandDocumentTests
{
    private const string Steps = """
        {"schemaVersion":"2.2","parameters":{
           "lines":{"type":"StringList"},
           "name":{"type":"String","default":"world","allowedPattern":"[a-z]+"},
           "seconds":{"type":"String","default":"60"}},
         "mainSteps":[
           {"action":"aws:runShellScript","name":"greet","inputs":{"runCommand":["{{ lines }}","echo hello {{name}}"],"timeoutSeconds":"{{ seconds }}"}},
           {"action":"aws:runPowerShellScript","name":"windows","precondition":{"StringEquals":["platformType","Windows"]},"inputs":{"runCommand":["dir"]}}]}
        """;

    [Fact]
    public void Parameters_stand_in_the_script_a_list_as_its_lines()
    {
        var steps = Read("""{"lines":["one","two"],"name":["there"]}""");

        steps.ShouldHaveSingleItem().ShouldBe(new CommandStep("greet", CommandStep.Shell, "one\ntwo\necho hello there", "", 60, ""));
    }

    [Theory]
    [InlineData("{}", "The parameter lines is required.")]
    [InlineData("""{"lines":["a"],"other":["b"]}""", "The document has no parameter other.")]
    [InlineData("""{"lines":["a"],"name":["B1"]}""", "The parameter name does not match the pattern [a-z]+.")]
    [InlineData("""{"lines":["a"],"name":["b","c"]}""", "The parameter name takes one value.")]
    [InlineData("""{"lines":["a"],"seconds":["0"]}""", "timeoutSeconds of the step greet is a number from 1 to 172800, not 0.")]
    public void Parameters_that_do_not_fit_are_refused(string given, string message)
    {
        var refusal = Should.Throw<AwsException>(() => Read(given));

        (refusal.Code, refusal.Message).ShouldBe(("InvalidParameters", message));
    }

    [Theory]
    [InlineData(""" "onSuccess":"exit" """, "onSuccess")]
    [InlineData(""" "finallyStep":true """, "finallyStep")]
    [InlineData(""" "maxAttempts":3 """, "maxAttempts")]
    public void Members_of_a_step_that_are_not_served_are_refused_rather_than_passed_over(string member, string named)
    {
        var text = $$"""{"schemaVersion":"2.2","mainSteps":[{"action":"aws:runShellScript","name":"greet","inputs":{"runCommand":["true"]},{{member}}}]}""";

        Should.Throw<AwsException>(() => Read("{}", text)).Message.ShouldContain($"Quell does not know {named} of the step greet");
    }

    private static IReadOnlyList<CommandStep> Read(string given, string text = Steps) => CommandDocument.Read(
        new() { Name = "doc", Arn = "", Owner = "", Version = "1", Type = DocumentContent.Command, Format = "JSON", Content = text }, (JsonObject)JsonValue.Parse(given));
}
