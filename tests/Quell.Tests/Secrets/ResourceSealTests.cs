using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Secrets;
using Quell.Storage;

namespace Quell.Tests.Secrets;

public sealed class ResourceSealTests
{
    private readonly ResourceSeal _seal = new(new SecretBox(new byte[SecretBox.KeyLength]));
    private readonly JsonObject _value = JsonObject.Of(("Secret", "s3cret"));

    [Theory]
    [InlineData("lambda:function", true)]
    [InlineData("cloudformation:resource:arn", true)]
    [InlineData("ec2:vpn-connection", true)]
    [InlineData("iam:mfa-device", true)]
    [InlineData("kms:key", true)]
    [InlineData("kms:alias", false)]
    [InlineData("secretsmanager:secret", true)]
    [InlineData("ec2:vpc", false)]
    public void What_carries_secrets_is_stored_sealed_and_read_back(string type, bool isSealed)
    {
        var key = new ResourceKey(new Scope("1", "r"), type, "id");
        var stored = _seal.Write(key, _value);
        Encoding.UTF8.GetString(stored).Contains("s3cret", StringComparison.Ordinal).ShouldBe(!isSealed);
        _seal.Read(key, stored).ShouldBe(_value);
        _seal.Read(key, _value.ToUtf8()).ShouldBe(_value);
        new ResourceSeal(null).Write(key, _value).ShouldBe(_value.ToUtf8());
    }

    [Fact]
    public void A_sealed_resource_opens_in_no_other_place()
    {
        var stored = _seal.Write(new(new Scope("1", "r"), "iam:access-key", "a"), _value);
        Should.Throw<JournalException>(() => _seal.Read(new(new Scope("1", "r"), "iam:access-key", "b"), stored));
    }
}
