using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Tests.Runbooks.Values;

/// <summary>Durations of ISO 8601, as aws:sleep takes them.</summary>
public sealed class IsoDurationTests
{
    [Fact]
    public void What_is_written_is_read_again() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seconds =>
        {
            var duration = TimeSpan.FromSeconds(seconds);
            IsoDuration.TryParse(System.Xml.XmlConvert.ToString(duration), out var read).ShouldBeTrue();
            read.ShouldBe(duration);
        }));

    [Fact]
    public void Any_text_is_a_duration_or_none() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000),
        Prop.ForAll(Gen.Elements("P", "T", "1", "23", ".5", "W", "D", "H", "M", "S", "-", " ", "Y").ListOf().Select(string.Concat).ToArbitrary(), text =>
        {
            if (IsoDuration.TryParse(text, out var duration))
            {
                text.ShouldStartWith("P");
                duration.ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
            }
        }));

    [Fact]
    public void A_duration_beyond_all_dates_is_none() =>
        IsoDuration.TryParse(string.Create(CultureInfo.InvariantCulture, $"P{999_999_999}W"), out _).ShouldBeFalse();
}
