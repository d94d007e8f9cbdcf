using Quell.Engine.Runbooks;
using Quell.Engine.Runbooks.Reading;

namespace Quell.Engine.Tests.Runbooks.Checking;

/// <summary>Valid documents, written for these tests with the features that published ones use.</summary>
internal static class RunbookDocuments
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Runbooks", "Cases", "documents");

    public static IEnumerable<string> Names => Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name));

    public static RunbookDocument Read(string name) => RunbookReader.Read(File.ReadAllBytes(Path.Combine(Folder, name))).Document.ShouldNotBeNull();
}
