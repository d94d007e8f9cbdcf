using System.Text.RegularExpressions;
using Quell.Engine.Json;
using TrailSecrets = Quell.Sandbox.Trail.Secrets;

namespace Quell.Gate;

/// <summary>
/// Takes out of a change's parameters and result what no record may hold: secrets, and code that would be stored a second
/// time. What stands in its place says so.
/// </summary>
internal static partial class ChangeSecrets
{
    private const string Hidden = "HIDDEN_DUE_TO_SECURITY_REASONS";

    // The trail also masks what messages say; a change shows them, because they are what the change did.
    private const int NotAParameterOfItsOwn = 1;

    public static JsonObject Hide(string service, JsonObject value) => JsonObject.From(
        ((IEnumerable<KeyValuePair<string, JsonValue>>)value).Select(member => KeyValuePair.Create(
            member.Key, IsSecureString(service, value, member.Key) ? Hidden
                : service == "sns" && member.Value is JsonString text ? Link().Replace(text.Value, $"$1{Hidden}")
                : Hide(service, member.Key, member.Value))));

    /// <summary>Whoever reads a link of an approval can use it.</summary>
    [GeneratedRegex(@"(/approvals/apr-\S*signature=)[0-9a-f]+")]
    private static partial Regex Link();

    /// <summary>The value that PutParameter puts, unless the call says that it is no secret; a tag has a value too, and no name.</summary>
    private static bool IsSecureString(string service, JsonObject value, string member) =>
        service == "ssm" && member == "Value" && value.Has("Name") && value.String("Type") is not ("String" or "StringList");

    private static JsonValue Hide(string service, string name, JsonValue value) =>
        TrailSecrets.Show(service, name, value, NotAParameterOfItsOwn) switch
        {
            // Of a map of secrets (a function's variables) the names may be seen.
            null when value is JsonObject secrets => JsonObject.From(secrets.Names.Select(secret => KeyValuePair.Create(secret, (JsonValue)Hidden))),
            null => Hidden,
            JsonObject members => Hide(service, members),
            JsonArray items => JsonArray.From(items.Items.Select(item => item is JsonObject entry ? Hide(service, entry) : item)),
            { } shown => shown,
        };
}
