using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Storage;

namespace Quell.Secrets;

/// <summary>
/// How resources lie in the journal: those that carry secrets in their midst (parameters of stacks, variables of functions, access
/// keys) sealed as a whole for their own place, all others readable. In memory they are plain.
/// </summary>
/// <param name="box">Null seals nothing.</param>
internal sealed class ResourceSeal(SecretBox? box)
{
    private static readonly string[] Sealed =
    [
        "cloudformation:stack", "cloudformation:resource:", "cloudformation:change-set", "cloudformation:template", "iam:access-key",
        "ec2:vpn-connection", "iam:mfa-device", "kms:key", "lambda:function", "lambda:version", "secretsmanager:secret", "ssm:command", "sts:session",
    ];

    public byte[] Write(ResourceKey key, JsonObject value) => box is not null && Array.Exists(Sealed, type => key.Type.StartsWith(type, StringComparison.Ordinal))
        ? Encoding.ASCII.GetBytes(box.Seal(value.ToString(), OwnerOf(key)))
        : value.ToUtf8();

    /// <summary>Also takes what lies there readable from before.</summary>
    /// <exception cref="JournalException">It does not open.</exception>
    public JsonValue Read(ResourceKey key, byte[] stored)
    {
        if (box is null || !stored.AsSpan().StartsWith("sealed:v1:"u8))
        {
            return JsonValue.Parse(stored);
        }

        try
        {
            return JsonValue.Parse(box.Open(Encoding.ASCII.GetString(stored), OwnerOf(key)));
        }
        catch (SecretException fault)
        {
            throw new JournalException(fault.Message, isTransient: false, fault);
        }
    }

    private static string OwnerOf(ResourceKey key) => $"{key.Scope}/{key.Type}/{key.Id}";
}
