using System.Text;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Aws.Signing;
using Quell.Gate;
using Quell.Server;
using Quell.Tests.Gate;

namespace Quell.Tests.Server;

public class CallersTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{}");

    [Theory]
    [InlineData("123456789012", "123456789012")]
    [InlineData("1234567890123", "000000000000")]
    [InlineData("test", "000000000000")]
    public async Task A_key_that_nobody_made_is_an_accounts_administrator(string key, string account)
    {
        await using var house = new GateHouse();

        var caller = Find(Callers(house), key, out var refusal);

        refusal.ShouldBeNull();
        caller.ShouldNotBeNull().Principal.Arn.ShouldBe($"arn:aws:iam::{account}:root");
        caller.Secret.ShouldBeNull();
    }

    [Fact]
    public async Task A_key_that_nobody_made_is_refused_where_keys_must_be_known()
    {
        await using var house = new GateHouse();

        Find(Callers(house, acceptsUnknown: false), "123456789012", out var refusal).ShouldBeNull();

        refusal.ShouldNotBeNull().Kind.ShouldBe(RefusalKind.UnknownKey);
    }

    [Fact]
    public async Task An_environments_key_works_with_its_secret_and_token_until_it_ends()
    {
        await using var house = new GateHouse();
        var keys = new EnvironmentKeys(new IdSource("seed", "environments"));
        var key = keys.Issue(Principal.Root("123456789012"));
        var callers = Callers(house, keys: keys);

        Find(callers, key.AccessKeyId, out _, key.Secret, key.SessionToken).ShouldNotBeNull().Environment.ShouldBeSameAs(key);
        Find(callers, key.AccessKeyId, out var wrong, "another secret", key.SessionToken).ShouldBeNull();
        wrong.ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Mismatch);
        Find(callers, key.AccessKeyId, out var tokenless, key.Secret).ShouldBeNull();
        tokenless.ShouldNotBeNull().Kind.ShouldBe(RefusalKind.InvalidToken);

        keys.Revoke(key);
        Find(callers, key.AccessKeyId, out _, key.Secret, key.SessionToken).ShouldNotBeNull().Environment.ShouldBeNull();
    }

    [Fact]
    public async Task The_operators_key_is_verified_in_front_of_AWS()
    {
        await using var house = new GateHouse();
        var callers = Callers(house, acceptsUnknown: false, operatorKey: new OperatorKey("AKIAOPERATOR", "secret", null, Principal.Root("210987654321")));

        Find(callers, "AKIAOPERATOR", out _, "secret").ShouldNotBeNull().Principal.Account.ShouldBe("210987654321");
        Find(callers, "AKIAOPERATOR", out var refusal, "another").ShouldBeNull();
        refusal.ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Mismatch);
    }

    private static Callers Callers(GateHouse house, bool acceptsUnknown = true, EnvironmentKeys? keys = null, OperatorKey? operatorKey = null) =>
        new(house.Store, keys ?? new(new IdSource("seed", "environments")), new SigV4Verifier(new SigningKeyCache()), TimeProvider.System)
        {
            AcceptsUnknownKeys = acceptsUnknown,
            Operator = () => operatorKey,
        };

    /// <summary>Signs a request with the key and has its caller found.</summary>
    private static Caller? Find(Callers callers, string key, out SignatureRefusal? refusal, string secret = "secret", string? token = null)
    {
        var headers = new Quell.Aws.Protocols.WireHeaders { { "Host", "127.0.0.1" } };
        var unsigned = new SignableRequest("POST", "/", "", headers);
        var credentials = new SigningCredentials(key, secret, token);
        foreach (var (name, value) in new SigV4Signer(new()).Sign(unsigned, credentials, "us-east-1", "events", PayloadHash.Of(Body), DateTimeOffset.UtcNow))
        {
            headers.Add(name, value);
        }

        var request = new SignableRequest("POST", "/", "", headers);
        SignatureReader.TryRead(request, out var claim, out var unread).ShouldBeTrue(unread?.Detail);
        return callers.Find(request, claim!, Body, out refusal);
    }
}
