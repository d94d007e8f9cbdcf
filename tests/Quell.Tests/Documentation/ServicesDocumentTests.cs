namespace Quell.Tests.Documentation;

public sealed class ServicesDocumentTests
{
    [Fact]
    public async Task Is_what_the_tables_say()
    {
        var rendered = await ServicesDocument.Render();
        if (Environment.GetEnvironmentVariable("QUELL_WRITE_DOCUMENTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(ServicesDocument.File) ?? "");
            await File.WriteAllTextAsync(ServicesDocument.File, rendered);
        }

        (await File.ReadAllTextAsync(ServicesDocument.File)).ShouldBe(rendered, "run ./test and commit docs/reference/services.md");
    }
}
