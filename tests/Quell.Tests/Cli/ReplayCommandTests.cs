using System.IO.Compression;
using System.Text;

namespace Quell.Tests.Cli;

public sealed class ReplayCommandTests
{
    private const string Template = """
        Parameters:
          Email: {Type: String, AllowedPattern: .+@.+}
          Version: {Type: "AWS::SSM::Parameter::Value<String>", Default: /cdk-bootstrap/x/version}
        Resources:
          Topic:
            Type: AWS::SNS::Topic
            Properties:
              Subscription: [{Protocol: email, Endpoint: !Ref Email}]
          VpcCreated:
            Type: AWS::Events::Rule
            Properties:
              EventPattern:
                source: [aws.ec2]
                detail-type: [AWS API Call via CloudTrail]
                detail: {eventName: [CreateVpc], errorCode: [{exists: false}]}
              Targets: [{Id: topic, Arn: !Ref Topic}]
        """;

    private const string Record = """{"eventSource":"ec2.amazonaws.com","eventName":"CreateVpc","eventTime":"2023-07-10T12:00:00Z","awsRegion":"us-east-1","eventType":"AwsApiCall","readOnly":false,"managementEvent":true,"recipientAccountId":"218007301253"}""";

    private const string Event = """{"id":"1","source":"aws.ec2","detail-type":"AWS API Call via CloudTrail","detail":{"eventName":"CreateVpc"}}""";

    [SharedFact("data/cloudtrail")]
    [Trait("Requirement", "R8")]
    public async Task Finds_the_six_VPCs_that_the_recorded_half_hour_created()
    {
        using var folder = new TemporaryFolder();
        using var shell = new Shell();
        (await shell.Run("replay", Repository.PathOf("../shared/data/cloudtrail"), "--template", folder.Write("t.yaml", Template), "--output", "json")).ShouldBe(0);
        shell.Out.Trim().ShouldBe("""{"events":1398,"rules":[{"name":"VpcCreated","matches":6}]}""");
    }

    [SharedFact("data/cloudtrail")]
    public async Task The_rule_of_the_first_example_matches_six_times()
    {
        using var shell = new Shell();
        (await shell.Run("replay", Repository.PathOf("../shared/data/cloudtrail"), "--template", Repository.PathOf("examples/notify-on-vpc/template.yaml"), "-o", "json")).ShouldBe(0);
        shell.Out.Trim().ShouldBe("""{"events":1398,"rules":[{"name":"VpcCreated","matches":6}]}""");
    }

    [Fact]
    public async Task Reads_logs_packed_and_plain_lines_and_single_events_in_folders_below()
    {
        using var folder = new TemporaryFolder();
        folder.Write("logs/a/one.json", $$"""{"Records":[{{Record}},{{Record}}]}""");
        folder.Write("logs/b/two.json.gz", Gzip($$"""{"Records":[{{Record}}]}"""));
        folder.Write("logs/three.jsonl", $"{Event}\r\n\n{Event}");
        folder.Write("logs/four.json", Event);
        folder.Write("logs/digest.json", """{"digestStartTime":"2023-07-10T11:00:00Z"}""");
        folder.Write("logs/readme.txt", "not read");
        using var shell = new Shell();
        (await shell.Run("replay", Path.Combine(folder.Path, "logs"), "--template", folder.Write("t.yaml", Template))).ShouldBe(0);
        shell.Lines[0].ShouldBe("6 events in 5 files; 1 of them digest files, which hold no events.");
        shell.Lines[1].ShouldBe("VpcCreated matches 6 times.");
    }

    [Fact]
    public async Task Names_what_is_broken_with_its_place_and_goes_on()
    {
        using var folder = new TemporaryFolder();
        var files = new[]
        {
            folder.Write("torn.json.gz", Gzip($$"""{"Records":[{{Record}}]}""")[..40]),
            folder.Write("half.json", """{"Records":["""),
            folder.Write("odd.json", $$"""{"Records":[{{Record}},{"eventName":"X"}]}"""),
            folder.Write("other.json", "{}"),
            folder.Write("lines.jsonl", $"{Event}\nnonsense\n{Event}"),
        };
        using var shell = new Shell();
        (await shell.Run(["replay", .. files, "--template", folder.Write("t.yaml", Template)])).ShouldBe(1);
        shell.Lines[0].ShouldBe("3 events in 5 files.");
        var errors = shell.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        errors.Length.ShouldBe(5);
        errors[0].ShouldContain("torn.json.gz");
        errors[1].ShouldContain("half.json: not JSON");
        errors[2].ShouldContain("odd.json, record 2: not a CloudTrail record");
        errors[3].ShouldContain("other.json: neither a CloudTrail log file");
        errors[4].ShouldContain("lines.jsonl, line 2: not an event");
    }

    [Fact]
    public async Task Read_only_calls_reach_only_rules_that_ask_for_them()
    {
        using var folder = new TemporaryFolder();
        var log = folder.Write("log.json", """{"Records":[{"eventSource":"ec2.amazonaws.com","eventName":"DescribeVpcs","eventTime":"2023-07-10T12:00:00Z","readOnly":true,"managementEvent":true}]}""");
        var template = folder.Write("t.yaml", """
            Resources:
              Plain: {Type: "AWS::Events::Rule", Properties: {EventPattern: {source: [aws.ec2]}}}
              All: {Type: "AWS::Events::Rule", Properties: {State: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS, EventPattern: {source: [aws.ec2]}}}
              Off: {Type: "AWS::Events::Rule", Properties: {State: DISABLED, EventPattern: {source: [aws.ec2]}}}
              Elsewhere: {Type: "AWS::Events::Rule", Properties: {EventBusName: mine, State: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS, EventPattern: {source: [aws.ec2]}}}
            """);
        using var shell = new Shell();
        (await shell.Run("replay", log, "--template", template, "--output", "json")).ShouldBe(0);
        shell.Out.Trim().ShouldBe("""{"events":1,"rules":[{"name":"All","matches":1},{"name":"Elsewhere","matches":0},{"name":"Off","matches":0},{"name":"Plain","matches":0}]}""");
    }

    [Theory]
    [InlineData("source: [!Ref Who]", "needs the parameter Who: give --parameter Who=VALUE.")]
    [InlineData("source: [!If [Named, a, b]]", "needs the parameter Who: give --parameter Who=VALUE.")]
    [InlineData("source: [!GetAtt Topic.TopicName]", "names a resource of the template")]
    [InlineData("source: aws.ec2", "Event pattern is not valid")]
    public async Task A_rule_that_cannot_be_had_is_named_with_its_line_and_the_others_go_on(string pattern, string error)
    {
        using var folder = new TemporaryFolder();
        var template = folder.Write("t.yaml", """
            Parameters: {Who: {Type: String}}
            Conditions: {Named: !Equals [!Ref Who, x]}
            Resources:
              Topic: {Type: "AWS::SNS::Topic"}
              Open: {Type: "AWS::Events::Rule", Properties: {EventPattern: {PATTERN}}}
              Good: {Type: "AWS::Events::Rule", Properties: {EventPattern: {source: [aws.ec2]}}}
            """.Replace("PATTERN", pattern, StringComparison.Ordinal));
        using var shell = new Shell();
        (await shell.Run("replay", folder.Write("e.jsonl", Event), "--template", template)).ShouldBe(1);
        shell.Error.ShouldContain("t.yaml: line 5: rule Open");
        shell.Error.ShouldContain(error);
        shell.Out.ShouldContain("Good matches 1 time.");
    }

    [Theory]
    [InlineData("--template t.yaml --parameter Nope=1", "no such parameter. There are: Email, Version.")]
    [InlineData("--template t.yaml --parameter Email", "--parameter wants KEY=VALUE")]
    [InlineData("--template t.yaml --parameter Email=a@b --parameter Email=c@d", "--parameter Email is given twice.")]
    [InlineData("--parameter Email=a@b", "--parameter goes with --template.")]
    [InlineData("--template broken.yaml", "broken.yaml: ")]
    [InlineData("--template absent.yaml", "absent.yaml: there is no such file.")]
    public async Task Bad_input_is_one_line_and_exit_code_2(string arguments, string error)
    {
        using var folder = new TemporaryFolder();
        folder.Write("t.yaml", Template);
        folder.Write("broken.yaml", "Resources: 5");
        using var shell = new Shell();
        var args = arguments.Split(' ').Select(text => text.EndsWith(".yaml", StringComparison.Ordinal) ? Path.Combine(folder.Path, text) : text);
        (await shell.Run(["replay", folder.Write("e.jsonl", Event), .. args])).ShouldBe(2);
        shell.Error.ShouldContain(error);
        shell.Error.Trim().Split('\n').Length.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_template_it_needs_a_running_process()
    {
        using var folder = new TemporaryFolder();
        using var shell = new Shell();
        (await shell.Run("replay", folder.Write("e.jsonl", Event), "--data", folder.Path)).ShouldBe(1);
        shell.Error.ShouldContain("Start one with 'quell up'");
    }

    private static byte[] Gzip(string text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
