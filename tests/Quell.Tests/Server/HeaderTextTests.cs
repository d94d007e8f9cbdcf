using Quell.Server;

namespace Quell.Tests.Server;

public class HeaderTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("text/plain; charset=\"utf-8\"")]
    [InlineData("a\tb")]
    public void What_HTTP_can_carry_stays_as_it_is(string value) => HeaderText.Encode(value).ShouldBe(value);

    [Theory]
    [InlineData("ü")]
    [InlineData("a\r\nX-Evil: 1")]
    [InlineData("日本")]
    [InlineData("\0")]
    [InlineData("\u007f")]
    public void The_rest_is_encoded_as_RFC_2047_has_it(string value)
    {
        var encoded = HeaderText.Encode(value);

        encoded.ShouldAllBe(letter => letter >= ' ' && letter <= '~');
        encoded.ShouldBe($"=?UTF-8?B?{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(value))}?=");
    }
}
