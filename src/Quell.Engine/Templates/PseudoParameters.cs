using System.Collections.Frozen;

namespace Quell.Engine.Templates;

/// <summary>The names that CloudFormation predefines (User Guide, "Pseudo parameters").</summary>
internal static class PseudoParameters
{
    public const string NoValue = "AWS::NoValue";

    private static readonly FrozenSet<string> Names = new[]
    {
        "AWS::AccountId", NoValue, "AWS::NotificationARNs", "AWS::Partition", "AWS::Region", "AWS::StackId", "AWS::StackName",
        "AWS::URLSuffix",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsOne(string name) => Names.Contains(name);
}
