using Quell.Engine.Json;
using Quell.Sandbox.Keys;

namespace Quell.Sandbox.Tests.Keys;

public sealed class EncryptionTests
{
    private static readonly string Text = Convert.ToBase64String("the text"u8);

    private readonly TestAccount _account = new();
    private readonly string _key;

    public EncryptionTests() => _key = _account.Call("kms", "CreateKey", "{}").At("KeyMetadata.KeyId");

    [Fact]
    public void What_was_encrypted_is_decrypted_with_its_context_alone()
    {
        var context = JsonObject.Of(("a", "1"), ("b", "2"));
        var blob = _account.Call("kms", "Encrypt", ("KeyId", _key), ("Plaintext", Text), ("EncryptionContext", context)).At("CiphertextBlob");

        var opened = _account.Call("kms", "Decrypt", ("CiphertextBlob", blob), ("EncryptionContext", JsonObject.Of(("b", "2"), ("a", "1"))));

        opened.At("Plaintext").ShouldBe(Text);
        opened.At("KeyId").ShouldEndWith(_key);
        _account.Last!.Resources.Single().Type.ShouldBe("AWS::KMS::Key");
        _account.Refused("kms", "Decrypt", ("CiphertextBlob", blob)).Code.ShouldBe("InvalidCiphertextException");
        var other = _account.Call("kms", "CreateKey", "{}").At("KeyMetadata.KeyId");
        _account.Refused("kms", "Decrypt", ("CiphertextBlob", blob), ("EncryptionContext", context), ("KeyId", other)).Code.ShouldBe("IncorrectKeyException");
    }

    [Fact]
    public void The_same_text_is_another_ciphertext_each_time() => Enumerable.Range(0, 20)
        .Select(_ => _account.Call("kms", "Encrypt", ("KeyId", _key), ("Plaintext", Text)).At("CiphertextBlob"))
        .ShouldBeUnique();

    [Fact]
    public void A_data_key_comes_open_and_sealed()
    {
        var data = _account.Call("kms", "GenerateDataKey", ("KeyId", _key), ("KeySpec", "AES_256"));

        Convert.FromBase64String(data.At("Plaintext")).Length.ShouldBe(32);
        _account.Call("kms", "Decrypt", ("CiphertextBlob", data.At("CiphertextBlob"))).At("Plaintext").ShouldBe(data.At("Plaintext"));
        _account.Call("kms", "GenerateDataKeyWithoutPlaintext", ("KeyId", _key), ("NumberOfBytes", 7)).Has("Plaintext").ShouldBeFalse();
        _account.Refused("kms", "GenerateDataKey", ("KeyId", _key)).Message.ShouldBe("Please specify either number of bytes or key spec.");
    }

    [Fact]
    public void A_text_is_moved_to_another_key_without_being_shown()
    {
        var blob = _account.Call("kms", "Encrypt", ("KeyId", _key), ("Plaintext", Text)).At("CiphertextBlob");
        var other = _account.Call("kms", "CreateKey", "{}").At("KeyMetadata.KeyId");

        var moved = _account.Call("kms", "ReEncrypt", ("CiphertextBlob", blob), ("DestinationKeyId", other));

        moved.At("SourceKeyId").ShouldEndWith(_key);
        _account.Call("kms", "Decrypt", ("CiphertextBlob", moved.At("CiphertextBlob"))).At("Plaintext").ShouldBe(Text);
    }

    [Fact]
    public void Nobody_without_the_secret_key_makes_the_material_again()
    {
        var one = new Aws.Operations.IdSource("seed", "owner") { Key = [1] };
        var other = new Aws.Operations.IdSource("seed", "owner") { Key = [2] };

        KeyCreation.NewMaterial(one).ShouldNotBe(KeyCreation.NewMaterial(other));
    }

    [Fact]
    public void No_altered_blob_opens()
    {
        var blob = Convert.FromBase64String(_account.Call("kms", "Encrypt", ("KeyId", _key), ("Plaintext", Text)).At("CiphertextBlob"));

        for (var bit = 0; bit < 8 * blob.Length; bit++)
        {
            var altered = blob.ToArray();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Decrypted(altered).ShouldBe("InvalidCiphertextException");
        }
    }

    [Fact]
    public void Whatever_is_no_blob_is_refused()
    {
        var random = new Random(5);
        for (var length = 0; length < 100; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            Decrypted(bytes).ShouldBe("InvalidCiphertextException");
            if (length > 0)
            {
                bytes[0] = 1;
                Decrypted(bytes).ShouldBe("InvalidCiphertextException");
            }
        }
    }

    private string? Decrypted(byte[] blob) =>
        _account.Run("kms", "Decrypt", JsonObject.Of(("CiphertextBlob", Convert.ToBase64String(blob)))).Error?.Code;
}
