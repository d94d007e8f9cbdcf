using BenchmarkDotNet.Attributes;
using Quell.Engine.Permissions;
using Quell.Engine.Policies;

namespace Quell.Benchmarks;

/// <summary>What does deciding one call of a role with ten policies cost, and does an allowed one allocate?</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class PolicyDecisions
{
    private static readonly PolicyRequest Asked = new(
        new("000000000000", ["arn:aws:sts::000000000000:assumed-role/fixer/fix", "arn:aws:iam::000000000000:role/fixer"]),
        "ec2:StopInstances",
        "arn:aws:ec2:us-east-1:000000000000:instance/i-0c1")
    {
        Context = new()
        {
            { "aws:PrincipalArn", "arn:aws:iam::000000000000:role/fixer" },
            { "aws:RequestedRegion", "us-east-1" },
            { "aws:CurrentTime", "2026-11-30T00:00:00Z" },
            { "aws:SourceIp", "192.0.2.10" },
            { "aws:ResourceTag/team", "net" },
        },
    };

    private PrincipalPolicies _policies = PrincipalPolicies.None;

    [GlobalSetup]
    public void Read() => _policies = new([.. Enumerable.Range(0, 10).Select(Policy)]);

    [Benchmark]
    public bool Decide() => AccessEvaluator.Decide(_policies, Asked, ResourceSide.Silent).IsAllowed;

    /// <summary>Three statements each: two of other services, and one that fits in the last policy, by a tag.</summary>
    private static PolicyDocument Policy(int number)
    {
        var text = """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Action":["s3:Get*","s3:List*"],"Resource":["arn:aws:s3:::logs-N","arn:aws:s3:::logs-N/*"]},
              {"Effect":"Allow","Action":["ec2:Describe*","ec2:RunInstancesN"],"Resource":"*"},
              {"Effect":"EFFECT","Action":"ec2:Stop*","Resource":"arn:aws:ec2:*:*:instance/*","Condition":{"StringEquals":{"aws:ResourceTag/team":"TEAM"}}}]}
            """;
        return PolicyDocument.Parse(text
                .Replace("N\"", $"{number}\"", StringComparison.Ordinal).Replace("N/", $"{number}/", StringComparison.Ordinal)
                .Replace("EFFECT", number == 9 ? "Allow" : "Deny", StringComparison.Ordinal)
                .Replace("TEAM", number == 9 ? "net" : "web", StringComparison.Ordinal))
            ?? throw new InvalidOperationException(text);
    }
}
