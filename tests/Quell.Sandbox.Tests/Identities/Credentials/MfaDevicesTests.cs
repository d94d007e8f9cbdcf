using System.Text;
using Quell.Engine.Json;
using Quell.Sandbox.Identities.Credentials;

namespace Quell.Sandbox.Tests.Identities.Credentials;

public sealed class MfaDevicesTests
{
    private const string Serial = "arn:aws:iam::123456789012:mfa/phone";

    private readonly TestAccount _account = new();

    public MfaDevicesTests() => _account.Call("iam", "CreateUser", "{'UserName':'alice'}");

    /// <summary>RFC 6238, appendix B, the last six of eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        OneTimeCodes.At("12345678901234567890"u8.ToArray(), seconds / 30).ShouldBe(code);

    [Fact]
    public void A_device_is_enabled_by_two_codes_of_its_seed()
    {
        var key = Create();
        var step = _account.Now.ToUnixTimeSeconds() / 30;
        var wrong = _account.Refused("iam", "EnableMFADevice", Codes("000000", "000000"));
        wrong.Code.ShouldBe("InvalidAuthenticationCode");
        wrong.Status.ShouldBe(403);
        _account.Refused("iam", "EnableMFADevice", Codes(OneTimeCodes.At(key, step), OneTimeCodes.At(key, step))).Code.ShouldBe("InvalidAuthenticationCode");

        _account.Call("iam", "EnableMFADevice", Codes(OneTimeCodes.At(key, step), OneTimeCodes.At(key, step + 1)));

        _account.Call("iam", "ListMFADevices", "{'UserName':'alice'}").Each("MFADevices", "SerialNumber").ShouldBe([Serial]);
        _account.Call("iam", "ListVirtualMFADevices", "{'AssignmentStatus':'Assigned'}").At("VirtualMFADevices.0.User.UserName").ShouldBe("alice");
        _account.Call("iam", "ListVirtualMFADevices", "{'AssignmentStatus':'Unassigned'}").Array("VirtualMFADevices").Count.ShouldBe(0);
        _account.Refused("iam", "DeleteUser", "{'UserName':'alice'}").Message.ShouldBe("Cannot delete entity, must delete MFA device first.");
        _account.Refused("iam", "DeleteVirtualMFADevice", ("SerialNumber", Serial)).Message.ShouldBe("MFA VirtualDevice in use. Must deactivate first.");
        _account.Call("iam", "DeactivateMFADevice", ("UserName", "alice"), ("SerialNumber", Serial));
        _account.Refused("iam", "DeactivateMFADevice", ("UserName", "alice"), ("SerialNumber", Serial)).Code.ShouldBe("NoSuchEntity");
        _account.Call("iam", "DeleteVirtualMFADevice", ("SerialNumber", Serial));
        _account.Refused("iam", "DeleteVirtualMFADevice", ("SerialNumber", Serial)).Message.ShouldBe($"VirtualMFADevice with serial number {Serial} doesn't exist.");
    }

    [Fact]
    public void The_seed_is_shown_once()
    {
        Create();

        var listed = _account.Call("iam", "ListVirtualMFADevices", "{}");

        listed.Reach("VirtualMFADevices.0")!.ShouldBe(JsonObject.Of(("SerialNumber", Serial)));
    }

    private static string Codes(string first, string second) =>
        $"{{'UserName':'alice','SerialNumber':'{Serial}','AuthenticationCode1':'{first}','AuthenticationCode2':'{second}'}}";

    private byte[] Create()
    {
        var seed = _account.Call("iam", "CreateVirtualMFADevice", "{'VirtualMFADeviceName':'phone'}").At("VirtualMFADevice.Base32StringSeed");
        var bits = string.Concat(Encoding.ASCII.GetString(Convert.FromBase64String(seed))
            .Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        bits.Length.ShouldBe(320);
        return [.. bits.Chunk(8).Select(eight => Convert.ToByte(new string(eight), 2))];
    }
}
