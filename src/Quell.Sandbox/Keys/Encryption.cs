using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Keys;

/// <summary>What is done with keys: seals and opens for real, so that only who may use the key gets at what it sealed.</summary>
internal static class Encryption
{
    private const string Algorithm = "SYMMETRIC_DEFAULT";
    private const int SaltLength = 32;

    public static JsonObject Encrypt(OperationContext context)
    {
        var key = KmsKey.Usable(context);
        CheckAlgorithm(context, "EncryptionAlgorithm");
        var text = Bytes(context.Input.String("Plaintext"));
        RefuseUnlessReal(context);
        return JsonObject.Of(
            ("CiphertextBlob", Sealed(context, key, text, "EncryptionContext")), ("KeyId", key.Arn), ("EncryptionAlgorithm", Algorithm));
    }

    public static JsonObject Decrypt(OperationContext context)
    {
        CheckAlgorithm(context, "EncryptionAlgorithm");
        var (key, text) = Opened(context, "KeyId", "EncryptionContext");
        RefuseUnlessReal(context);
        return JsonObject.Of(("KeyId", key.Arn), ("Plaintext", Convert.ToBase64String(text)), ("EncryptionAlgorithm", Algorithm));
    }

    public static JsonObject ReEncrypt(OperationContext context)
    {
        CheckAlgorithm(context, "SourceEncryptionAlgorithm");
        CheckAlgorithm(context, "DestinationEncryptionAlgorithm");
        var (source, text) = Opened(context, "SourceKeyId", "SourceEncryptionContext");
        var target = KmsKey.Usable(context, "DestinationKeyId");
        RefuseUnlessReal(context);
        return JsonObject.Of(
            ("CiphertextBlob", Sealed(context, target, text, "DestinationEncryptionContext")),
            ("SourceKeyId", source.Arn),
            ("KeyId", target.Arn),
            ("SourceEncryptionAlgorithm", Algorithm),
            ("DestinationEncryptionAlgorithm", Algorithm));
    }

    public static JsonObject GenerateDataKey(OperationContext context)
    {
        var key = KmsKey.Usable(context);
        var data = context.Transaction.Ids.Secret(LengthOf(context.Input));
        RefuseUnlessReal(context);
        return JsonObject.Of(
            ("CiphertextBlob", Sealed(context, key, data, "EncryptionContext")), ("Plaintext", Convert.ToBase64String(data)), ("KeyId", key.Arn));
    }

    public static JsonObject GenerateDataKeyWithoutPlaintext(OperationContext context) => GenerateDataKey(context).Without("Plaintext");

    public static JsonObject GenerateRandom(OperationContext context)
    {
        RefuseUnlessReal(context);
        if (context.Input.Has("CustomKeyStoreId"))
        {
            throw KeyErrors.Unsupported("The simulated account has no custom key stores.");
        }

        var length = context.Input.Long("NumberOfBytes") ?? throw KeyErrors.Validation("NumberOfBytes is required.");
        return JsonObject.Of(("Plaintext", Convert.ToBase64String(context.Transaction.Ids.Secret((int)length))));
    }

    private static int LengthOf(JsonObject input) => (input.Long("NumberOfBytes"), input.String("KeySpec")) switch
    {
        (null, "AES_256") => 32,
        (null, "AES_128") => 16,
        ({ } bytes, null) => (int)bytes,
        _ => throw KeyErrors.Validation("Please specify either number of bytes or key spec."),
    };

    private static string Sealed(OperationContext context, KmsKey key, byte[] text, string contextMember) => Convert.ToBase64String(
        KeyCipher.Seal(key, text, context.Input.Object(contextMember), context.Transaction.Ids.Secret(SaltLength)));

    private static (KmsKey Key, byte[] Text) Opened(OperationContext context, string keyMember, string contextMember)
    {
        var blob = Bytes(context.Input.String("CiphertextBlob"));
        var id = KeyCipher.KeyIdOf(blob) ?? throw InvalidCiphertext();
        if (context.Input.Has(keyMember) && KmsKey.Of(context, keyMember).Id != id)
        {
            throw new AwsException(
                "IncorrectKeyException", "The key ID in the request does not identify a CMK that can perform this operation.");
        }

        var key = KmsKey.Find(context.State.Current, context.Scope, id) ?? throw InvalidCiphertext();
        context.Touches(key.Arn, "AWS::KMS::Key");
        return key.State switch
        {
            "PendingDeletion" => throw KeyErrors.InvalidState($"{key.Arn} is pending deletion."),
            "Disabled" => throw KeyErrors.Disabled(key.Arn),
            _ => KeyCipher.TryOpen(key, blob, context.Input.Object(contextMember), out var text) ? (key, text) : throw InvalidCiphertext(),
        };
    }

    private static void CheckAlgorithm(OperationContext context, string member)
    {
        if (context.Input.String(member) is not (null or Algorithm))
        {
            throw new AwsException("InvalidKeyUsageException", $"The key does not support the algorithm {context.Input.String(member)}.");
        }
    }

    private static void RefuseUnlessReal(OperationContext context)
    {
        if (context.Input.Has("Recipient"))
        {
            throw KeyErrors.Unsupported("The simulated account has no enclaves.");
        }

        if (context.Input.Bool("DryRun") is true)
        {
            throw new AwsException("DryRunOperationException", "The request would have succeeded, but the DryRun option is set.", 412);
        }
    }

    private static byte[] Bytes(string? base64) => Convert.FromBase64String(base64 ?? "");

    private static AwsException InvalidCiphertext() => new("InvalidCiphertextException", "The ciphertext is not valid.");
}
