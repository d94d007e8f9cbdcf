using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Tests.Keys;

public sealed class KmsKeyTests
{
    private readonly TestAccount _account = new();
    private readonly string _key;

    public KmsKeyTests() =>
        _key = _account.Call("kms", "CreateKey", "{'Description':'logs','Tags':[{'TagKey':'team','TagValue':'net'}]}").At("KeyMetadata.KeyId");

    private string Arn => $"arn:aws:kms:us-east-1:123456789012:key/{_key}";

    [Fact]
    public void A_key_is_found_by_id_ARN_and_alias()
    {
        _account.Call("kms", "CreateAlias", ("AliasName", "alias/logs"), ("TargetKeyId", Arn));

        foreach (var name in new[] { _key, Arn, "alias/logs", "arn:aws:kms:us-east-1:123456789012:alias/logs" })
        {
            _account.Call("kms", "DescribeKey", ("KeyId", name)).At("KeyMetadata.Arn").ShouldBe(Arn);
        }

        _account.Call("kms", "ListKeys", "{}").Each("Keys", "KeyArn").ShouldBe([Arn]);
        _account.Call("kms", "ListAliases", ("KeyId", _key)).Each("Aliases", "AliasName").ShouldBe(["alias/logs"]);
        _account.Refused("kms", "CreateAlias", ("AliasName", "alias/logs"), ("TargetKeyId", _key)).Message
            .ShouldBe("An alias with the name arn:aws:kms:us-east-1:123456789012:alias/logs already exists");
        _account.Call("kms", "DeleteAlias", ("AliasName", "alias/logs"));
        _account.Refused("kms", "DescribeKey", ("KeyId", "alias/logs")).Message
            .ShouldBe("Alias arn:aws:kms:us-east-1:123456789012:alias/logs is not found.");
    }

    [Theory]
    [InlineData("1234abcd-12ab-34cd-56ef-1234567890ab", "Key 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab' does not exist")]
    [InlineData("nothing", "Invalid keyId 'nothing'")]
    public void A_key_that_is_not_there_is_not_found(string id, string message)
    {
        var refused = _account.Refused("kms", "DescribeKey", ("KeyId", id));

        refused.Code.ShouldBe("NotFoundException");
        refused.Message.ShouldBe(message);
    }

    [Fact]
    public void Keys_live_in_one_region() =>
        new TestAccount { State = _account.State, Scope = new Scope(TestAccount.Account, "eu-west-1") }
            .Refused("kms", "DescribeKey", ("KeyId", Arn)).Code.ShouldBe("NotFoundException");

    [Fact]
    public void A_disabled_key_does_nothing_until_it_is_enabled()
    {
        _account.Call("kms", "DisableKey", ("KeyId", _key));

        _account.Call("kms", "DescribeKey", ("KeyId", _key)).At("KeyMetadata.KeyState").ShouldBe("Disabled");
        var refused = _account.Refused("kms", "Encrypt", ("KeyId", _key), ("Plaintext", "aGk="));
        refused.Code.ShouldBe("DisabledException");
        refused.Message.ShouldBe($"{Arn} is disabled.");
        _account.Call("kms", "EnableKey", ("KeyId", _key));
        _account.Call("kms", "Encrypt", ("KeyId", _key), ("Plaintext", "aGk="));
    }

    [Fact]
    public void A_key_is_deleted_after_its_days_of_grace()
    {
        _account.Call("kms", "CreateAlias", ("AliasName", "alias/logs"), ("TargetKeyId", _key));
        _account.Refused("kms", "ScheduleKeyDeletion", ("KeyId", _key), ("PendingWindowInDays", 6)).Code.ShouldBe("ValidationException");

        var scheduled = _account.Call("kms", "ScheduleKeyDeletion", ("KeyId", _key), ("PendingWindowInDays", 7));

        scheduled.At("KeyId").ShouldBe(Arn);
        scheduled.At("DeletionDate").ShouldBe("2026-01-09T03:04:05Z");
        _account.Refused("kms", "EnableKey", ("KeyId", _key)).Message.ShouldBe($"{Arn} is pending deletion.");
        _account.Pass(TimeSpan.FromDays(6));
        _account.Call("kms", "CancelKeyDeletion", ("KeyId", _key));
        _account.Pass(TimeSpan.FromDays(6));
        _account.Call("kms", "DescribeKey", ("KeyId", _key)).At("KeyMetadata.KeyState").ShouldBe("Disabled");
        _account.Call("kms", "ScheduleKeyDeletion", ("KeyId", _key));
        _account.Pass(TimeSpan.FromDays(30));
        _account.Refused("kms", "DescribeKey", ("KeyId", _key)).Code.ShouldBe("NotFoundException");
        _account.Call("kms", "ListAliases", "{}").Array("Aliases").Count.ShouldBe(0);
        _account.Events.Single().DetailType.ShouldBe("KMS CMK Deletion");
    }

    [Fact]
    public void Rotation_makes_new_material_and_the_old_one_still_opens()
    {
        var old = _account.Call("kms", "Encrypt", ("KeyId", _key), ("Plaintext", "aGk=")).At("CiphertextBlob");
        _account.Call("kms", "GetKeyRotationStatus", ("KeyId", _key)).At("KeyRotationEnabled").ShouldBe("false");

        _account.Call("kms", "EnableKeyRotation", ("KeyId", _key), ("RotationPeriodInDays", 90));
        _account.Call("kms", "GetKeyRotationStatus", ("KeyId", _key)).At("NextRotationDate").ShouldBe("2026-04-02T03:04:05Z");
        _account.Pass(TimeSpan.FromDays(180));

        _account.Events.Select(emitted => emitted.DetailType).ShouldBe(["KMS CMK Rotation", "KMS CMK Rotation"]);
        _account.Call("kms", "Decrypt", ("CiphertextBlob", old)).At("Plaintext").ShouldBe("aGk=");
        _account.Call("kms", "DisableKeyRotation", ("KeyId", _key));
        _account.Pass(TimeSpan.FromDays(180));
        _account.Events.Count.ShouldBe(2);
    }

    [Fact]
    public void A_policy_that_locks_its_author_out_is_refused()
    {
        const string Other = """{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999999999999:root"},"Action":"kms:*","Resource":"*"}]}""";
        _account.Call("kms", "GetKeyPolicy", ("KeyId", _key)).At("Policy").ShouldContain("Enable IAM User Permissions");

        var refused = _account.Refused("kms", "PutKeyPolicy", ("KeyId", _key), ("Policy", Other));

        refused.Code.ShouldBe("MalformedPolicyDocumentException");
        refused.Message.ShouldBe("The new key policy will not allow you to update the key policy in the future.");
        _account.Refused("kms", "PutKeyPolicy", ("KeyId", _key), ("Policy", "{")).Code.ShouldBe("MalformedPolicyDocumentException");
        _account.Call("kms", "PutKeyPolicy", ("KeyId", _key), ("Policy", Other), ("BypassPolicyLockoutSafetyCheck", true));
        _account.Call("kms", "GetKeyPolicy", ("KeyId", _key)).At("Policy").ShouldBe(Other);
    }

    [Fact]
    public void Tags_are_set_and_removed()
    {
        _account.Call("kms", "TagResource", ("KeyId", _key), ("Tags", new JsonArray([JsonObject.Of(("TagKey", "env"), ("TagValue", "prod"))])));
        _account.Call("kms", "UntagResource", ("KeyId", _key), ("TagKeys", JsonArray.From(["team"])));

        _account.Call("kms", "ListResourceTags", ("KeyId", _key)).Array("Tags").ToString().ShouldBe("""[{"TagKey":"env","TagValue":"prod"}]""");
        _account.Refused("kms", "TagResource", ("KeyId", _key), ("Tags", new JsonArray([JsonObject.Of(("TagKey", "aws:x"), ("TagValue", "y"))]))).Code.ShouldBe("TagException");
    }

    [Fact]
    public void AWSs_own_alias_gets_its_key_when_it_is_described()
    {
        _account.Call("kms", "DescribeKey", "{'KeyId':'alias/aws/s3'}").At("KeyMetadata.KeyManager").ShouldBe("AWS");

        _account.Refused("kms", "ScheduleKeyDeletion", "{'KeyId':'alias/aws/s3'}").Code.ShouldBe("UnsupportedOperationException");
    }
}
