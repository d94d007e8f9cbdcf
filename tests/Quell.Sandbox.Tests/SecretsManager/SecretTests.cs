using Quell.Aws.Models;
using Quell.Engine.Json;
using Quell.Sandbox.Trail;

namespace Quell.Sandbox.Tests.SecretsManager;

public sealed class SecretTests
{
    private readonly TestAccount _account = new();
    private readonly JsonObject _created;

    public SecretTests() => _created = _account.Call(
        "secretsmanager", "CreateSecret", "{'Name':'vpn/psk','SecretString':'first','Description':'tunnel one','Tags':[{'Key':'team','Value':'net'}]}");

    [Fact]
    public void A_secret_is_read_by_name_ARN_and_ARN_without_its_end()
    {
        var arn = _created.At("ARN");
        arn.ShouldMatch("^arn:aws:secretsmanager:us-east-1:123456789012:secret:vpn/psk-[A-Z2-7]{6}$");

        foreach (var id in new[] { "vpn/psk", arn, arn[..^7] })
        {
            Read(id).ShouldBe("first");
        }

        _account.Refused("secretsmanager", "GetSecretValue", "{'SecretId':'none'}").Message.ShouldBe("Secrets Manager can't find the specified secret.");
        _account.Refused("secretsmanager", "CreateSecret", "{'Name':'vpn/psk','SecretString':'x'}").Message
            .ShouldBe("The operation failed because the secret vpn/psk already exists.");
    }

    [Fact]
    [Trait("Requirement", "W9")]
    public void A_new_value_is_current_and_the_one_before_stays_as_previous()
    {
        var first = _created.At("VersionId");
        var second = Put("second");
        var third = Put("third");

        Read("vpn/psk").ShouldBe("third");
        _account.Call("secretsmanager", "GetSecretValue", "{'SecretId':'vpn/psk','VersionStage':'AWSPREVIOUS'}").At("SecretString").ShouldBe("second");
        _account.Call("secretsmanager", "GetSecretValue", ("SecretId", "vpn/psk"), ("VersionId", first)).At("SecretString").ShouldBe("first");
        _account.Call("secretsmanager", "DescribeSecret", "{'SecretId':'vpn/psk'}").Object("VersionIdsToStages")!.ShouldBe(
            JsonObject.Of((second, JsonArray.From(["AWSPREVIOUS"])), (third, JsonArray.From(["AWSCURRENT"]))));
        _account.Call("secretsmanager", "ListSecretVersionIds", "{'SecretId':'vpn/psk'}").Array("Versions").Count.ShouldBe(2);
        _account.Call("secretsmanager", "ListSecretVersionIds", "{'SecretId':'vpn/psk','IncludeDeprecated':true}").Array("Versions").Count.ShouldBe(3);
        _account.Refused("secretsmanager", "GetSecretValue", "{'SecretId':'vpn/psk','VersionStage':'NEXT'}").Message
            .ShouldBe("Secrets Manager can't find the specified secret value for staging label: NEXT");
    }

    [Fact]
    public void The_same_token_puts_the_same_secret_once()
    {
        const string Token = "11111111-1111-1111-1111-111111111111";
        Put("second", Token).ShouldBe(Token);
        Put("second", Token).ShouldBe(Token);

        _account.Call("secretsmanager", "ListSecretVersionIds", "{'SecretId':'vpn/psk'}").Array("Versions").Count.ShouldBe(2);
        _account.Refused("secretsmanager", "PutSecretValue", ("SecretId", "vpn/psk"), ("SecretString", "other"), ("ClientRequestToken", Token)).Code
            .ShouldBe("ResourceExistsException");
    }

    [Fact]
    public void A_staging_label_is_moved_by_hand()
    {
        var first = _created.At("VersionId");
        var pending = _account.Call("secretsmanager", "PutSecretValue", "{'SecretId':'vpn/psk','SecretString':'second','VersionStages':['AWSPENDING']}").At("VersionId");
        Read("vpn/psk").ShouldBe("first");
        _account.Refused("secretsmanager", "UpdateSecretVersionStage", ("SecretId", "vpn/psk"), ("VersionStage", "AWSCURRENT"), ("MoveToVersionId", pending)).Code
            .ShouldBe("InvalidParameterException");

        _account.Call(
            "secretsmanager", "UpdateSecretVersionStage",
            ("SecretId", "vpn/psk"), ("VersionStage", "AWSCURRENT"), ("MoveToVersionId", pending), ("RemoveFromVersionId", first));

        Read("vpn/psk").ShouldBe("second");
        _account.Call("secretsmanager", "DescribeSecret", "{'SecretId':'vpn/psk'}").Object("VersionIdsToStages")!.Array(first).Strings.ShouldBe(["AWSPREVIOUS"]);
        _account.Refused("secretsmanager", "UpdateSecretVersionStage", ("SecretId", "vpn/psk"), ("VersionStage", "AWSCURRENT"), ("RemoveFromVersionId", pending)).Message
            .ShouldBe("You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.");
    }

    [Fact]
    public void A_secret_is_deleted_after_days_in_which_it_can_be_restored()
    {
        _account.Call("secretsmanager", "DeleteSecret", "{'SecretId':'vpn/psk','RecoveryWindowInDays':7}").At("DeletionDate").ShouldBe("2026-01-09T03:04:05Z");

        _account.Refused("secretsmanager", "GetSecretValue", "{'SecretId':'vpn/psk'}").Message
            .ShouldBe("You can't perform this operation on the secret because it was marked for deletion.");
        _account.Refused("secretsmanager", "CreateSecret", "{'Name':'vpn/psk'}").Message
            .ShouldBe("You can't create this secret because a secret with this name is already scheduled for deletion.");
        _account.Call("secretsmanager", "ListSecrets", "{}").Array("SecretList").Count.ShouldBe(0);
        _account.Call("secretsmanager", "RestoreSecret", "{'SecretId':'vpn/psk'}");
        _account.Pass(TimeSpan.FromDays(8));
        Read("vpn/psk").ShouldBe("first");
        _account.Call("secretsmanager", "DeleteSecret", "{'SecretId':'vpn/psk'}");
        _account.Pass(TimeSpan.FromDays(30));
        _account.Refused("secretsmanager", "DescribeSecret", "{'SecretId':'vpn/psk'}").Code.ShouldBe("ResourceNotFoundException");
    }

    [Theory]
    [InlineData("'ForceDeleteWithoutRecovery':true,'RecoveryWindowInDays':7", "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.")]
    [InlineData("'RecoveryWindowInDays':6", "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).")]
    public void A_deletion_that_is_none_is_refused(string input, string message) =>
        _account.Refused("secretsmanager", "DeleteSecret", $"{{'SecretId':'vpn/psk',{input}}}").Message.ShouldBe(message);

    [Fact]
    public void A_forced_deletion_is_at_once()
    {
        _account.Call("secretsmanager", "DeleteSecret", "{'SecretId':'vpn/psk','ForceDeleteWithoutRecovery':true}");

        _account.Call("secretsmanager", "CreateSecret", "{'Name':'vpn/psk','SecretBinary':'aGk='}");
        _account.Call("secretsmanager", "GetSecretValue", "{'SecretId':'vpn/psk'}").At("SecretBinary").ShouldBe("aGk=");
    }

    [Theory]
    [InlineData("name", "vpn", true)]
    [InlineData("name", "psk", false)]
    [InlineData("description", "ONE", true)]
    [InlineData("tag-key", "team", true)]
    [InlineData("tag-value", "!net", false)]
    [InlineData("all", "tunn", true)]
    public void Listings_are_filtered(string key, string value, bool isFound) => _account
        .Call("secretsmanager", "ListSecrets", $"{{'Filters':[{{'Key':'{key}','Values':['{value}']}}]}}").Array("SecretList").Count.ShouldBe(isFound ? 1 : 0);

    [Fact]
    public void Several_are_read_at_once_and_what_is_missing_is_said()
    {
        var answer = _account.Call("secretsmanager", "BatchGetSecretValue", "{'SecretIdList':['vpn/psk','none']}");

        answer.Each("SecretValues", "SecretString").ShouldBe(["first"]);
        answer.Each("Errors", "ErrorCode").ShouldBe(["ResourceNotFoundException"]);
    }

    [Fact]
    public void Listings_are_sorted_as_asked_and_come_in_pages()
    {
        _account.Now += TimeSpan.FromMinutes(1);
        _account.Call("secretsmanager", "CreateSecret", "{'Name':'a','SecretString':'x'}");

        _account.Call("secretsmanager", "ListSecrets", "{}").Each("SecretList", "Name").ShouldBe(["vpn/psk", "a"]);
        _account.Call("secretsmanager", "ListSecrets", "{'SortBy':'name'}").Each("SecretList", "Name").ShouldBe(["a", "vpn/psk"]);
        _account.Call("secretsmanager", "ListSecrets", "{'SortBy':'name','SortOrder':'desc'}").Each("SecretList", "Name").ShouldBe(["vpn/psk", "a"]);
        var first = _account.Call("secretsmanager", "ListSecrets", "{'MaxResults':1}");
        _account.Call("secretsmanager", "ListSecrets", ("MaxResults", 1), ("NextToken", first.At("NextToken"))).Each("SecretList", "Name").ShouldBe(["a"]);
        var batch = _account.Call("secretsmanager", "BatchGetSecretValue", "{'Filters':[{'Key':'name','Values':['a','vpn']}],'MaxResults':1}");
        batch.Each("SecretValues", "Name").ShouldBe(["a"]);
        _account.Call("secretsmanager", "BatchGetSecretValue", ("Filters", new JsonArray([JsonObject.Of(("Key", "name"), ("Values", JsonArray.From(["a", "vpn"])))])), ("NextToken", batch.At("NextToken")))
            .Each("SecretValues", "Name").ShouldBe(["vpn/psk"]);
    }

    [Fact]
    public void A_key_that_is_disabled_keeps_its_secrets_shut()
    {
        var key = _account.Call("kms", "CreateKey", "{}").At("KeyMetadata.KeyId");
        _account.Call("secretsmanager", "UpdateSecret", ("SecretId", "vpn/psk"), ("KmsKeyId", key));
        _account.Call("kms", "DisableKey", ("KeyId", key));

        _account.Refused("secretsmanager", "GetSecretValue", "{'SecretId':'vpn/psk'}").Code.ShouldBe("DecryptionFailure");
        _account.Refused("secretsmanager", "CreateSecret", "{'Name':'b','KmsKeyId':'alias/none'}").Code.ShouldBe("EncryptionFailure");
    }

    [Fact]
    [Trait("Requirement", "N28")]
    public void No_record_of_a_call_shows_a_secret()
    {
        var service = ServiceCatalog.Default.Get("secretsmanager");
        foreach (var (operation, input) in new[]
        {
            ("CreateSecret", "{'Name':'b','SecretString':'s3cr3t'}"), ("PutSecretValue", "{'SecretId':'b','SecretString':'s3cr3t'}"),
            ("UpdateSecret", "{'SecretId':'b','SecretString':'s3cr3t'}"), ("GetSecretValue", "{'SecretId':'b'}"),
        })
        {
            var call = new Aws.Calls.Call
            {
                RequestId = "r",
                Service = "secretsmanager",
                Operation = operation,
                Input = (JsonObject)JsonValue.Parse(input.Replace('\'', '"')),
                Scope = _account.Scope,
                Principal = Aws.Calls.Principal.Root(TestAccount.Account),
                Time = _account.Now,
            };
            var step = _account.Run("secretsmanager", operation, call.Input);
            TrailRecord.Render(service, service.Find(operation)!, call, step.Result, step.Error, step.Resources, "id").ToString().ShouldNotContain("s3cr3t");
        }
    }

    [Fact]
    public void A_message_of_refusal_does_not_repeat_the_secret() => Should
        .Throw<Aws.AwsException>(() => InputValidator.Check(
            ServiceCatalog.Default.Get("secretsmanager"), ServiceCatalog.Default.Get("secretsmanager").Find("PutSecretValue")!,
            JsonObject.Of(("SecretId", "b"), ("SecretString", new string('s', 70_000)))))
        .Message.ShouldNotContain("sss");

    private string Put(string text, string? token = null) => _account.Call(
        "secretsmanager", "PutSecretValue", ("SecretId", "vpn/psk"), ("SecretString", text), ("ClientRequestToken", token)).At("VersionId");

    private string Read(string id) => _account.Call("secretsmanager", "GetSecretValue", ("SecretId", id)).At("SecretString");
}
