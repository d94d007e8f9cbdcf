using Quell.Engine.Json;

namespace Quell.Sandbox.SecretsManager;

/// <summary>The secret itself, as a call brings it: a text or bytes.</summary>
internal static class SecretContent
{
    private const string Text = "SecretString";
    private const string Bytes = "SecretBinary";

    /// <returns>The one member; null where the call brings none.</returns>
    public static JsonObject? Of(JsonObject input) => (input[Text], input[Bytes]) switch
    {
        (null, null) => null,
        ({ } text, null) => JsonObject.Of((Text, text)),
        (null, { } bytes) => JsonObject.Of((Bytes, bytes)),
        _ => throw SecretErrors.InvalidParameter(
            "You can't specify both a binary secret value and a string secret value in the same secret."),
    };
}
