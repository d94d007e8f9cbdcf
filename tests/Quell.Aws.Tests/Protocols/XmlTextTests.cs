using System.Xml.Linq;
using Quell.Aws.Protocols;

namespace Quell.Aws.Tests.Protocols;

public class XmlTextTests
{
    [Theory]
    [InlineData("a\tb\r\nc", true)]
    [InlineData("日本 😀", true)]
    [InlineData("\u0001", false)]
    [InlineData("\0", false)]
    [InlineData("\uFFFF", false)]
    public void What_XML_has_no_place_for_is_found_and_replaced(string text, bool isAllowed)
    {
        XmlText.IsAllowed(text).ShouldBe(isAllowed);
        XmlText.Replace(text).ShouldBe(isAllowed ? text : "\uFFFD");
        _ = new XElement("a", XmlText.Replace(text)).ToString();
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced()
    {
        var half = "a" + '\ud83d' + "b";

        XmlText.IsAllowed(half).ShouldBeFalse();
        XmlText.Replace(half).ShouldBe("a\uFFFDb");
    }
}
