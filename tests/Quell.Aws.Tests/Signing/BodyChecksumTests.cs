using System.Security.Cryptography;
using System.Text;
using Quell.Aws.Signing;

namespace Quell.Aws.Tests.Signing;

public sealed class BodyChecksumTests
{
    // The check value of "123456789" in the CRC RevEng catalogue; RFC 3720 B.4 has more for CRC-32C.
    [Theory]
    [InlineData("CRC32", "123456789", "CBF43926")]
    [InlineData("CRC32C", "123456789", "E3069283")]
    [InlineData("CRC64NVME", "123456789", "AE8B14860A799888")]
    [InlineData("CRC32", "", "00000000")]
    [InlineData("CRC64NVME", "", "0000000000000000")]
    [InlineData("SHA1", "abc", "A9993E364706816ABA3E25717850C26C9CD0D89D")]
    [InlineData("SHA256", "abc", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    public void Has_the_published_value(string algorithm, string text, string expected)
    {
        using var checksum = BodyChecksum.ForHeader("X-Amz-Checksum-" + algorithm).ShouldNotBeNull();
        checksum.Append(Encoding.ASCII.GetBytes(text));

        Convert.ToHexString(Convert.FromBase64String(checksum.ToBase64())).ShouldBe(expected);
    }

    [Theory]
    [InlineData("CRC32")]
    [InlineData("CRC32C")]
    [InlineData("CRC64NVME")]
    public void Does_not_depend_on_how_the_body_comes_in(string algorithm)
    {
        var body = Encoding.ASCII.GetBytes(string.Join(',', Enumerable.Range(0, 100)));
        using var whole = BodyChecksum.ForHeader("x-amz-checksum-" + algorithm)!;
        whole.Append(body);
        var expected = whole.ToBase64();
        for (var size = 1; size < 40; size++)
        {
            using var parts = BodyChecksum.ForHeader("x-amz-checksum-" + algorithm)!;
            foreach (var part in body.Chunk(size))
            {
                parts.Append(part);
            }

            parts.ToBase64().ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData("Content-MD5", "XUFAKrxLKna5cZ2REBfFkg==", null)]
    [InlineData("Content-MD5", "YUFAKrxLKna5cZ2REBfFkg==", "BadDigest")]
    [InlineData("Content-MD5", "abc", "InvalidDigest")]
    [InlineData("x-amz-checksum-crc32", "NhCmhg==", null)]
    [InlineData("x-amz-checksum-crc32", "NhCmhw==", "BadDigest")]
    [InlineData("x-amz-checksum-crc32", "!", "InvalidRequest")]
    [InlineData("x-amz-checksum-unknown", "!", null)]
    [InlineData(PayloadHash.Header, PayloadHash.Unsigned, null)]
    [InlineData(PayloadHash.Header, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", null)]
    [InlineData(PayloadHash.Header, PayloadHash.OfEmpty, "XAmzContentSHA256Mismatch")]
    public async Task Holds_a_body_against_its_headers(string header, string value, string? code)
    {
        var request = new SignableRequest("PUT", "/b/k", "", [new(header, value)]);

        async Task ReadAsync()
        {
            await using var body = new DigestedBody(new MemoryStream("hello"u8.ToArray()), request);
            using var read = new MemoryStream();
            await body.CopyToAsync(read);
            read.ToArray().ShouldBe("hello"u8.ToArray());
        }

        if (code is null)
        {
            BodyDigests.Require(request, "hello"u8);
            await ReadAsync();
        }
        else
        {
            Should.Throw<AwsException>(() => BodyDigests.Require(request, "hello"u8)).Code.ShouldBe(code);
            (await Should.ThrowAsync<AwsException>(ReadAsync)).Code.ShouldBe(code);
        }
    }
}
