using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Sandbox.Identities.Credentials;

namespace Quell.Sandbox.Tests.Identities.Credentials;

public sealed class CredentialReportsTests
{
    private readonly TestAccount _account = new();

    [Fact]
    public void A_key_that_was_never_used_says_so()
    {
        var key = Key();

        _account.Call("iam", "GetAccessKeyLastUsed", ("AccessKeyId", key)).Reach("AccessKeyLastUsed")!.ToString()
            .ShouldBe("""{"ServiceName":"N/A","Region":"N/A"}""");
        _account.Refused("iam", "GetAccessKeyLastUsed", ("AccessKeyId", "AKIANOBODYSKEY000000")).Code.ShouldBe("NoSuchEntity");
    }

    [Fact]
    public void Of_uses_within_15_minutes_the_first_is_kept()
    {
        var key = Key();
        Use(key, "ec2");
        _account.Now += TimeSpan.FromMinutes(14);
        Use(key, "s3");
        _account.Call("iam", "GetAccessKeyLastUsed", ("AccessKeyId", key)).At("AccessKeyLastUsed.ServiceName").ShouldBe("ec2");

        _account.Now += TimeSpan.FromMinutes(1);
        Use(key, "s3");

        var used = _account.Call("iam", "GetAccessKeyLastUsed", ("AccessKeyId", key));
        used.At("UserName").ShouldBe("alice");
        used.Reach("AccessKeyLastUsed")!.ToString().ShouldBe("""{"LastUsedDate":"2026-01-02T03:19:05Z","ServiceName":"s3","Region":"us-east-1"}""");
        _account.Call("iam", "DeleteAccessKey", ("UserName", "alice"), ("AccessKeyId", key));
        Use(key, "s3");
        _account.State.ListAll("iam:access-key-use").ShouldBeEmpty();
    }

    [Fact]
    public void A_report_is_as_of_the_time_it_was_asked_for_and_expires()
    {
        _account.Refused("iam", "GetCredentialReport", "{}").Status.ShouldBe(410);
        Use(Key(), "ec2");
        _account.Call("iam", "UpdateAccountPasswordPolicy", "{'MaxPasswordAge':90}");
        _account.Call("iam", "CreateLoginProfile", "{'UserName':'alice','Password':'Correct-Horse-7'}");

        _account.Call("iam", "GenerateCredentialReport", "{}").At("State").ShouldBe("STARTED");
        _account.Call("iam", "GenerateCredentialReport", "{}").At("State").ShouldBe("INPROGRESS");
        _account.Refused("iam", "GetCredentialReport", "{}").Code.ShouldBe("ReportInProgress");
        _account.Now += TimeSpan.FromSeconds(2);
        _account.Call("iam", "GenerateCredentialReport", "{}").At("State").ShouldBe("COMPLETE");

        var report = _account.Call("iam", "GetCredentialReport", "{}");
        report.At("ReportFormat").ShouldBe("text/csv");
        var lines = Encoding.UTF8.GetString(Convert.FromBase64String(report.At("Content"))).Split('\n');
        lines.Length.ShouldBe(3);
        lines.ShouldAllBe(line => line.Split(',').Length == 22);
        lines[0].ShouldStartWith("user,arn,user_creation_time,password_enabled,");
        lines[1].ShouldStartWith("<root_account>,arn:aws:iam::123456789012:root,");
        lines[2].ShouldBe(
            "alice,arn:aws:iam::123456789012:user/alice,2026-01-02T03:04:05+00:00,true,no_information,2026-01-02T03:04:05+00:00,2026-04-02T03:04:05+00:00,false,"
            + "true,2026-01-02T03:04:05+00:00,2026-01-02T03:04:05+00:00,us-east-1,ec2,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A");
        _account.Now += TimeSpan.FromHours(4);
        _account.Refused("iam", "GetCredentialReport", "{}").Code.ShouldBe("ReportExpired");
        _account.Call("iam", "GenerateCredentialReport", "{}").At("State").ShouldBe("STARTED");
    }

    [Fact]
    public void The_summary_counts_what_there_is()
    {
        Key();
        _account.Call("iam", "CreateGroup", "{'GroupName':'g'}");

        var summary = _account.Call("iam", "GetAccountSummary", "{}");

        summary.At("SummaryMap.Users").ShouldBe("1");
        summary.At("SummaryMap.Groups").ShouldBe("1");
        summary.At("SummaryMap.AccountMFAEnabled").ShouldBe("0");
        summary.At("SummaryMap.UsersQuota").ShouldBe("5000");
    }

    [Fact]
    public void Credentials_that_nobody_can_have_are_listed_as_none()
    {
        Key();

        _account.Call("iam", "ListSigningCertificates", "{'UserName':'alice'}").Array("Certificates").Count.ShouldBe(0);
        _account.Call("iam", "ListSSHPublicKeys", "{'UserName':'alice'}").Array("SSHPublicKeys").Count.ShouldBe(0);
        _account.Call("iam", "ListServiceSpecificCredentials", "{'UserName':'alice'}").Array("ServiceSpecificCredentials").Count.ShouldBe(0);
        _account.Refused("iam", "ListSSHPublicKeys", "{'UserName':'bob'}").Code.ShouldBe("NoSuchEntity");
    }

    [Fact]
    public void An_account_has_one_alias_and_no_other_account_the_same()
    {
        _account.Call("iam", "CreateAccountAlias", "{'AccountAlias':'shop'}");
        _account.Call("iam", "CreateAccountAlias", "{'AccountAlias':'shop-2'}");

        _account.Call("iam", "ListAccountAliases", "{}").Array("AccountAliases").Strings.ShouldBe(["shop-2"]);
        _account.Refused("iam", "DeleteAccountAlias", "{'AccountAlias':'shop'}").Code.ShouldBe("NoSuchEntity");
        _account.Scope = new("999999999999", "us-east-1");
        _account.Refused("iam", "CreateAccountAlias", "{'AccountAlias':'shop-2'}").Code.ShouldBe("EntityAlreadyExists");
        _account.Call("iam", "CreateAccountAlias", "{'AccountAlias':'shop'}");
    }

    [Fact]
    public void A_boundary_is_put_and_taken_away()
    {
        Key();
        _account.Refused("iam", "PutUserPermissionsBoundary", "{'UserName':'alice','PermissionsBoundary':'arn:aws:iam::123456789012:policy/none'}").Message
            .ShouldBe("Scope ARN: arn:aws:iam::123456789012:policy/none does not exist or is not attachable.");

        _account.Call("iam", "PutUserPermissionsBoundary", "{'UserName':'alice','PermissionsBoundary':'arn:aws:iam::aws:policy/ReadOnlyAccess'}");

        // The service answers with the type "Policy", which its model does not know.
        _account.Run("iam", "GetUser", JsonObject.Of(("UserName", "alice"))).Result!.Output.At("User.PermissionsBoundary.PermissionsBoundaryArn").ShouldBe("arn:aws:iam::aws:policy/ReadOnlyAccess");
        _account.Call("iam", "DeleteUserPermissionsBoundary", "{'UserName':'alice'}");
        _account.Refused("iam", "DeleteUserPermissionsBoundary", "{'UserName':'alice'}").Code.ShouldBe("NoSuchEntity");
    }

    private string Key()
    {
        _account.Call("iam", "CreateUser", "{'UserName':'alice'}");
        return _account.Call("iam", "CreateAccessKey", "{'UserName':'alice'}").At("AccessKey.AccessKeyId");
    }

    private void Use(string key, string service)
    {
        var edit = new ResourceEdit(_account.State);
        AccessKeyUse.Note(edit, TestAccount.Account, key, (service, "us-east-1"), _account.Now);
        _account.State = edit.Current;
    }
}
