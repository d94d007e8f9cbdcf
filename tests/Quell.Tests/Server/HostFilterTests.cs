using Microsoft.AspNetCore.Http;
using Quell.Approvals;
using Quell.Server;

namespace Quell.Tests.Server;

public class HostFilterTests
{
    private static readonly HostFilter Filter = new(["127.0.0.1", "localhost", ".localhost", "[::1]", "quell.example"]);

    [Theory]
    [InlineData("127.0.0.1:4600")]
    [InlineData("LOCALHOST:1")]
    [InlineData("bucket.localhost:4600")]
    [InlineData("[::1]:4600")]
    [InlineData("quell.example")]
    public void Hosts_that_it_is_known_by_are_admitted(string host) => Filter.Refuse(Request(host)).ShouldBeNull();

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("notlocalhost")]
    [InlineData("localhost.evil.example")]
    [InlineData("sub.quell.example")]
    [InlineData("")]
    public void Other_hosts_are_refused_with_what_to_do(string host) =>
        Filter.Refuse(Request(host)).ShouldNotBeNull().ShouldContain("--allow-host");

    [Theory]
    [InlineData("http://127.0.0.1:4600", true)]
    [InlineData("http://127.0.0.1:4601", false)]
    [InlineData("http://evil.example", false)]
    [InlineData("null", false)]
    [InlineData("file://", false)]
    public void Only_pages_of_its_own_origin_may_ask(string origin, bool isAdmitted)
    {
        var request = Request("127.0.0.1:4600");
        request.Headers.Origin = origin;

        (Filter.Refuse(request) is null).ShouldBe(isAdmitted);
    }

    [Fact]
    public void What_a_browser_calls_cross_site_is_refused()
    {
        var request = Request("127.0.0.1:4600");
        request.Headers["Sec-Fetch-Site"] = "cross-site";

        Filter.Refuse(request).ShouldNotBeNull();
    }

    [Fact]
    public void A_link_that_changes_nothing_can_be_opened_from_a_mail_on_the_web()
    {
        var request = Request("127.0.0.1:4600");
        request.Headers["Sec-Fetch-Site"] = "cross-site";

        Filter.Refuse(request, opensLink: true).ShouldBeNull();
    }

    [Theory]
    [InlineData("GET", "/approvals/apr-1-2", "navigate", true)]
    [InlineData("GET", "/approvals/apr-1-2", "no-cors", false)]
    [InlineData("POST", "/approvals/apr-1-2", "navigate", false)]
    [InlineData("GET", "/approvalsx", "navigate", false)]
    public void Such_a_link_is_opened_as_a_page(string method, string path, string mode, bool isOpened)
    {
        var request = Request("127.0.0.1:4600");
        (request.Method, request.Path) = (method, path);
        request.Headers["Sec-Fetch-Mode"] = mode;

        ApprovalLinkEndpoint.IsOpened(request).ShouldBe(isOpened);
    }

    private static HttpRequest Request(string host)
    {
        var context = new DefaultHttpContext();
        context.Request.Host = new HostString(host);
        return context.Request;
    }
}
