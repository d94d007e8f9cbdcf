using Quell.Aws.Signing;

namespace Quell.Aws.Tests.Signing;

public sealed class SigningKeyCacheTests
{
    // IAM User Guide, "Signature Version 4 signing key derivation" example of the AWS General Reference.
    [Fact]
    public void Derives_the_published_key() =>
        Convert.ToHexStringLower(new SigningKeyCache().Get("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", new("20150830", "us-east-1", "iam")))
            .ShouldBe("c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");

    [Fact]
    public void Stays_bounded_and_keeps_what_is_used()
    {
        var cache = new SigningKeyCache(capacity: 10);
        var kept = cache.Get("used", new("20261120", "r", "s"));
        for (var i = 0; i < 1000; i++)
        {
            cache.Get($"secret {i}", new("20261120", "r", "s"));
            cache.Get("used", new("20261120", "r", "s")).ShouldBeSameAs(kept);
        }

        cache.Count.ShouldBeLessThanOrEqualTo(20);
    }
}
