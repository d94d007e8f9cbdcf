using Quell.Commands.Hosts;
using Quell.Engine.Json;

namespace Quell.Tests.Commands.Hosts;

public sealed class NodePropertiesTests
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGdN6sVnCPFBmYWVqRYnI0c3pEOKAWx1R6kXY2T6tEQv";

    [Theory]
    [InlineData("web1")]
    [InlineData("web1.example.com.")]
    [InlineData("203.0.113.7")]
    [InlineData("2001:db8::7")]
    public void A_host_is_a_name_or_an_address(string host) => Mistaken("Host", host).ShouldBeNull();

    [Theory]
    [InlineData("Host", "")]
    [InlineData("Host", "-oProxyCommand=touch x")]
    [InlineData("Host", "-web")]
    [InlineData("Host", "web1 -oProxyCommand=x")]
    [InlineData("Host", "web1\t")]
    [InlineData("Host", "web1\n")]
    [InlineData("Host", "root@web1")]
    [InlineData("Host", "ssh://web1")]
    [InlineData("Host", "web1:22")]
    [InlineData("Host", "[::1]")]
    [InlineData("Host", "fe80::1%eth0")]
    [InlineData("Host", "$(id)")]
    [InlineData("Host", "%h")]
    [InlineData("User", "")]
    [InlineData("User", "-oProxyCommand=x")]
    [InlineData("User", "deploy ops")]
    [InlineData("User", "deploy\n")]
    [InlineData("User", "deploy@web1")]
    [InlineData("User", "%u")]
    [InlineData("User", "a;b")]
    [InlineData("PlatformType", "Windows")]
    [InlineData("IdentityFile", "id_ed25519")]
    [InlineData("IdentityFile", "~/.ssh/id_ed25519")]
    [InlineData("IdentityFile", "/keys/a\nb")]
    [InlineData("HostKey", "ssh-ed25519")]
    [InlineData("HostKey", "ssh-ed25519 not-base64")]
    [InlineData("HostKey", "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIGdN6sVnCPFBmYWVqRYnI0c3pEOKAWx1R6kXY2T6tEQv")]
    [InlineData("HostKey", "web1 " + Key)]
    [InlineData("HostKey", "@cert-authority * " + Key)]
    [InlineData("HostKey", Key + "\n* ssh-ed25519 AAAA")]
    [InlineData("HostKey", "ssh-ed25519 AAAA")]
    public void What_ssh_could_take_for_something_else_is_refused(string property, string value) =>
        Mistaken(property, value).ShouldNotBeNull().ShouldStartWith($"Value of property {property} must be ");

    [Theory]
    [InlineData(0)]
    [InlineData(65_536)]
    public void A_port_is_a_port(int port) => Mistaken("Port", port).ShouldNotBeNull().ShouldEndWith($"Received: {port}");

    [Fact]
    public void Keys_are_what_stands_behind_the_hosts_name_in_known_hosts()
    {
        var written = $"{Key} root@web1\r\n\n  {Key}\n";

        Mistaken("HostKey", written).ShouldBeNull();
        NodeProperties.Keys(written).ShouldBe([Key, Key]);
    }

    private static string? Mistaken(string property, JsonValue value) =>
        NodeProperties.Mistakes(JsonObject.Of((property, value))).Select(mistake => $"{mistake.Message}").SingleOrDefault();
}
