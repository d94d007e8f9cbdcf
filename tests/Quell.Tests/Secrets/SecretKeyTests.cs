using Quell.Secrets;
using Quell.Storage;
using Quell.Tests.Destinations;

namespace Quell.Tests.Secrets;

public sealed class SecretKeyTests
{
    private static readonly string OtherKey = Convert.ToBase64String(new byte[SecretBox.KeyLength]);

    [Fact]
    public async Task A_folder_makes_its_own_key_that_only_its_owner_reads_and_keeps_it()
    {
        await using var house = await DestinationHouse.Open();
        var file = Path.Combine(house.Folder, "secret.key");
        var key = await File.ReadAllTextAsync(file);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await house.Stop();
        await house.Start();
        (await File.ReadAllTextAsync(file)).ShouldBe(key);
    }

    [Fact]
    public async Task A_missing_key_or_another_one_is_refused_where_secrets_are_kept()
    {
        await using var house = await DestinationHouse.Open();
        await house.ApiKeyConnection();
        await house.Stop();
        var file = Path.Combine(house.Folder, "secret.key");
        var key = await File.ReadAllTextAsync(file);
        File.Delete(file);
        (await Should.ThrowAsync<JournalException>(house.Start)).Message.ShouldContain("secret.key is missing");
        File.Exists(file).ShouldBeFalse();
        house.Options = options => options with { SecretKey = (OtherKey, "QUELL_SECRET_KEY") };
        (await Should.ThrowAsync<JournalException>(house.Start)).Message.ShouldContain("QUELL_SECRET_KEY is not the one");
        house.Options = options => options with { SecretKey = (key, "QUELL_SECRET_KEY") };
        await house.Start();
    }

    [Fact]
    public async Task A_key_that_is_none_is_refused_and_without_secrets_another_key_serves()
    {
        await using var house = await DestinationHouse.Open();
        await house.Stop();
        house.Options = options => options with { SecretKey = ("short", "the file") };
        (await Should.ThrowAsync<JournalException>(house.Start)).Message.ShouldContain("the file is not 32 bytes in base64");
        house.Options = options => options with { SecretKey = (OtherKey, "the file") };
        await house.Start();
        await house.ApiKeyConnection();
    }
}
