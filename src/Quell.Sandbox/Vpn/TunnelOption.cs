using System.Text.RegularExpressions;
using Quell.Aws;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Vpn;

/// <summary>
/// An option of a VPN tunnel that a caller can set, and what it may be (Site-to-Site VPN User Guide, "Tunnel options for your
/// AWS Site-to-Site VPN connection").
/// </summary>
/// <param name="Name">As callers write it.</param>
/// <param name="Shown">As answers write it.</param>
/// <param name="Allows">Whether the value may be.</param>
/// <param name="Expected">What may be, for the error.</param>
internal sealed partial record TunnelOption(string Name, string Shown, Func<JsonValue, bool> Allows, string Expected)
{
    private static readonly string[] Encryption = ["AES128", "AES256", "AES128-GCM-16", "AES256-GCM-16"];
    private static readonly string[] Integrity = ["SHA1", "SHA2-256", "SHA2-384", "SHA2-512"];
    private static readonly string[] Groups = ["2", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24"];

    private static readonly TunnelOption[] All =
    [
        Range("Phase1LifetimeSeconds", 900, 28_800),
        Range("Phase2LifetimeSeconds", 900, 3_600),
        Range("RekeyMarginTimeSeconds", 60, 1_800),
        Range("RekeyFuzzPercentage", 0, 100),
        Range("ReplayWindowSize", 64, 2_048),
        Range("DPDTimeoutSeconds", 30, int.MaxValue) with { Shown = "DpdTimeoutSeconds" },
        OneOf("DPDTimeoutAction", "clear", "none", "restart") with { Shown = "DpdTimeoutAction" },
        OneOf("StartupAction", "add", "start"),
        Several("Phase1EncryptionAlgorithms", Encryption),
        Several("Phase2EncryptionAlgorithms", Encryption),
        Several("Phase1IntegrityAlgorithms", Integrity),
        Several("Phase2IntegrityAlgorithms", Integrity),
        Several("Phase1DHGroupNumbers", Groups),
        Several("Phase2DHGroupNumbers", [.. Groups, "5"]),
        Several("IKEVersions", "ikev1", "ikev2") with { Shown = "IkeVersions" },
        new("PreSharedKey", "PreSharedKey", IsKey, "8 to 64 letters, digits, periods and underscores, not beginning with 0"),
        new("LogOptions", "LogOptions", value => value is JsonObject, "options"),
        new("EnableTunnelLifecycleControl", "EnableTunnelLifecycleControl", value => value is JsonBoolean, "true or false"),
    ];

    /// <summary>The options given, checked, as answers show them; the inside range, which is the connection's to give, is left out.</summary>
    public static JsonObject Read(JsonObject given)
    {
        var options = JsonObject.From(given.Without("TunnelInsideCidr").Select(member => Read(member.Key, member.Value)));
        var (first, second) = (options.Long("Phase1LifetimeSeconds") ?? 28_800, options.Long("Phase2LifetimeSeconds") ?? 3_600);
        if (second >= first)
        {
            throw Inputs.InvalidValue($"{second}", "Phase2LifetimeSeconds", "It must be less than Phase1LifetimeSeconds.");
        }

        return (options.Long("RekeyMarginTimeSeconds") ?? 270) <= second / 2
            ? options
            : throw Inputs.InvalidValue(
                $"{options.Long("RekeyMarginTimeSeconds") ?? 270}", "RekeyMarginTimeSeconds", "It must be at most half of Phase2LifetimeSeconds.");
    }

    private static KeyValuePair<string, JsonValue> Read(string name, JsonValue value)
    {
        var option = Array.Find(All, option => option.Name == name) ?? throw new AwsException(
            "UnsupportedOperation", $"The simulated account does not support the tunnel option {name}.");
        if (option.Allows(value))
        {
            return new(option.Shown, value);
        }

        // What was meant for a key is no less secret for being none.
        throw name == "PreSharedKey"
            ? Inputs.Invalid($"The pre-shared key is invalid. Expected: {option.Expected}.")
            : Inputs.InvalidValue(value.ToString(), name, $"Expected: {option.Expected}.");
    }

    private static TunnelOption Range(string name, long least, long most) => new(
        name,
        name,
        value => value is JsonNumber number && number.TryAsLong(out var seconds) && seconds >= least && seconds <= most,
        $"{least} to {most}");

    private static TunnelOption OneOf(string name, params string[] values) => new(
        name, name, value => value is JsonString text && values.Contains(text.Value), string.Join(", ", values));

    private static TunnelOption Several(string name, params string[] values) => new(
        name,
        name,
        value => value is JsonArray items && items.Objects.All(item => item["Value"] is { } one && values.Contains(one is JsonString text ? text.Value : one.ToString())),
        string.Join(", ", values));

    private static bool IsKey(JsonValue value) => value is JsonString text && KeyForm().IsMatch(text.Value);

    [GeneratedRegex(@"\A(?!0)[A-Za-z0-9._]{8,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex KeyForm();
}
