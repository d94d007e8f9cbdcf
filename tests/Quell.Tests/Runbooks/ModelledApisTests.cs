using System.Text;
using System.Text.RegularExpressions;
using Quell.Engine.Runbooks.Checking;
using Quell.Runbooks;

namespace Quell.Tests.Runbooks;

public sealed class ModelledApisTests
{
    private static readonly string Folder = Repository.PathOf("tests/Quell.Engine.Tests/Runbooks/Cases/documents");

    /// <summary>A pattern of a line, what it is replaced with, and what that is.</summary>
    private static readonly (string Pattern, string Replacement, string What)[] Rules =
    [
        (@"(\bService: *)([a-z]+\w*)", "$1x$2", "an unknown service"),
        (@"(\bApi: *)(\w+)", "$1${2}x", "an unknown operation"),
        (@"(?<=^\s{6,})(InstanceIds|VolumeIds|Filters|GroupIds|GroupId|IpPermissions|Bucket|SnapshotIds|RouteTableIds|TopicArn|Message|DesiredCapacity|IncludeGlobalServiceEvents|NetworkInterfaceId|Note|Workflow): ?(?!.*aws:)", "${1}x: ", "an unknown parameter"),
        (@"(Selector""?: *[""']?\$\.)(Reservations|Volumes|Snapshots|InstanceInformationList|AutoScalingGroups|SecurityGroups|NetworkInterfaces|Parameters|logGroups|AccessKeyMetadata|RouteTables|Role|VolumeId|IsLogging)\b", "$1${2}x", "a selector to what is not there"),
        (@"(Selector: *[""']?\$\.\w+)\[0\]\.", "$1.", "a selector that takes a list for a map"),
        (@"(Selector: *[""']?\$\.AccessKeyMetadata[""']?.*|Selector: \$\.SecurityGroups\[0\]\.IpPermissions)$", "$1[0]", "a map for a list of maps"),
    ];

    public static TheoryData<string> Documents => [.. Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_valid_document_is_right_about_every_call(string name) => Check(Text(name)).Mistakes.ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Documents))]
    [Trait("Requirement", "D10")]
    public void Each_mutation_of_a_call_is_refused(string name)
    {
        var lines = Text(name).Split('\n');
        var missed = new List<string>();
        for (var index = 0; index < lines.Length; index++)
        {
            foreach (var (pattern, replacement, what) in Rules)
            {
                var changed = Regex.Replace(lines[index], pattern, replacement);
                if (changed != lines[index] && !IsOfCommand(lines, index) && Check(string.Join('\n', lines.Select((line, at) => at == index ? changed : line))).Mistakes.IsEmpty)
                {
                    missed.Add($"{what}, line {index + 1}: {changed.Trim()}");
                }
            }
        }

        missed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ec3, Api: DescribeVpcs", "AWS has no service 'ec3'; did you mean 'ec2'?")]
    [InlineData("ec2, Api: DescribeVpc", "ec2 has no operation 'DescribeVpc'; did you mean 'DescribeVpcs'?")]
    [InlineData("ec2, Api: DescribeVpcs, VpcId: vpc-1", "DescribeVpcs has no parameter 'VpcId'; did you mean 'VpcIds'?")]
    [InlineData("ec2, Api: DescribeVpcs, VpcIds: vpc-1", "the parameter 'VpcIds' of DescribeVpcs is 'vpc-1'; a list is wanted")]
    [InlineData("ec2, Api: DescribeVpcs, VpcIds: '{{ Map }}'", "the parameter 'VpcIds' of DescribeVpcs is {{ Map }}, which is of type StringMap; a list is wanted")]
    [InlineData("ec2, Api: DescribeVpcs, VpcIds: ['{{ Map }}']", "item 1 of the parameter 'VpcIds' of DescribeVpcs is {{ Map }}, which is of type StringMap; a text is wanted")]
    [InlineData("ec2, Api: DescribeVpcs, Filters: [{Nme: x}]", "item 1 of the parameter 'Filters' of DescribeVpcs has no 'Nme'; did you mean 'Name'?")]
    [InlineData("ec2, Api: create_volume, Size: big, AvailabilityZone: a", "the parameter 'Size' of CreateVolume is 'big'; a whole number is wanted")]
    [InlineData("ec2, Api: create_volume, Size: '{{ List }}', AvailabilityZone: a", "the parameter 'Size' of CreateVolume is {{ List }}, which is of type StringList; a whole number is wanted")]
    [InlineData("ec2, Api: create_volume, Encrypted: '{{ Count }}', AvailabilityZone: a", "the parameter 'Encrypted' of CreateVolume is {{ Count }}, which is of type Integer; true or false is wanted")]
    [InlineData("iam, Api: GetRole", "GetRole has to have the parameter 'RoleName'")]
    [InlineData("s3, Api: PutPublicAccessBlock, Bucket: b, PublicAccessBlockConfiguration: [a]", "the parameter 'PublicAccessBlockConfiguration' of PutPublicAccessBlock is a list; a map is wanted")]
    public void A_call_is_held_against_the_services_model(string inputs, string message) =>
        Check(Call(inputs, "")).Mistakes.ShouldHaveSingleItem().Message.ShouldBe(message);

    [Theory]
    [InlineData("$.Vpc[0]", "String", "the selector '$.Vpc[0]' leads nowhere: the result has no 'Vpc' there; did you mean 'Vpcs'?")]
    [InlineData("$.Vpcs.VpcId", "String", "the selector '$.Vpcs.VpcId' leads nowhere: 'VpcId' is asked of a list; [0] or [*] has to stand before it")]
    [InlineData("$.Vpcs[0].VpcId.x", "String", "the selector '$.Vpcs[0].VpcId.x' leads nowhere: it goes on below a single value")]
    [InlineData("$..VpcIdx", "StringList", "the selector '$..VpcIdx' leads nowhere: no 'VpcIdx' is anywhere in the result")]
    [InlineData("$.Vpcs[0].IsDefault", "Integer", "the output 'x' is of type Integer, and $.Vpcs[0].IsDefault leads to a boolean")]
    [InlineData("$.Vpcs[0]", "StringList", "the output 'x' is of type StringList, and $.Vpcs[0] leads to a map")]
    [InlineData("$.Vpcs", "Boolean", "the output 'x' is of type Boolean, and $.Vpcs leads to a list of maps")]
    public void A_selector_leads_to_what_the_answer_can_have(string selector, string type, string message) =>
        Check(Call("ec2, Api: DescribeVpcs", $"outputs: [{{Name: x, Selector: '{selector}', Type: {type}}}]")).Mistakes.ShouldHaveSingleItem().Message.ShouldBe(message);

    [Theory]
    [InlineData("ec2, Api: describe_vpcs", "$.Vpcs[*].VpcId", "StringList")]
    [InlineData("EC2, Api: describeVpcs", "$.Vpcs[?(@.IsDefault == true)].VpcId", "StringList")]
    [InlineData("rds, Api: describe_db_instances", "DBInstances[0].DBInstanceIdentifier", "String")]
    [InlineData("ec2, Api: DescribeVpcs", "$.ResponseMetadata.HTTPStatusCode", "Integer")]
    [InlineData("ec2, Api: DescribeVpcs", "$..VpcId", "StringList")]
    [InlineData("ec2, Api: DescribeVpcs", "$.Vpcs.length()", "Integer")]
    [InlineData("iam, Api: GetRolePolicy, RoleName: r, PolicyName: p", "$.PolicyDocument.Statement[0].Effect", "String")]
    [InlineData("config, Api: GetResourceConfigHistory, resourceId: '{{ Map.x }}', resourceType: 'AWS::RDS::DBCluster', limit: 1", "$.configurationItems[0].resourceName", "String")]
    public void What_published_documents_call_and_select_is_right(string inputs, string selector, string type) =>
        Check(Call(inputs.Replace("'{{ Map.x }}'", "x", StringComparison.Ordinal), $"outputs: [{{Name: x, Selector: \"{selector}\", Type: {type}}}]")).Mistakes.ShouldBeEmpty();

    [Fact]
    public void A_selector_into_an_answer_without_members_is_a_warning()
    {
        var findings = Check(Call("autoscaling, Api: DeleteLaunchConfiguration, LaunchConfigurationName: x", "outputs: [{Name: x, Selector: $.Payload.response, Type: StringMap}]"));
        findings.Mistakes.ShouldBeEmpty();
        findings.Warnings.ShouldHaveSingleItem().Message.ShouldBe("the selector '$.Payload.response' leads nowhere: the operation answers with nothing");
    }

    [Fact]
    public void Calls_seen_in_scripts_have_the_names_of_the_api()
    {
        var reach = RunbookReach.Of(Check(Text("rotate-key.yaml")).Document.ShouldNotBeNull(), ModelledApis.Catalog);
        reach.Calls.Where(call => call.Source == CallSource.Script).Select(call => $"{call.Service}:{call.Operation}").ShouldBe(["iam:UpdateAccessKey", "iam:ListUsers"]);
        reach.Permissions.ShouldContain("iam:UpdateAccessKey");
    }

    /// <summary>Inputs of a command have names of parameters of calls.</summary>
    private static bool IsOfCommand(string[] lines, int index) =>
        lines.Take(index).LastOrDefault(line => line.Contains("action:", StringComparison.Ordinal)) is not { } action
        || !(action.Contains("Api", StringComparison.Ordinal) || action.Contains("Property", StringComparison.Ordinal));

    private static string Call(string inputs, string more) =>
        $"schemaVersion: '0.3'\nparameters: {{Count: {{type: Integer}}, List: {{type: StringList}}, Map: {{type: StringMap}}}}\nmainSteps:\n- name: s\n  action: aws:executeAwsApi\n  inputs: {{Service: {inputs}}}\n  {more}";

    private static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name));

    private static RunbookFindings Check(string text) => RunbookCheck.Check(Encoding.UTF8.GetBytes(text), ModelledApis.Catalog);
}
