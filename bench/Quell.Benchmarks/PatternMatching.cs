using System.Text;
using BenchmarkDotNet.Attributes;
using Quell.Engine.Rules;

namespace Quell.Benchmarks;

/// <summary>What does matching one CloudTrail event against all rules of a bus cost, and does it allocate?</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class PatternMatching
{
    private readonly byte[] _event = Encoding.UTF8.GetBytes(
        """
        {"version":"0","id":"7f2a","detail-type":"AWS API Call via CloudTrail","source":"aws.ec2","account":"000000000000","time":"2026-11-20T16:00:00Z","region":"us-east-1","resources":[],"detail":{"eventSource":"ec2.amazonaws.com","eventName":"CreateVpc","awsRegion":"us-east-1","sourceIPAddress":"192.0.2.10","userIdentity":{"type":"IAMUser","userName":"ann"},"requestParameters":{"cidrBlock":"10.0.0.0/16"}}}
        """);

    private readonly List<int> _matches = [];
    private RuleSet<int> _rules = RuleSet<int>.Empty;

    [Params(1, 100, 10_000)]
    public int Rules { get; set; }

    [GlobalSetup]
    public void Compile()
    {
        for (var rule = 0; rule < Rules; rule++)
        {
            var pattern = rule == 0
                ? """{"source":["aws.ec2"],"detail":{"eventName":["CreateVpc"],"errorCode":[{"exists":false}]}}"""
                : """{"source":["aws.ec2"],"detail":{"eventName":["CallN"],"sourceIPAddress":[{"cidr":"198.51.100.0/24"}]}}""".Replace("CallN", $"Call{rule}", StringComparison.Ordinal);
            EventPattern.TryCompile(pattern, out var compiled, out _);
            _rules = _rules.Add(rule, compiled ?? throw new InvalidOperationException(pattern));
        }

        _rules.Match(_event, _matches);
    }

    [Benchmark]
    public int Match()
    {
        _matches.Clear();
        _rules.Match(_event, _matches);
        return _matches.Count;
    }
}
