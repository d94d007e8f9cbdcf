using System.Text;
using Quell.Engine.Rules;

namespace Quell.Engine.Tests.Rules;

/// <summary>
/// Patterns on what findings are sorted by. The event is Security Hub's (Security Hub user guide, "EventBridge event formats",
/// "AWS Security Finding Format").
/// </summary>
[Trait("Requirement", "D6")]
public sealed class FindingPatternTests
{
    private const string Finding = """
        {
          "version": "0", "id": "8e5622f9-d81c-4d81-612a-9319e7ee2506", "detail-type": "Security Hub Findings - Imported",
          "source": "aws.securityhub", "account": "123456789012", "time": "2026-04-11T21:52:17Z", "region": "us-west-2",
          "resources": ["arn:aws:securityhub:us-west-2::product/aws/guardduty/arn:aws:guardduty:us-west-2:123456789012:detector/1/finding/2"],
          "detail": {
            "findings": [{
              "SchemaVersion": "2018-10-08", "Id": "2", "Types": ["TTPs/Initial Access", "Effects/Data Exfiltration"],
              "Severity": {"Product": 8, "Normalized": 70, "Label": "HIGH"},
              "Resources": [
                {"Type": "AwsEc2Instance", "Id": "i-1", "Region": "us-west-2", "Tags": {"env": "prod", "team": "web"}},
                {"Type": "AwsS3Bucket", "Id": "b", "Region": "us-west-2", "Tags": {"env": "test", "team": "data"}}],
              "ProductFields": {"aws/guardduty/service/count": "3", "custom.owner": "Jane"},
              "UserDefinedFields": {"ticket": "OPS-17"},
              "Workflow": {"Status": "NEW"}
            }]
          }
        }
        """;

    [Theory]
    [InlineData("""{"source": ["aws.securityhub", "aws.guardduty"]}""", true)]
    [InlineData("""{"source": [{"prefix": "aws."}]}""", true)]
    [InlineData("""{"source": [{"anything-but": {"prefix": "aws."}}]}""", false)]
    public void Source(string pattern, bool matches) => Matches(pattern).ShouldBe(matches);

    [Theory]
    [InlineData("""{"detail-type": ["Security Hub Findings - Imported"], "detail": {"findings": {"Types": [{"wildcard": "*/Data Exfiltration"}]}}}""", true)]
    [InlineData("""{"detail": {"findings": {"Types": [{"prefix": "TTPs/"}]}}}""", true)]
    [InlineData("""{"detail": {"findings": {"Types": [{"prefix": "Software and Configuration Checks/"}]}}}""", false)]
    [InlineData("""{"detail-type": ["Security Hub Findings - Custom Action"]}""", false)]
    public void Type(string pattern, bool matches) => Matches(pattern).ShouldBe(matches);

    [Theory]
    [InlineData("""{"detail": {"findings": {"Severity": {"Label": ["HIGH", "CRITICAL"]}}}}""", true)]
    [InlineData("""{"detail": {"findings": {"Severity": {"Normalized": [{"numeric": [">=", 70, "<", 90]}]}}}}""", true)]
    [InlineData("""{"detail": {"findings": {"Severity": {"Product": [8.0]}}}}""", true)]
    [InlineData("""{"detail": {"findings": {"Severity": {"Normalized": [{"numeric": [">", 70]}]}}}}""", false)]
    public void Severity(string pattern, bool matches) => Matches(pattern).ShouldBe(matches);

    [Theory]
    [InlineData("""{"detail": {"findings": {"Resources": {"Type": ["AwsEc2Instance"], "Tags": {"env": ["prod"]}}}}}""", true)]
    [InlineData("""{"detail": {"findings": {"Resources": {"Tags": {"env": ["test"], "team": ["data"]}}}}}""", true)]
    [InlineData("""{"detail": {"findings": {"Resources": {"Type": ["AwsS3Bucket"], "Tags": {"env": ["prod"]}}}}}""", false)]
    [InlineData("""{"detail": {"findings": {"Resources": {"Tags": {"owner": [{"exists": true}]}}}}}""", false)]
    public void Resource_tags(string pattern, bool matches) => Matches(pattern).ShouldBe(matches);

    [Theory]
    [InlineData("""{"detail": {"findings": {"UserDefinedFields": {"ticket": [{"prefix": "OPS-"}]}}}}""", true)]
    [InlineData("""{"detail": {"findings": {"ProductFields": {"custom.owner": [{"equals-ignore-case": "jane"}]}}}}""", true)]
    [InlineData("""{"$or": [{"detail": {"findings": {"UserDefinedFields": {"ticket": [{"exists": false}]}}}}, {"detail": {"findings": {"Workflow": {"Status": ["NEW"]}}}}]}""", true)]
    [InlineData("""{"detail": {"findings": {"UserDefinedFields": {"ticket": [{"exists": false}]}}}}""", false)]
    public void Custom_attributes(string pattern, bool matches) => Matches(pattern).ShouldBe(matches);

    private static bool Matches(string pattern) => EventPattern.TryCompile(pattern, out var compiled, out var error)
        ? compiled.Matches(Encoding.UTF8.GetBytes(Finding))
        : throw new InvalidOperationException($"{pattern}: {error}");
}
