using System.Text;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Identities.Credentials;

/// <summary>
/// Virtual MFA devices: made, enabled for a user by two codes that its seed really gives, deactivated, deleted (IAM User
/// Guide, "Assign a virtual MFA device"). The answer to their creation has the seed as text, no picture of it.
/// </summary>
internal static class MfaDevices
{
    public const string ResourceType = "iam:mfa-device";

    private const string Seed = "Seed";
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int SeedBytes = 40;
    private const int MostOfUser = 8;

    public static JsonObject CreateVirtualMFADevice(OperationContext context)
    {
        var tags = IdentityTags.Checked(context.Input.Array("Tags"));
        var path = context.Input.String("Path") ?? "/";
        var serial = context.Scope.Global.Arn("iam", $"mfa{path}{context.Input.String("VirtualMFADeviceName")}").ToString();
        if (Find(context, serial) is not null)
        {
            throw IdentityErrors.AlreadyExists("MFADevice entity at the same path and name already exists.");
        }

        var seed = context.Transaction.Ids.Secret(SeedBytes);
        Put(context, JsonObject.Of(
            ("SerialNumber", serial), (Seed, Convert.ToHexStringLower(seed)), ("Tags", tags.Count == 0 ? null : tags)));
        return JsonObject.Of(("VirtualMFADevice", JsonObject.Of(
            ("SerialNumber", serial),
            ("Base32StringSeed", Convert.ToBase64String(Encoding.ASCII.GetBytes(TextOf(seed)))),
            ("Tags", tags.Count == 0 ? null : tags))));
    }

    public static JsonObject EnableMFADevice(OperationContext context)
    {
        var user = IdentityKind.User.Get(context).String("UserName") ?? "";
        var device = Get(context);
        if (device.Has("UserName"))
        {
            throw IdentityErrors.AlreadyExists("MFA Device is already in use.");
        }

        if (Of(context, user).Count() >= MostOfUser)
        {
            throw IdentityErrors.LimitExceeded("MFADevicesPerUser", MostOfUser);
        }

        var key = Convert.FromHexString(device.String(Seed) ?? "");
        var (first, second) = (context.Input.String("AuthenticationCode1") ?? "", context.Input.String("AuthenticationCode2") ?? "");
        if (!OneTimeCodes.AreConsecutive(key, first, second, context.Now))
        {
            throw new AwsException("InvalidAuthenticationCode", "Authentication code for device is not valid.", 403);
        }

        Put(context, device.With("UserName", user).With("EnableDate", context.NowText));
        return JsonObject.Empty;
    }

    public static JsonObject DeactivateMFADevice(OperationContext context)
    {
        var device = Get(context);
        var user = context.Input.Has("UserName") ? IdentityKind.User.Get(context).String("UserName") : context.Call.Principal.UserName;
        if (device.String("UserName") is not { } holder || holder != user)
        {
            throw IdentityErrors.NoSuchEntity($"MFA Device with serial number {device.String("SerialNumber")} is not assigned to the user.");
        }

        Put(context, device.Without("UserName").Without("EnableDate"));
        return JsonObject.Empty;
    }

    public static JsonObject DeleteVirtualMFADevice(OperationContext context)
    {
        var device = Get(context);
        if (device.Has("UserName"))
        {
            throw new AwsException("DeleteConflict", "MFA VirtualDevice in use. Must deactivate first.", 409);
        }

        context.State.Delete(context.Scope.Global, ResourceType, device.String("SerialNumber") ?? "");
        return JsonObject.Empty;
    }

    public static JsonObject ListMFADevices(OperationContext context) => IdentityPage.Of(
        context.Input,
        "MFADevices",
        Of(context, AccessKeys.UserIn(context)).Select(device => device.Without(Seed).Without("Tags")),
        Serial);

    public static JsonObject ListVirtualMFADevices(OperationContext context) => IdentityPage.Of(
        context.Input,
        "VirtualMFADevices",
        All(context)
            .Where(device => context.Input.String("AssignmentStatus") switch
            {
                "Assigned" => device.Has("UserName"),
                "Unassigned" => !device.Has("UserName"),
                _ => true,
            })
            .Select(device => Shown(context, device)),
        Serial);

    /// <summary>The devices that are enabled for a user.</summary>
    public static IEnumerable<JsonObject> Of(OperationContext context, string user) =>
        All(context).Where(device => device.String("UserName") == user);

    public static IEnumerable<JsonObject> All(OperationContext context) => context.State.List(context.Scope.Global, ResourceType);

    private static JsonObject Shown(OperationContext context, JsonObject device) => JsonObject.Of(
        ("SerialNumber", device["SerialNumber"]),
        ("EnableDate", device["EnableDate"]),
        ("User", device.String("UserName") is { } user && IdentityKind.User.Find(context, user) is { } holder
            ? IdentityKind.Shown(holder).Without("Tags").Without("PermissionsBoundary")
            : null));

    private static string TextOf(byte[] seed)
    {
        var bits = string.Concat(seed.Select(part => part.ToString("b8", System.Globalization.CultureInfo.InvariantCulture)));
        return string.Concat(bits.PadRight((bits.Length + 4) / 5 * 5, '0').Chunk(5).Select(five => Base32[Convert.ToInt32(new string(five), 2)]));
    }

    private static string Serial(JsonValue device) => ((JsonObject)device).String("SerialNumber") ?? "";

    private static void Put(OperationContext context, JsonObject device) =>
        context.State.Put(context.Scope.Global, ResourceType, Serial(device), device);

    private static JsonObject? Find(OperationContext context, string serial) => context.State.Get(context.Scope.Global, ResourceType, serial);

    private static JsonObject Get(OperationContext context)
    {
        var serial = context.Input.String("SerialNumber") ?? "";
        return Find(context, serial) ?? throw IdentityErrors.NoSuchEntity($"VirtualMFADevice with serial number {serial} doesn't exist.");
    }
}
