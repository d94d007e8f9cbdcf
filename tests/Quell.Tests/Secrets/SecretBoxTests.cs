using System.Security.Cryptography;
using Quell.Secrets;

namespace Quell.Tests.Secrets;

public sealed class SecretBoxTests
{
    private readonly SecretBox _box = new(RandomNumberGenerator.GetBytes(SecretBox.KeyLength));

    [Fact]
    public void Opens_what_it_has_sealed_and_seals_the_same_text_differently_each_time()
    {
        var first = _box.Seal("pässword", "arn:a");
        first.ShouldNotBe(_box.Seal("pässword", "arn:a"));
        first.ShouldStartWith(SecretBox.Mark);
        _box.Open(first, "arn:a").ShouldBe("pässword");
        _box.Open(_box.Seal("", "arn:a"), "arn:a").ShouldBe("");
    }

    [Fact]
    public void Derives_another_key_for_each_purpose_and_the_same_each_time()
    {
        _box.Derive("a").ShouldBe(_box.Derive("a"));
        _box.Derive("a").ShouldNotBe(_box.Derive("b"));
        _box.Derive("a").ShouldNotBe(new SecretBox(new byte[SecretBox.KeyLength]).Derive("a"));
    }

    [Fact]
    public void Opens_for_no_other_owner_and_with_no_other_key()
    {
        var text = _box.Seal("secret", "arn:a");
        Should.Throw<SecretException>(() => _box.Open(text, "arn:b")).Message.ShouldContain("arn:b");
        Should.Throw<SecretException>(() => new SecretBox(new byte[32]).Open(text, "arn:a"));
    }

    [Fact]
    public void Any_altered_character_is_noticed()
    {
        // Of such a length that base64 has no padding, whose unused bits mean nothing.
        var text = _box.Seal("hush!", "arn:a");
        text.ShouldNotEndWith("=");
        for (var position = 0; position < text.Length; position++)
        {
            var altered = text.ToCharArray();
            altered[position] = altered[position] == 'A' ? 'B' : 'A';
            Should.Throw<SecretException>(() => _box.Open(new string(altered), "arn:a"));
        }

        Should.Throw<SecretException>(() => _box.Open("", "arn:a"));
        Should.Throw<SecretException>(() => _box.Open(SecretBox.Mark, "arn:a"));
    }
}
