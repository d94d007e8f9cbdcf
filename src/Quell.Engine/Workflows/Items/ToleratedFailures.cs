namespace Quell.Engine.Workflows.Items;

/// <summary>
/// How much of a Map Run may fail (developer guide, "Setting failure thresholds for Distributed Map states"). Where neither is given,
/// nothing may; where both are, neither may be exceeded.
/// </summary>
/// <param name="Count"><c>ToleratedFailureCount</c>, in items.</param>
/// <param name="Percentage"><c>ToleratedFailurePercentage</c> of the items, 0 to 100.</param>
internal readonly record struct ToleratedFailures(long? Count, double? Percentage)
{
    public const string ErrorName = "States.ExceedToleratedFailureThreshold";

    /// <summary>AWS's own text.</summary>
    public const string Cause = "The specified tolerated failure threshold was exceeded";

    /// <summary>What is wrong with the values, in AWS's words as they follow the state's name in a cause; null where nothing is.</summary>
    public string? Mistake => (Count, Percentage) switch
    {
        ( < 0, _) => "ToleratedFailureCount cannot be negative.",
        (_, < 0 or > 100 or double.NaN) => "ToleratedFailurePercentage must be between 0 and 100.",
        _ => null,
    };

    /// <summary>Whether the run fails.</summary>
    /// <param name="failed">Items that failed or ran out of time; every item of a batch that did.</param>
    /// <param name="total">Items of the run.</param>
    public bool IsExceeded(long failed, long total) => failed > (Count ?? (Percentage is null ? 0 : long.MaxValue))
        || (Percentage is { } percentage && failed * 100d > percentage * total);
}
