using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Quell.Engine.Sources;

namespace Quell.Engine.Tests.Sources;

public class RequestCheckTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_772_337_906);

    private static readonly CheckDefinition.Hmac GitHub = new("X-Hub-Signature-256", "sha256=", "sha256", false, null, null);
    private static readonly CheckDefinition.Hmac PagerDuty = new("X-PagerDuty-Signature", "v1=", "sha256", false, ",", null);
    private static readonly CheckDefinition.Hmac Grafana =
        new("X-Grafana-Alerting-Signature", "", "sha256", false, null, new("X-Grafana-Timestamp", ":", TimeSpan.FromMinutes(5)));

    /// <summary>GitHub documentation, "Validating webhook deliveries", "Testing the webhook payload validation".</summary>
    [Fact]
    public void The_example_of_GitHubs_documentation_passes() => Refuse(
        GitHub, "It's a Secret to Everybody", "Hello, World!",
        ("x-hub-signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")).ShouldBeNull();

    [Theory]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e18")]
    [InlineData("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("sha256=")]
    [InlineData("")]
    public void Another_signature_does_not(string signature) =>
        Refuse(GitHub, "It's a Secret to Everybody", "Hello, World!", ("x-hub-signature-256", signature)).ShouldNotBeNull().ShouldContain("not that of this body");

    [Fact]
    public void A_missing_signature_is_named() => Refuse(GitHub, "s", "{}").ShouldNotBeNull().ShouldContain("X-Hub-Signature-256");

    /// <summary>PagerDuty developer documentation, "Verifying Signatures": while a secret is replaced, a request carries several.</summary>
    [Fact]
    public void One_of_PagerDutys_several_signatures_is_enough()
    {
        Refuse(PagerDuty, "new", "{}", ("x-pagerduty-signature", $"v1={Sign("old", "{}")},v1={Sign("new", "{}")}")).ShouldBeNull();
        Refuse(PagerDuty, "new", "{}", ("x-pagerduty-signature", $"v1={Sign("old", "{}")}, v0={Sign("new", "{}")}")).ShouldNotBeNull();
    }

    [Fact]
    public void One_of_several_secrets_is_enough() => new RequestCheck(GitHub, ["old", "new"])
        .Refuse(Request("{}", ("x-hub-signature-256", $"sha256={Sign("new", "{}").ToUpperInvariant()}")), Now).ShouldBeNull();

    /// <summary>Grafana documentation, "Configure webhook notifications", HMAC signature: the timestamp, a colon, the body.</summary>
    [Fact]
    public void A_signed_time_is_held_against_the_clock()
    {
        At(Now.ToUnixTimeSeconds()).ShouldBeNull();
        At(Now.ToUnixTimeSeconds() - 300).ShouldBeNull();
        At(Now.ToUnixTimeSeconds() - 301).ShouldNotBeNull().ShouldContain("300 seconds");
        At(Now.ToUnixTimeSeconds() + 301).ShouldNotBeNull();
        At(long.MaxValue).ShouldNotBeNull();
        Refuse(Grafana, "s", "{}", ("x-grafana-alerting-signature", Sign("s", "{}"))).ShouldNotBeNull().ShouldContain("X-Grafana-Timestamp");
        Refuse(Grafana, "s", "{}", ("x-grafana-alerting-signature", Sign("s", "{}")), ("x-grafana-timestamp", "1772337906")).ShouldNotBeNull();

        static string? At(long seconds) => Refuse(
            Grafana, "s", "{}", ("x-grafana-alerting-signature", Sign("s", $"{seconds}:{{}}")), ("x-grafana-timestamp", $"{seconds}"));
    }

    [Fact]
    public void Base64_and_other_algorithms_are_understood()
    {
        var hmac = new CheckDefinition.Hmac("X-Sig", "", "sha512", IsBase64: true, null, null);
        var signature = Convert.ToBase64String(HMACSHA512.HashData("s"u8.ToArray(), "{}"u8.ToArray()));

        Refuse(hmac, "s", "{}", ("x-sig", signature)).ShouldBeNull();
        Refuse(hmac, "s", "{ }", ("x-sig", signature)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("Bearer hush", true)]
    [InlineData("bearer  hush", true)]
    [InlineData("Bearer hus", false)]
    [InlineData("Bearer hush2", false)]
    [InlineData("hush", false)]
    [InlineData("Basic hush", false)]
    [InlineData("", false)]
    public void A_bearer_token_is_the_whole_secret(string header, bool passes) =>
        (Refuse(new CheckDefinition.Token("Authorization", "Bearer "), "hush", "", ("authorization", header)) is null).ShouldBe(passes);

    [Theory]
    [InlineData("cXVlbGw6aHVzaA==", true)]
    [InlineData("cXVlbGw6aHVzaDI=", false)]
    [InlineData("b3BzOmh1c2g=", false)]
    [InlineData("%%%", false)]
    public void Basic_credentials_are_user_and_secret(string credentials, bool passes) =>
        (Refuse(new CheckDefinition.Basic("quell"), "hush", "", ("authorization", "Basic " + credentials)) is null).ShouldBe(passes);

    [Fact]
    public void No_answer_shows_a_secret()
    {
        foreach (var definition in new CheckDefinition[] { GitHub, PagerDuty, Grafana, new CheckDefinition.Basic("u"), new CheckDefinition.Token("X", "") })
        {
            Refuse(definition, "hush-hush", "{}", ("x", "y"), ("authorization", "Basic eDp5"), ("x-hub-signature-256", "sha256=1"))
                .ShouldNotBeNull().ShouldNotContain("hush-hush");
        }
    }

    private static string? Refuse(CheckDefinition definition, string secret, string body, params (string Name, string Value)[] headers) =>
        new RequestCheck(definition, [secret]).Refuse(Request(body, headers), Now);

    private static SourceRequest Request(string body, params (string Name, string Value)[] headers) => new(
        "s", headers.ToImmutableSortedDictionary(header => header.Name, header => header.Value, StringComparer.Ordinal), Encoding.UTF8.GetBytes(body));

    private static string Sign(string secret, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
}
