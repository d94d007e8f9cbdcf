using Quell.Engine.Workflows.Items;

namespace Quell.Engine.Tests.Workflows.Items;

public sealed class ToleratedFailuresTests
{
    [Theory]
    [InlineData(null, null, 0, 10, false)]
    [InlineData(null, null, 1, 10, true)]
    [InlineData(2L, null, 2, 10, false)]
    [InlineData(2L, null, 3, 10, true)]
    [InlineData(null, 20d, 2, 10, false)]
    [InlineData(null, 20d, 3, 10, true)]
    [InlineData(null, 0.5, 1, 200, false)]
    [InlineData(null, 0.5, 1, 199, true)]
    [InlineData(null, 0d, 1, 10, true)]
    [InlineData(null, 100d, 10, 10, false)]
    [InlineData(1L, 50d, 2, 10, true)]
    [InlineData(5L, 10d, 2, 10, true)]
    [InlineData(5L, 50d, 5, 10, false)]
    [InlineData(0L, 0d, 0, 0, false)]
    public void A_run_fails_when_either_threshold_is_exceeded(long? count, double? percentage, long failed, long total, bool exceeded) =>
        new ToleratedFailures(count, percentage).IsExceeded(failed, total).ShouldBe(exceeded);

    /// <summary>The texts are from recorded executions.</summary>
    [Theory]
    [InlineData(-1L, null, "ToleratedFailureCount cannot be negative.")]
    [InlineData(null, -1d, "ToleratedFailurePercentage must be between 0 and 100.")]
    [InlineData(null, 100.1, "ToleratedFailurePercentage must be between 0 and 100.")]
    [InlineData(0L, 100d, null)]
    [InlineData(null, null, null)]
    public void Says_what_is_wrong_with_a_threshold(long? count, double? percentage, string? mistake) =>
        new ToleratedFailures(count, percentage).Mistake.ShouldBe(mistake);
}
