using System.Net;
using Quell.Connections;

namespace Quell.Tests.Connections;

public sealed class EndpointPolicyTests
{
    private readonly EndpointPolicy _policy = new(["printer.lan", "169.254.1.1"]);

    [Theory]
    [InlineData("https://example.com/x", true)]
    [InlineData("http://example.com/x", false)]
    [InlineData("http://localhost:8080/x", true)]
    [InlineData("http://127.0.0.1/x", true)]
    [InlineData("http://[::1]/x", true)]
    [InlineData("http://printer.lan/x", true)]
    [InlineData("http://169.254.1.1/x", true)]
    [InlineData("https://169.254.169.254/latest", false)]
    [InlineData("https://[fe80::1]/", false)]
    [InlineData("https://[fd00:ec2::254]/", false)]
    [InlineData("https://[::ffff:169.254.169.254]/", false)]
    [InlineData("https://10.0.0.1/", true)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/relative", false)]
    public void Lets_only_what_it_says_through(string url, bool isAllowed) => (_policy.Fault(url) is null).ShouldBe(isAllowed);

    [Theory]
    [InlineData("sneaky.example.com", "169.254.169.254", false)]
    [InlineData("sneaky.example.com", "::ffff:169.254.169.254", false)]
    [InlineData("printer.lan", "169.254.7.7", true)]
    [InlineData("example.com", "93.184.216.34", true)]
    public void Looks_at_the_address_that_a_name_leads_to(string host, string address, bool isAllowed) =>
        (_policy.Fault(host, IPAddress.Parse(address)) is null).ShouldBe(isAllowed);

    [Theory]
    [InlineData("127.0.0.1", 4600, false)]
    [InlineData("::1", 4600, false)]
    [InlineData("::ffff:127.0.0.1", 4600, false)]
    [InlineData("0.0.0.0", 4600, false)]
    [InlineData("127.0.0.1", 4601, true)]
    [InlineData("203.0.113.7", 4600, true)]
    public void Quell_does_not_call_itself(string address, int port, bool isAllowed)
    {
        var policy = new EndpointPolicy(["127.0.0.1"]) { OwnPorts = [4600] };

        (policy.Fault("somewhere", IPAddress.Parse(address), port) is null).ShouldBe(isAllowed);
    }
}
