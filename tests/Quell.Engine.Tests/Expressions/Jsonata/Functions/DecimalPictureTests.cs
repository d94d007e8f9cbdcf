namespace Quell.Engine.Tests.Expressions.Jsonata.Functions;

/// <summary>Pictures for numbers; the results are those of the reference implementation.</summary>
public sealed class DecimalPictureTests
{
    [Theory]
    [InlineData("$formatNumber(-1234, '#,##0.00;(#,##0.00)')", "(1,234.00)")]
    [InlineData("$formatNumber(-1234.5, '0.0')", "-1234.5")]
    [InlineData("$formatNumber(1234567.891, '#,##,000.00')", "12,34,567.89")]
    [InlineData("$formatNumber(123456789.123, '#,##0.000,00')", "123,456,789.123,00")]
    [InlineData("$formatNumber(1234, '#,#,#,###')", "1,234")]
    [InlineData("$formatNumber(0, '#.#')", ".0")]
    [InlineData("$formatNumber(0, '#')", "0")]
    [InlineData("$formatNumber(2.5, '0')", "2")]
    [InlineData("$formatNumber(1.005, '0.00')", "1.00")]
    [InlineData("$formatNumber(0.123, '%0.00')", "%12.30")]
    [InlineData("$formatNumber(1/3, '0.00000000000000000000000')", "0.33333333333333331482962")]
    [InlineData("$formatNumber(12345.678, '00.0e00')", "12.3e03")]
    [InlineData("$formatNumber(0.00012, '#.0##e00')", "0.12e-03")]
    [InlineData("$formatNumber(0, '0.0e0')", "0.0e0")]
    [InlineData("$formatNumber(5, '0 euro')", "5 euro")]
    [InlineData("$formatNumber(1e21, '#,##0')", "1,000,000,000,000,000,000,000")]
    [InlineData("$formatNumber(1.7e308, '0%')", "Infinity%")]
    [InlineData("$formatNumber(1234.5, '#.##0,00', {'decimal-separator': ',', 'grouping-separator': '.'})", "1.234,50")]
    [InlineData("$formatNumber(-1234.5, '0', {'minus-sign': 'M'})", "M1234")]
    [InlineData("$formatNumber(1234.5, '0E0', {'exponent-separator': 'E'})", "1E3")]
    public void Writes_a_number_by_its_picture(string text, string expected) => Evaluating.Of(text).ShouldBe($"\"{expected}\"");

    [Theory]
    [InlineData("0;0;0", "D3080")]
    [InlineData("0.0.0", "D3081")]
    [InlineData("0%%", "D3082")]
    [InlineData("0‰‰", "D3083")]
    [InlineData("0%‰", "D3084")]
    [InlineData(".", "D3085")]
    [InlineData("0x0", "D3086")]
    [InlineData("#,.0", "D3087")]
    [InlineData("#,", "D3088")]
    [InlineData("0,,0", "D3089")]
    [InlineData("0#", "D3090")]
    [InlineData("0.#0", "D3091")]
    [InlineData("0e0%", "D3092")]
    [InlineData("0e#", "D3093")]
    [InlineData("0e", "D3093")]
    public void Says_what_is_wrong_with_a_picture(string picture, string code) => Evaluating.Of($"$formatNumber(1, '{picture}')").ShouldBe(code);
}
