using Quell.Destinations;

namespace Quell.Tests.Destinations;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("soon", null)]
    [InlineData("0", 0.0)]
    [InlineData(" 120 ", 120.0)]
    [InlineData("-5", -1.0)]
    [InlineData("99999999999", 2_592_000.0)]
    [InlineData("Fri, 02 Jan 2026 03:05:05 GMT", 60.0)]
    [InlineData("Fri, 02 Jan 2026 03:00:00 GMT", 0.0)]
    public void Reads_seconds_and_dates(string? header, double? seconds) =>
        RetryAfter.Read(header, Now)?.TotalSeconds.ShouldBe(seconds.ShouldNotBeNull());
}
