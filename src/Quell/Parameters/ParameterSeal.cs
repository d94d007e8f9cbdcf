using Quell.Engine.Json;
using Quell.Secrets;

namespace Quell.Parameters;

/// <summary>
/// The values of parameters, a <c>SecureString</c>'s sealed for its parameter's ARN. Nothing else opens them, and only what is
/// answered to who asked for it in the clear is ever open.
/// </summary>
internal sealed class ParameterSeal(SecretBox secrets)
{
    /// <summary>As the value is kept.</summary>
    public string Kept(string type, string arn, string value) => type == ParameterStore.Secure ? secrets.Seal(value, arn) : value;

    /// <summary>As the value is shown: a secret that nobody asked to decrypt as what it was encrypted to.</summary>
    /// <param name="parameter">One of its versions.</param>
    /// <param name="decrypts">The request's <c>WithDecryption</c>.</param>
    public string Shown(JsonObject parameter, bool decrypts)
    {
        var kept = parameter.String("Value") ?? "";
        return !ParameterStore.IsSecure(parameter) ? kept
            : decrypts ? secrets.Open(kept, parameter.String("ARN") ?? "")
            : kept[SecretBox.Mark.Length..];
    }
}
