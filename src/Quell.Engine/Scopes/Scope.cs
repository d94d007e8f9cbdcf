namespace Quell.Engine.Scopes;

/// <summary>Where a resource lives: a 12-digit account and a region. Global services use <see cref="Global"/>.</summary>
internal readonly record struct Scope(string Account, string Region)
{
    public const string DefaultAccount = "000000000000";
    public const string DefaultRegion = "us-east-1";

    /// <summary>The region of what belongs to an account as a whole (IAM users, bucket names).</summary>
    public const string GlobalRegion = "";

    public Scope Global => this with { Region = GlobalRegion };

    /// <summary>The ARN of a resource here: <c>arn:PARTITION:service:region:account:resource</c>.</summary>
    public Arn Arn(string service, string resource) => new(Partition, service, Region, Account, resource);

    /// <summary><c>aws</c>, <c>aws-cn</c> or <c>aws-us-gov</c>, as the region's prefix says.</summary>
    public string Partition => PartitionOf(Region);

    public static string PartitionOf(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn"
        : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov"
        : "aws";

    public override string ToString() => $"{Account}/{Region}";
}
