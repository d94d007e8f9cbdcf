using System.Security.Cryptography;
using System.Text;
using Quell.Engine.Json;
using Quell.Sandbox.Compute;
using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Compute;

public sealed class KeyPairsTests
{
    private const string Ed25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF5YDcVJtMTtDjFnQFVgtOs3jHhDAdRDLsNTLIgNnp6B ops@example";

    private readonly TestAccount _account = new();

    [Fact]
    public void A_created_pair_answers_with_a_private_key_that_fits_its_public_one_and_keeps_it_nowhere()
    {
        var made = _account.Ec2("CreateKeyPair", "{'KeyName': 'ops'}");
        using var key = RSA.Create();
        key.ImportFromPem(made.At("KeyMaterial"));
        key.KeySize.ShouldBe(2048);
        made.At("KeyFingerprint").Split(':').Length.ShouldBe(20);
        var signature = key.SignData("data"u8.ToArray(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        key.VerifyData("data"u8.ToArray(), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).ShouldBeTrue();

        var described = _account.Ec2("DescribeKeyPairs", "{'KeyNames': ['ops'], 'IncludePublicKey': true}").Reach("KeyPairs.0")!;
        described.At("PublicKey").ShouldStartWith("ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB");
        described.At("PublicKey").ShouldEndWith(" ops");
        _account.State.ListAll("ec2:key-pair").Single().Value.ToString().ShouldNotContain("PRIVATE");
        new TestAccount().Ec2("CreateKeyPair", "{'KeyName': 'ops'}").At("KeyMaterial").ShouldBe(made.At("KeyMaterial"));
    }

    [Fact]
    public void A_public_key_is_imported_with_the_fingerprint_that_OpenSSH_shows()
    {
        var imported = Import("mine", Ed25519);
        imported.At("KeyFingerprint").ShouldBe(Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(Ed25519.Split(' ')[1]))));
        _account.Filtered("DescribeKeyPairs", "key-name", "mine").At("KeyPairs.0.KeyType").ShouldBe("ed25519");

        using var key = RSA.Create(2048);
        Import("rsa", PublicKey.Of(key, "ops").Text).At("KeyFingerprint").Split(':').Length.ShouldBe(16);
    }

    [Fact]
    public void A_der_encoded_key_is_imported()
    {
        using var key = RSA.Create(2048);
        var imported = _account.Ec2("ImportKeyPair", $"{{'KeyName': 'der', 'PublicKeyMaterial': '{Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())}'}}");
        imported.At("KeyFingerprint").Split(':').Length.ShouldBe(16);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("ssh-rsa AAAA")]
    [InlineData("ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIF5YDcVJtMTtDjFnQFVgtOs3jHhDAdRDLsNTLIgNnp6B")]
    [InlineData("ssh-rsa AAAAB3NzaC1yc2H/////")]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF5Y")]
    public void What_is_no_public_key_is_refused(string line) =>
        _account.Ec2Refused("ImportKeyPair", $"{{'KeyName': 'bad', 'PublicKeyMaterial': '{Encoded(line)}'}}").Message
            .ShouldBe("Key is not in valid OpenSSH public key format");

    [Fact]
    public void Names_are_unique_and_a_deleted_pair_is_gone()
    {
        var id = Import("mine", Ed25519).At("KeyPairId");
        var error = _account.Ec2Refused("ImportKeyPair", $"{{'KeyName': 'mine', 'PublicKeyMaterial': '{Encoded(Ed25519)}'}}");
        (error.Code, error.Message).ShouldBe(("InvalidKeyPair.Duplicate", "The keypair already exists: mine"));
        _account.Ec2("DeleteKeyPair", "{'KeyName': 'mine'}").At("KeyPairId").ShouldBe(id);
        _account.Ec2("DeleteKeyPair", "{'KeyName': 'mine'}").At("Return").ShouldBe("true");
        _account.Ec2Refused("DescribeKeyPairs", "{'KeyNames': ['mine']}").Message.ShouldBe("The key pair 'mine' does not exist");
        _account.Ec2Refused("DescribeKeyPairs", $"{{'KeyPairIds': ['{id}']}}").Code.ShouldBe("InvalidKeyPair.NotFound");
    }

    [Fact]
    public void An_instance_is_launched_with_a_pair_that_is_there()
    {
        Import("mine", Ed25519);
        _account.Ec2("RunInstances", "{'ImageId': 'ami-1', 'MinCount': 1, 'MaxCount': 1, 'KeyName': 'mine'}").At("Instances.0.KeyName").ShouldBe("mine");
        _account.Ec2Refused("RunInstances", "{'ImageId': 'ami-1', 'MinCount': 1, 'MaxCount': 1, 'KeyName': 'none'}").Code.ShouldBe("InvalidKeyPair.NotFound");
        _account.Ec2Refused("CreateKeyPair", "{'KeyName': 'ops', 'KeyType': 'ed25519'}").Code.ShouldBe("UnsupportedOperation");
    }

    private JsonObject Import(string name, string line) =>
        _account.Ec2("ImportKeyPair", $"{{'KeyName': '{name}', 'PublicKeyMaterial': '{Encoded(line)}'}}");

    private static string Encoded(string line) => Convert.ToBase64String(Encoding.UTF8.GetBytes(line));
}
