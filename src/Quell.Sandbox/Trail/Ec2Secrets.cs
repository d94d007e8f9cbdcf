using Quell.Engine.Json;

namespace Quell.Sandbox.Trail;

/// <summary>
/// What EC2's records never show, wherever it stands, in the words that EC2 puts in its place: user data, private keys, and
/// pre-shared keys of VPN tunnels with the configuration that repeats them.
/// </summary>
internal static class Ec2Secrets
{
    private static readonly JsonValue Removed = "<sensitiveDataRemoved>";

    private static readonly string[] Members = ["UserData", "KeyMaterial", "PreSharedKey", "CustomerGatewayConfiguration"];

    public static JsonObject Remove(JsonObject value) => JsonObject.From(
        ((IEnumerable<KeyValuePair<string, JsonValue>>)value).Select(member => KeyValuePair.Create(
            member.Key, Members.Contains(member.Key) ? Removed : Remove(member.Value))));

    private static JsonValue Remove(JsonValue value) => value switch
    {
        JsonObject members => Remove(members),
        JsonArray items => JsonArray.From(items.Items.Select(Remove)),
        _ => value,
    };
}
