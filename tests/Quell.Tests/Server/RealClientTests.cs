using System.Security.Cryptography;

namespace Quell.Tests.Server;

/// <summary>A write and a read of every service that is served, through each of the clients that people have.</summary>
[Collection(RunningQuell.Name)]
public class RealClientTests(RunningQuell quell)
{
    private static readonly string[] Always = ["ec2", "s3", "iam", "sts", "cloudtrail", "events", "sns", "sqs", "lambda", "logs", "cloudformation", "stepfunctions"];

    private static readonly string[] Automations = ["start, show, find", "stop", "targets", "by hand", "approve and reject"];

    private static readonly string[] AccountServices =
    [
        "iam passwords and groups", "iam mfa", "iam last use", "s3 versions", "s3 settings", "s3control", "cloudtrail", "kms", "secretsmanager",
        "rds", "securityhub", "config",
    ];

    [ClientFact(nameof(ClientPrograms.DebianPython))]
    public async Task Debian_boto3_calls_every_service() =>
        (await quell.Check(ClientPrograms.DebianPython, "every_service.py")).ShouldContainAll(Always);

    [ClientFact(nameof(ClientPrograms.Python))]
    public async Task Todays_boto3_calls_every_service() =>
        (await quell.Check(ClientPrograms.Python, "every_service.py")).ShouldContainAll(Always);

    [ClientFact(nameof(ClientPrograms.Node), nameof(ClientPrograms.Python))]
    public async Task The_SDK_for_JavaScript_calls_every_service() =>
        (await quell.Check(ClientPrograms.Node, "every-service.mjs", ClientPrograms.NodeFolder)).ShouldContainAll([.. Always, "ssm"]);

    [ClientFact(nameof(ClientPrograms.DebianPython))]
    public async Task Debian_boto3_keeps_objects() => (await quell.Check(ClientPrograms.DebianPython, "objects.py")).ShouldContain("delete");

    [ClientFact(nameof(ClientPrograms.Python))]
    public async Task Todays_boto3_keeps_objects() => (await quell.Check(ClientPrograms.Python, "objects.py")).ShouldContain("delete");

    [ClientFact(nameof(ClientPrograms.DebianPython))]
    public async Task Debian_boto3_transfers_large_objects_in_parts() =>
        (await quell.Check(ClientPrograms.DebianPython, "multipart.py")).ShouldContain("given up");

    [ClientFact(nameof(ClientPrograms.Python))]
    public async Task Todays_boto3_transfers_large_objects_in_parts() =>
        (await quell.Check(ClientPrograms.Python, "multipart.py")).ShouldContain("given up");

    [ClientFact(nameof(ClientPrograms.DebianCli))]
    public Task The_CLI_of_Debian_copies_a_large_file_there_and_back() => CopyThereAndBack(ClientPrograms.DebianCli, "old");

    [ClientFact(nameof(ClientPrograms.Cli))]
    public Task The_CLI_of_today_copies_a_large_file_there_and_back() => CopyThereAndBack(ClientPrograms.Cli, "new");

    [ClientFact(nameof(ClientPrograms.DebianPython)), Trait("Requirement", "D32")]
    public async Task Debian_boto3_runs_state_machines() =>
        (await quell.Check(ClientPrograms.DebianPython, "executions.py")).ShouldContainAll(["start, describe, history", "list and stop", "activity and tokens", "synchronous"]);

    [ClientFact(nameof(ClientPrograms.Python)), Trait("Requirement", "D32")]
    public async Task Todays_boto3_runs_state_machines() =>
        (await quell.Check(ClientPrograms.Python, "executions.py")).ShouldContainAll(["start, describe, history", "list and stop", "activity and tokens", "synchronous"]);

    [ClientFact(nameof(ClientPrograms.DebianPython))]
    public async Task Debian_boto3_keeps_state_machines() => (await quell.Check(ClientPrograms.DebianPython, "workflows.py")).ShouldContain("stacks");

    [ClientFact(nameof(ClientPrograms.Python))]
    public async Task Todays_boto3_keeps_state_machines() =>
        (await quell.Check(ClientPrograms.Python, "workflows.py")).ShouldContainAll(["stacks", "versions and aliases", "validation"]);

    [ClientFact(nameof(ClientPrograms.DebianPython))]
    public async Task Debian_boto3_keeps_documents_and_parameters() =>
        (await quell.Check(ClientPrograms.DebianPython, "documents.py")).ShouldContainAll(["parameters", "secrets", "documents", "sharing"]);

    [ClientFact(nameof(ClientPrograms.Python))]
    public async Task Todays_boto3_keeps_documents_and_parameters() =>
        (await quell.Check(ClientPrograms.Python, "documents.py")).ShouldContainAll(["parameters", "secrets", "documents", "sharing", "what is wrong is told"]);

    [ClientFact(nameof(ClientPrograms.DebianPython)), Trait("Requirement", "D15")]
    public async Task Debian_boto3_runs_automations() =>
        (await quell.Check(ClientPrograms.DebianPython, "automations.py")).ShouldContainAll(Automations);

    [ClientFact(nameof(ClientPrograms.Python)), Trait("Requirement", "D15")]
    public async Task Todays_boto3_runs_automations() =>
        (await quell.Check(ClientPrograms.Python, "automations.py")).ShouldContainAll(Automations);

    [ClientFact(nameof(ClientPrograms.DebianPython))]
    public async Task Debian_boto3_remedies_what_is_wrong_with_EC2() =>
        (await quell.Check(ClientPrograms.DebianPython, "remediation.py")).ShouldContainAll(["evidence", "key pairs", "tunnels"]);

    [ClientFact(nameof(ClientPrograms.Python))]
    public async Task Todays_boto3_remedies_what_is_wrong_with_EC2() =>
        (await quell.Check(ClientPrograms.Python, "remediation.py")).ShouldContainAll(["evidence", "key pairs", "tunnels"]);

    [ClientFact(nameof(ClientPrograms.DebianPython))]
    public async Task Debian_boto3_keeps_keys_secrets_trails_and_databases() =>
        (await quell.Check(ClientPrograms.DebianPython, "account_services.py")).ShouldContainAll(AccountServices);

    [ClientFact(nameof(ClientPrograms.Python))]
    public async Task Todays_boto3_keeps_keys_secrets_trails_and_databases() =>
        (await quell.Check(ClientPrograms.Python, "account_services.py")).ShouldContainAll(AccountServices);

    [ClientFact(nameof(ClientPrograms.DebianPython))]
    public async Task Debian_boto3s_signatures_are_verified() =>
        (await quell.Check(ClientPrograms.DebianPython, "signatures.py")).ShouldContain("s3 wrong secret");

    [ClientFact(nameof(ClientPrograms.Python))]
    public async Task Todays_boto3s_signatures_are_verified() =>
        (await quell.Check(ClientPrograms.Python, "signatures.py")).ShouldContain("s3 wrong secret");

    [ClientFact(nameof(ClientPrograms.Python))]
    public async Task Accounts_and_regions_do_not_see_each_other() =>
        (await quell.Check(ClientPrograms.Python, "accounts.py")).Count.ShouldBeGreaterThanOrEqualTo(8);

    [ClientFact(nameof(ClientPrograms.Python)), Trait("Requirement", "N34")]
    public async Task Users_and_sessions_do_what_their_policies_allow() =>
        (await quell.Check(ClientPrograms.Python, "permissions.py")).Count.ShouldBe(5);

    [ClientFact("Moto")]
    public async Task Bad_calls_are_refused_with_the_codes_of_another_implementation()
    {
        var moto = new Quell.Aws.Tests.Client.MotoServer();
        await moto.InitializeAsync();
        try
        {
            var endpoint = moto.Endpoint ?? throw new InvalidOperationException(moto.Reason);
            (await quell.Check(ClientPrograms.Python, "against_moto.py", endpoint)).Count.ShouldBeGreaterThanOrEqualTo(45);
        }
        finally
        {
            await moto.DisposeAsync();
        }
    }

    [ClientFact(nameof(ClientPrograms.DebianCli))]
    public Task The_CLI_of_Debian_calls_every_service() => CallEveryService(ClientPrograms.DebianCli, "old");

    [ClientFact(nameof(ClientPrograms.Cli))]
    public Task The_CLI_of_today_calls_every_service() => CallEveryService(ClientPrograms.Cli, "new");

    /// <summary>More than 8 MB, which is where the CLI begins to send and to ask for parts.</summary>
    private async Task CopyThereAndBack(string[] cli, string mark)
    {
        using var folder = new Cli.TemporaryFolder();
        var (source, target) = (Path.Combine(folder.Path, "source"), Path.Combine(folder.Path, "target"));
        var content = new byte[20 * 1024 * 1024];
        new Random(7).NextBytes(content);
        await File.WriteAllBytesAsync(source, content);
        string[][] calls =
        [
            ["s3", "mb", $"s3://large-{mark}"],
            ["s3", "cp", source, $"s3://large-{mark}/file", "--only-show-errors"],
            ["s3", "cp", $"s3://large-{mark}/file", $"s3://large-{mark}/copy", "--only-show-errors"],
            ["s3", "cp", $"s3://large-{mark}/copy", target, "--only-show-errors"],
        ];
        foreach (var call in calls)
        {
            var result = await quell.Aws(cli, call);
            result.ExitCode.ShouldBe(0, $"{string.Join(' ', call)}: {result.Error}");
        }

        Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(target))).ShouldBe(Convert.ToHexString(SHA256.HashData(content)));
    }

    /// <summary>Fewer words than the scripts: a start of the CLI takes its time.</summary>
    private async Task CallEveryService(string[] cli, string mark)
    {
        using var folder = new Cli.TemporaryFolder();
        var file = folder.Write("object.txt", "data");
        var template = folder.Write("template.json", """{"Resources":{"Group":{"Type":"AWS::SQS::Queue"}}}""");
        var runbook = folder.Write("runbook.yaml", "schemaVersion: '0.3'\nmainSteps: [{name: wait, action: 'aws:sleep', inputs: {Duration: PT1S}}]\n");
        var later = folder.Write("later.yaml", "schemaVersion: '0.3'\nmainSteps: [{name: wait, action: 'aws:sleep', inputs: {Duration: PT2S}}]\n");
        var machine = $"arn:aws:states:us-east-1:000000000000:stateMachine:cli-{mark}";
        var execution = $"arn:aws:states:us-east-1:000000000000:execution:cli-{mark}:one";
        string[][] calls =
        [
            ["ec2", "create-vpc", "--cidr-block", "10.9.0.0/16", "--query", "Vpc.CidrBlock", "=10.9.0.0/16"],
            ["ec2", "describe-vpcs", "--filters", "Name=cidr,Values=10.9.0.0/16", "--query", "Vpcs[0].CidrBlock", "=10.9.0.0/16"],
            ["iam", "create-user", "--user-name", $"cli-{mark}", "--query", "User.UserName", $"=cli-{mark}"],
            ["iam", "get-user", "--user-name", $"cli-{mark}", "--query", "User.Arn", $"=arn:aws:iam::000000000000:user/cli-{mark}"],
            ["sts", "get-caller-identity", "--query", "Account", "=000000000000"],
            ["events", "put-rule", "--name", $"cli-{mark}", "--event-pattern", """{"source":["a"]}""", "--query", "RuleArn", $"=arn:aws:events:us-east-1:000000000000:rule/cli-{mark}"],
            ["events", "describe-rule", "--name", $"cli-{mark}", "--query", "State", "=ENABLED"],
            ["sns", "create-topic", "--name", $"cli-{mark}", "--query", "TopicArn", $"=arn:aws:sns:us-east-1:000000000000:cli-{mark}"],
            ["sns", "get-topic-attributes", "--topic-arn", $"arn:aws:sns:us-east-1:000000000000:cli-{mark}", "--query", "Attributes.Owner", "=000000000000"],
            ["sqs", "create-queue", "--queue-name", $"cli-{mark}", "--query", $"ends_with(QueueUrl, '/cli-{mark}')", "=True"],
            ["sqs", "get-queue-attributes", "--queue-url", $"{quell.Address}000000000000/cli-{mark}", "--attribute-names", "QueueArn", "--query", "Attributes.QueueArn", $"=arn:aws:sqs:us-east-1:000000000000:cli-{mark}"],
            ["s3api", "create-bucket", "--bucket", $"cli-{mark}", "--query", "Location", $"=/cli-{mark}"],
            ["s3", "cp", file, $"s3://cli-{mark}/a b+ü/object.txt", "--only-show-errors", "="],
            ["s3", "cp", $"s3://cli-{mark}/a b+ü/object.txt", "-", "=data"],
            ["s3api", "list-objects-v2", "--bucket", $"cli-{mark}", "--query", "Contents[].Key", "=a b+ü/object.txt"],
            ["cloudtrail", "lookup-events", "--lookup-attributes", "AttributeKey=EventName,AttributeValue=CreateVpc", "--max-results", "1", "--no-paginate", "--query", "Events[0].EventName", "=CreateVpc"],
            ["cloudformation", "deploy", "--stack-name", $"cli-{mark}", "--template-file", template, "*"],
            ["cloudformation", "describe-stacks", "--stack-name", $"cli-{mark}", "--query", "Stacks[0].StackStatus", "=CREATE_COMPLETE"],
            ["logs", "create-log-group", "--log-group-name", $"cli-{mark}", "="],
            ["logs", "describe-log-groups", "--log-group-name-prefix", $"cli-{mark}", "--query", "logGroups[].logGroupName", $"=cli-{mark}"],
            ["stepfunctions", "create-state-machine", "--name", $"cli-{mark}", "--role-arn", "arn:aws:iam::000000000000:role/flows", "--definition", """{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}""", "--tags", "key=team,value=ops", "--query", "stateMachineArn", $"={machine}"],
            ["stepfunctions", "update-state-machine", "--state-machine-arn", machine, "--tracing-configuration", "enabled=true", "--query", "length(keys(@)) > `0`", "=True"],
            ["stepfunctions", "describe-state-machine", "--state-machine-arn", machine, "--query", "[status, tracingConfiguration.enabled]", "=ACTIVE\tTrue"],
            ["stepfunctions", "list-tags-for-resource", "--resource-arn", machine, "--query", "tags[0].value", "=ops"],
            ["stepfunctions", "create-activity", "--name", $"cli-{mark}", "--query", "activityArn", $"=arn:aws:states:us-east-1:000000000000:activity:cli-{mark}"],
            ["stepfunctions", "list-activities", "--query", $"activities[?name=='cli-{mark}'].name", $"=cli-{mark}"],
            ["stepfunctions", "start-execution", "--state-machine-arn", machine, "--name", "one", "--input", """{"a":1}""", "--query", "executionArn", $"={execution}"],
            ["stepfunctions", "get-execution-history", "--execution-arn", execution, "--no-paginate", "--query", "events[0].[id, type]", "=1\tExecutionStarted"],
            ["stepfunctions", "describe-execution", "--execution-arn", execution, "--query", "[name, input]", "=one\t{\"a\":1}"],
            ["stepfunctions", "list-executions", "--state-machine-arn", machine, "--no-paginate", "--query", "executions[].name", "=one"],
            ["stepfunctions", "stop-execution", "--execution-arn", execution, "--query", "stopDate != `null`", "=True"],
            ["stepfunctions", "delete-state-machine", "--state-machine-arn", machine, "="],
            ["stepfunctions", "list-state-machines", "--query", $"stateMachines[?name=='cli-{mark}'].name", "="],
            ["ssm", "put-parameter", "--name", $"/cli-{mark}/p", "--type", "SecureString", "--value", "s3cret", "--tags", "Key=team,Value=ops", "--query", "[Version, Tier]", "=1\tStandard"],
            ["ssm", "get-parameter", "--name", $"/cli-{mark}/p:1", "--with-decryption", "--query", "Parameter.[Value, Selector]", "=s3cret\t:1"],
            ["ssm", "get-parameters-by-path", "--path", $"/cli-{mark}", "--recursive", "--query", "Parameters[].Name", $"=/cli-{mark}/p"],
            ["ssm", "describe-parameters", "--parameter-filters", $"Key=Name,Option=BeginsWith,Values=/cli-{mark}", "--query", "Parameters[].KeyId", "=alias/aws/ssm"],
            ["ssm", "label-parameter-version", "--name", $"/cli-{mark}/p", "--labels", "prod", "1st", "--query", "InvalidLabels[0]", "=1st"],
            ["ssm", "list-tags-for-resource", "--resource-type", "Parameter", "--resource-id", $"/cli-{mark}/p", "--query", "TagList[0].Value", "=ops"],
            ["ssm", "delete-parameters", "--names", $"/cli-{mark}/p", "--query", "DeletedParameters[0]", $"=/cli-{mark}/p"],
            ["ssm", "create-document", "--name", $"cli-{mark}", "--document-type", "Automation", "--document-format", "YAML", "--content", $"file://{runbook}", "--query", "DocumentDescription.[DocumentVersion, Status]", "=1\tCreating"],
            ["ssm", "update-document", "--name", $"cli-{mark}", "--document-format", "YAML", "--content", $"file://{later}", "--document-version", "$LATEST", "--query", "DocumentDescription.LatestVersion", "=2"],
            ["ssm", "update-document-default-version", "--name", $"cli-{mark}", "--document-version", "2", "--query", "Description.DefaultVersion", "=2"],
            ["ssm", "describe-document", "--name", $"cli-{mark}", "--query", "Document.[DefaultVersion, SchemaVersion, Status]", "=2\t0.3\tActive"],
            ["ssm", "list-document-versions", "--name", $"cli-{mark}", "--query", "DocumentVersions[].DocumentVersion", "=2\t1"],
            ["ssm", "list-documents", "--filters", "Key=Owner,Values=Self", $"Key=Name,Values=cli-{mark}", "--query", "DocumentIdentifiers[].Name", $"=cli-{mark}"],
            ["ssm", "get-document", "--name", $"cli-{mark}", "--document-format", "JSON", "--query", "contains(Content, 'aws:sleep')", "=True"],
            ["ssm", "modify-document-permission", "--name", $"cli-{mark}", "--permission-type", "Share", "--account-ids-to-add", "111111111111", "="],
            ["ssm", "describe-document-permission", "--name", $"cli-{mark}", "--permission-type", "Share", "--query", "AccountIds[0]", "=111111111111"],
            ["ssm", "modify-document-permission", "--name", $"cli-{mark}", "--permission-type", "Share", "--account-ids-to-remove", "111111111111", "="],
            ["ssm", "delete-document", "--name", $"cli-{mark}", "="],
            ["lambda", "list-functions", "--no-paginate", "--query", "Functions[?FunctionName=='none']", "="],
        ];
        var served = quell.Services.Split(',').Append("s3api").ToHashSet();
        foreach (var call in calls.Where(call => served.Contains(call[0])))
        {
            var result = await quell.Aws(cli, [.. call[..^1], "--output", "text"]);
            result.ExitCode.ShouldBe(0, $"{string.Join(' ', call)}: {result.Error}");
            if (call[^1] != "*")
            {
                result.Out.TrimEnd('\n').ShouldBe(call[^1][1..], string.Join(' ', call));
            }
        }

        var refused = await quell.Aws(cli, "cloudwatch", "list-metrics");
        refused.ExitCode.ShouldBeGreaterThan(0);
        refused.Error.ShouldContain("NotImplemented");
    }
}

file static class Containing
{
    public static void ShouldContainAll(this IReadOnlyList<string> actual, string[] expected) => expected.Except(actual).ShouldBeEmpty();
}
