using Quell.Engine.Json;
using Quell.Tests.Cli;
using static Quell.Tests.Runbooks.RunbooksHouse;

namespace Quell.Tests.Server;

/// <summary>The whole life of documents and automation executions by the commands that people type: <c>aws ssm</c>, in two versions of the CLI.</summary>
[Collection(RunningQuell.Name)]
public sealed class AutomationCommandsTests(RunningQuell quell) : IDisposable
{
    private const string Network = """
        schemaVersion: '0.3'
        description: Makes a network.
        parameters:
          Cidr: {type: String, description: Its range., default: 10.77.0.0/16}
          Count: {type: Integer, default: 1}
        mainSteps:
          - name: make
            action: aws:executeAwsApi
            inputs: {Service: ec2, Api: CreateVpc, CidrBlock: '{{ Cidr }}'}
            outputs: [{Name: VpcId, Selector: $.Vpc.VpcId, Type: String}]
          - {name: look, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: DescribeVpcs, VpcIds: ['{{ make.VpcId }}']}}
        outputs: [make.VpcId]
        """;

    private const string Long = """
        schemaVersion: '0.3'
        mainSteps:
          - {name: wait, action: 'aws:sleep', onCancel: 'step:clean', nextStep: clean, inputs: {Duration: PT1H}}
          - {name: clean, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: DescribeVpcs}}
        """;

    private const string Pause = "schemaVersion: '0.3'\nmainSteps: [{name: hold, action: 'aws:pause', inputs: {}}]\n";

    private readonly TemporaryFolder _folder = new();

    [ClientFact(nameof(ClientPrograms.DebianCli))]
    public Task A_document_lives_by_the_commands_of_Debians_CLI() => Documents(ClientPrograms.DebianCli, "old");

    [ClientFact(nameof(ClientPrograms.Cli))]
    public Task A_document_lives_by_the_commands_of_todays_CLI() => Documents(ClientPrograms.Cli, "new");

    [ClientFact(nameof(ClientPrograms.DebianCli))]
    public Task An_execution_is_started_found_and_stopped_by_Debians_CLI() => Executions(ClientPrograms.DebianCli, "old");

    [ClientFact(nameof(ClientPrograms.Cli))]
    public Task An_execution_is_started_found_and_stopped_by_todays_CLI() => Executions(ClientPrograms.Cli, "new");

    [ClientFact(nameof(ClientPrograms.DebianCli))]
    public Task An_execution_runs_for_many_targets_by_Debians_CLI() => Targets(ClientPrograms.DebianCli, "old");

    [ClientFact(nameof(ClientPrograms.Cli))]
    public Task An_execution_runs_for_many_targets_by_todays_CLI() => Targets(ClientPrograms.Cli, "new");

    [ClientFact(nameof(ClientPrograms.DebianCli))]
    public Task An_execution_is_gone_through_by_hand_with_Debians_CLI() => ByHand(ClientPrograms.DebianCli, "old");

    [ClientFact(nameof(ClientPrograms.Cli))]
    public Task An_execution_is_gone_through_by_hand_with_todays_CLI() => ByHand(ClientPrograms.Cli, "new");

    [ClientFact(nameof(ClientPrograms.DebianCli)), Trait("Requirement", "D15")]
    public Task Two_users_approve_and_one_rejects_with_Debians_CLI() => Approvals(ClientPrograms.DebianCli, "old");

    [ClientFact(nameof(ClientPrograms.Cli)), Trait("Requirement", "D15")]
    public Task Two_users_approve_and_one_rejects_with_todays_CLI() => Approvals(ClientPrograms.Cli, "new");

    public void Dispose() => _folder.Dispose();

    private async Task Documents(string[] cli, string mark)
    {
        var (aws, name, friend) = (new SsmCommands(quell, cli), $"network-{mark}", new SsmCommands(quell, cli).As("111111111111"));
        var made = (await aws.Document(name, _folder.Write("a.yaml", Network))).Object("DocumentDescription")!;
        (made.String("Status"), made.String("DocumentVersion"), made.String("SchemaVersion"), made.String("HashType")).ShouldBe(("Creating", "1", "0.3", "Sha256"));
        (await aws.Refused("DocumentAlreadyExists", "create-document", "--name", name, "--document-type", "Automation", "--document-format", "YAML", "--content", Network)).ShouldNotBeEmpty();

        var described = (await aws.Ssm("describe-document", "--name", name)).Object("Document")!;
        (described.String("Status"), described.String("Description"), described.String("DefaultVersion")).ShouldBe(("Active", "Makes a network.", "1"));
        described.Array("Parameters").Objects.Select(each => $"{each.String("Name")} {each.String("Type")} {each.String("DefaultValue")}").ShouldBe(["Cidr String 10.77.0.0/16", "Count Integer 1"]);

        var json = (await aws.Ssm("get-document", "--name", name, "--document-format", "JSON")).String("Content")!;
        ((JsonObject)JsonValue.Parse(json)).Array("mainSteps").Objects.Select(step => step.String("name")).ShouldBe(["make", "look"]);
        await aws.Document(name + "-json", _folder.Write("a.json", json), "JSON");
        var yaml = await aws.Ssm("get-document", "--name", name + "-json", "--document-format", "YAML");
        (yaml.String("DocumentFormat"), yaml.String("Content")!.Contains("action: \"aws:executeAwsApi\"", StringComparison.Ordinal)).ShouldBe(("YAML", true));

        string[] update = ["update-document", "--name", name, "--document-format", "YAML", "--document-version", "$LATEST", "--content"];
        (await aws.Ssm([.. update, Network + "\n# later"])).Object("DocumentDescription")!.String("LatestVersion").ShouldBe("2");
        await aws.Refused("DuplicateDocumentContent", [.. update, Network]);
        (await aws.Refused("InvalidDocumentContent", [.. update, Network.Replace("aws:executeAwsApi", "aws:executeApi", StringComparison.Ordinal)])).ShouldContain("line 8");
        await aws.Ssm("update-document-default-version", "--name", name, "--document-version", "2");
        (await aws.Ssm("list-document-versions", "--name", name)).Array("DocumentVersions").Objects
            .Select(version => $"{version.String("DocumentVersion")} {version.Bool("IsDefaultVersion")}").ShouldBe(["2 True", "1 False"]);

        string[] tagged = ["--resource-type", "Document", "--resource-id", name];
        await aws.Ssm(["add-tags-to-resource", .. tagged, "--tags", $"Key=team,Value={mark}", "Key=tier,Value=1"]);
        await aws.Ssm(["remove-tags-from-resource", .. tagged, "--tag-keys", "tier"]);
        (await aws.Ssm(["list-tags-for-resource", .. tagged])).Array("TagList").ToString().ShouldBe($$"""[{"Key":"team","Value":"{{mark}}"}]""");
        (await aws.Ssm("list-documents", "--filters", "Key=Owner,Values=Self", $"Key=tag:team,Values={mark}")).Array("DocumentIdentifiers").Objects.Select(each => each.String("Name")).ShouldBe([name]);

        string[] permission = ["modify-document-permission", "--name", name, "--permission-type", "Share"];
        var arn = $"arn:aws:ssm:us-east-1:000000000000:document/{name}";
        await aws.Ssm([.. permission, "--account-ids-to-add", "111111111111"]);
        (await friend.Ssm("get-document", "--name", arn)).String("DocumentVersion").ShouldBe("2");
        (await aws.Ssm("describe-document-permission", "--name", name, "--permission-type", "Share")).Array("AccountIds").ToString().ShouldBe("""["111111111111"]""");
        await aws.Refused("InvalidDocumentOperation", "delete-document", "--name", name);
        await aws.Ssm([.. permission, "--account-ids-to-remove", "111111111111"]);
        await friend.Refused("InvalidDocument", "get-document", "--name", arn);

        await aws.Ssm("delete-document", "--name", name);
        await aws.Ssm("delete-document", "--name", name + "-json");
        await aws.Refused("InvalidDocument", "describe-document", "--name", name);
    }

    private async Task Executions(string[] cli, string mark)
    {
        var (aws, name) = (new SsmCommands(quell, cli), $"life-{mark}");
        await aws.Document(name, _folder.Write("a.yaml", Network));
        var id = await aws.Start(name, "--parameters", "Cidr=10.78.0.0/16,Count=3");
        var execution = await aws.Ended(id);
        (execution.String("AutomationExecutionStatus"), execution.String("Mode"), execution.String("DocumentVersion")).ShouldBe(("Success", "Auto", "1"));
        execution.Object("Parameters")!.ToString().ShouldBe("""{"Cidr":["10.78.0.0/16"],"Count":["3"]}""");
        var vpc = ((JsonString)execution.Object("Outputs")!.Array("make.VpcId")[0]).Value;
        (await aws.Call("ec2", "describe-vpcs", "--vpc-ids", vpc)).Array("Vpcs").Objects.Single().String("CidrBlock").ShouldBe("10.78.0.0/16");

        var listed = await aws.Ssm("describe-automation-executions", "--filters", $"Key=DocumentNamePrefix,Values={name}", "Key=ExecutionStatus,Values=Success");
        listed.Array("AutomationExecutionMetadataList").Objects.Select(each => each.String("AutomationExecutionId")).ShouldBe([id]);
        string[] stepsOf = ["describe-automation-step-executions", "--automation-execution-id", id];
        (await aws.Ssm([.. stepsOf, "--filters", "Key=StepName,Values=make"])).Array("StepExecutions").Objects
            .Select(step => $"{step.String("Action")} {step.String("StepStatus")} {step.Object("Outputs")}").ShouldBe([$$"""aws:executeAwsApi Success {"VpcId":["{{vpc}}"]}"""]);
        (await aws.Ssm([.. stepsOf, "--reverse-order"])).Array("StepExecutions").Objects.Select(step => step.String("StepName")).ShouldBe(["look", "make"]);

        await aws.Refused("AutomationDefinitionNotFoundException", "start-automation-execution", "--document-name", "no-such-document");
        await aws.Refused("AutomationDefinitionVersionNotFoundException", "start-automation-execution", "--document-name", name, "--document-version", "9");
        await aws.Refused("InvalidAutomationExecutionParametersException", "start-automation-execution", "--document-name", name, "--parameters", "Count=many");
        await aws.Refused("InvalidAutomationExecutionParametersException", "start-automation-execution", "--document-name", name, "--parameters", "Colour=red");
        await aws.Refused("AutomationExecutionNotFoundException", "get-automation-execution", "--automation-execution-id", "00000000-0000-0000-0000-000000000000");
        await aws.Refused("InvalidAutomationSignalException", "send-automation-signal", "--automation-execution-id", id, "--signal-type", "Approve");
        await aws.Refused("InvalidAutomationStatusUpdateException", "stop-automation-execution", "--automation-execution-id", id);

        await aws.Document($"long-{mark}", _folder.Write("long.yaml", Long));
        (await Stopped(aws, $"long-{mark}", "Cancel")).ShouldBe(("Cancelled", "wait Cancelled, clean Success"));
        (await Stopped(aws, $"long-{mark}", "Complete")).ShouldBe(("Success", "wait Cancelled, clean Pending"));
    }

    private static async Task<(string? Status, string Steps)> Stopped(SsmCommands aws, string name, string type)
    {
        var id = await aws.Start(name);
        await aws.Until(id, running => running.String("CurrentStepName") == "wait");
        await aws.Ssm("stop-automation-execution", "--automation-execution-id", id, "--type", type);
        var execution = await aws.Ended(id);
        return (execution.String("AutomationExecutionStatus"), string.Join(", ", Statuses(execution)));
    }

    private async Task Targets(string[] cli, string mark)
    {
        var (aws, name) = (new SsmCommands(quell, cli), $"many-{mark}");
        await aws.Document(name, _folder.Write("a.yaml", Network));
        string[] ranges = ["10.81.0.0/16", "10.82.0.0/16", "10.83.0.0/16", "10.84.0.0/16"];
        string[] control = ["--target-parameter-name", "Cidr", "--max-concurrency", "50%", "--max-errors", "1"];
        var id = await aws.Start(name, ["--targets", $"Key=ParameterValues,Values={string.Join(',', ranges)}", .. control]);
        var execution = await aws.Ended(id);
        (execution.String("AutomationExecutionStatus"), execution.String("MaxConcurrency"), execution.String("MaxErrors")).ShouldBe(("Success", "50%", "1"));
        execution.Object("ProgressCounters")!.ToString().ShouldBe("""{"TotalSteps":4,"SuccessSteps":4,"FailedSteps":0,"CancelledSteps":0,"TimedOutSteps":0}""");
        execution.Object("ResolvedTargets")!.Array("ParameterValues").Strings.ShouldBe(ranges);
        var children = await aws.Ssm("describe-automation-executions", "--filters", $"Key=ParentExecutionId,Values={id}");
        children.Array("AutomationExecutionMetadataList").Objects.Select(child => child.String("Target")).Order(StringComparer.Ordinal).ShouldBe(ranges);

        // A range that is none fails; after one failure more than allowed nothing else is begun.
        var failing = await aws.Ended(await aws.Start(
            name, "--targets", "Key=ParameterValues,Values=none,neither,10.85.0.0/16", "--target-parameter-name", "Cidr", "--max-concurrency", "1", "--max-errors", "34%"));
        failing.String("AutomationExecutionStatus").ShouldBe("Failed");
        failing.Object("ProgressCounters")!.Long("SuccessSteps").ShouldBe(0);

        var maps = await aws.Ended(await aws.Start(name, "--target-maps", """[{"Cidr":["10.86.0.0/16"],"Count":["2"]},{"Cidr":["10.87.0.0/16"]}]"""));
        maps.Object("ProgressCounters")!.Long("SuccessSteps").ShouldBe(2);
        await aws.Refused("InvalidTarget", ["start-automation-execution", "--document-name", name, "--targets", "Key=tag:none,Values=none", .. control]);
    }

    private async Task ByHand(string[] cli, string mark)
    {
        var (aws, name) = (new SsmCommands(quell, cli), $"hand-{mark}");
        await aws.Document(name, _folder.Write("a.yaml", Network));
        await aws.Document(name + "-long", _folder.Write("long.yaml", Long));
        await aws.Document(name + "-pause", _folder.Write("pause.yaml", Pause));

        var id = await aws.Start(name, "--mode", "Interactive");
        await aws.Waiting(id);
        await aws.Refused("InvalidAutomationSignalException", "send-automation-signal", "--automation-execution-id", id, "--signal-type", "StartStep", "--payload", "StepName=look");
        await aws.Refused("AutomationStepNotFoundException", "send-automation-signal", "--automation-execution-id", id, "--signal-type", "StartStep", "--payload", "StepName=none");
        await aws.Signal(id, "StartStep", "StepName=make");
        var between = await aws.Until(id, running => Step(running, "make").String("StepStatus") == "Success" && running.String("AutomationExecutionStatus") == "Waiting");
        Statuses(between).ShouldBe(["make Success", "look Pending"]);
        await aws.Signal(id, "StartStep", "StepName=look");
        var execution = await aws.Ended(id);
        (execution.String("Mode"), execution.String("AutomationExecutionStatus")).ShouldBe(("Interactive", "Success"));

        var stopped = await aws.Start(name + "-long", "--mode", "Interactive");
        await aws.Waiting(stopped);
        await aws.Signal(stopped, "StartStep", "StepName=wait");
        var running = await aws.Until(stopped, each => Step(each, "wait").String("StepStatus") == "InProgress");
        await aws.Signal(stopped, "StopStep", $"StepExecutionId={Step(running, "wait").String("StepExecutionId")}");
        Statuses(await aws.Ended(stopped)).ShouldBe(["wait Cancelled", "clean Success"]);

        var paused = await aws.Start(name + "-pause");
        await aws.Waiting(paused);
        await aws.Signal(paused, "Resume", "StepName=hold");
        (await aws.Ended(paused)).String("AutomationExecutionStatus").ShouldBe("Success");
    }

    private async Task Approvals(string[] cli, string mark)
    {
        var (aws, name) = (new SsmCommands(quell, cli), $"ask-{mark}");
        var (ann, bob, eve) = (await User(aws, $"ann-{mark}"), await User(aws, $"bob-{mark}"), await User(aws, $"eve-{mark}"));
        await aws.Document(name, _folder.Write("ask.yaml", $$$"""
            schemaVersion: '0.3'
            mainSteps:
              - name: ask
                action: aws:approve
                timeoutSeconds: 3600
                inputs: {Message: 'Shall it go?', MinRequiredApprovals: 2, Approvers: ['ann-{{{mark}}}', 'arn:aws:iam::000000000000:user/bob-{{{mark}}}']}
              - {name: go, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: DescribeVpcs}}
            """));

        var approved = await aws.Start(name);
        await aws.Waiting(approved);
        await eve.Refused("InvalidAutomationSignalException", "send-automation-signal", "--automation-execution-id", approved, "--signal-type", "Approve");
        await ann.Signal(approved, "Approve", "Comment=seen with the owner");
        await ann.Refused("InvalidAutomationSignalException", "send-automation-signal", "--automation-execution-id", approved, "--signal-type", "Approve");
        (await aws.Waiting(approved)).String("CurrentStepName").ShouldBe("ask", "one of two is not enough");
        await bob.Signal(approved, "Approve");
        var execution = await aws.Ended(approved);
        execution.String("AutomationExecutionStatus").ShouldBe("Success");
        var outputs = Step(execution, "ask").Object("Outputs")!;
        outputs.Array("ApprovalStatus").ToString().ShouldBe("""["Approved"]""");
        outputs.Array("ApproverDecisions").Strings.Select(text => (JsonObject)JsonValue.Parse(text)).Select(each => $"{each.String("Approver")} {each.String("Decision")} {each.String("Comment")}").ShouldBe(
            [$"arn:aws:iam::000000000000:user/ann-{mark} Approve seen with the owner", $"arn:aws:iam::000000000000:user/bob-{mark} Approve "]);

        var rejected = await aws.Start(name);
        await aws.Waiting(rejected);
        await bob.Signal(rejected, "Reject", "Comment=not today");
        var refused = await aws.Ended(rejected);
        (refused.String("AutomationExecutionStatus"), string.Join(", ", Statuses(refused))).ShouldBe(("Failed", "ask Failed, go Pending"));
        Step(refused, "ask").String("FailureMessage")!.ShouldContain("not today");
        await ann.Refused("InvalidAutomationSignalException", "send-automation-signal", "--automation-execution-id", rejected, "--signal-type", "Approve");
    }

    /// <summary>A new IAM user who may send signals, signed in with keys of its own.</summary>
    private static async Task<SsmCommands> User(SsmCommands aws, string name)
    {
        await aws.Call("iam", "create-user", "--user-name", name);
        await aws.Call("iam", "put-user-policy", "--user-name", name, "--policy-name", "signals", "--policy-document",
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ssm:SendAutomationSignal","Resource":"*"}]}""");
        var key = (await aws.Call("iam", "create-access-key", "--user-name", name)).Object("AccessKey")!;
        return aws.As(key.String("AccessKeyId")!, key.String("SecretAccessKey")!);
    }
}
