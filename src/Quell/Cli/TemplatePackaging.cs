using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Templates;
using Quell.Engine.Templates.Packaging;
using Quell.Engine.Templates.Reading;
using Quell.Engine.Templates.Serverless;
using Quell.Functions;

namespace Quell.Cli;

/// <summary>
/// Template files with paths to code and definitions beside them, which become what CloudFormation can deploy: code a package,
/// a definition its text. Lines stay where they are.
/// </summary>
/// <param name="store">Keeps the code that lies under a path; gives the key of the package.</param>
internal sealed class TemplatePackaging(Func<string, string> store)
{
    /// <summary>Only looks whether all is there.</summary>
    public static TemplatePackaging Rehearsed { get; } = new(static _ => "not-packed");

    /// <summary>The template's text.</summary>
    /// <exception cref="CliException">The file cannot be read; all that is wrong with its paths.</exception>
    public string Read(string file)
    {
        var bytes = InputFile.Read(file);
        var text = Encoding.UTF8.GetString(bytes);
        if (TemplateText.Read(bytes) is not { Root: TemplateNode.Map root, Errors.IsEmpty: true })
        {
            // What is wrong with the text is told by whoever reads the template.
            return text;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";
        var (edits, errors) = (new SourceEdits(text), new List<string>());
        foreach (var path in LocalPath.Of(root))
        {
            if (Pack(path, Path.Combine(folder, path.Value), edits) is { } reason)
            {
                errors.Add($"{file}: {new TemplateError(TemplateErrorCode.PropertyValue, $"{path.Value}: {reason}", path.Place, path.Member.Value)}");
            }
        }

        return errors.Count == 0 ? edits.Apply() : throw new CliException(string.Join("\nquell: ", errors));
    }

    /// <returns>What is wrong; null when it is packed.</returns>
    private string? Pack(LocalPath path, string source, SourceEdits edits)
    {
        var (member, isCode) = (path.Member, path.Kind is LocalPathKind.Code or LocalPathKind.ServerlessCode);
        if (!File.Exists(source) && !(isCode && Directory.Exists(source)))
        {
            return isCode ? "there is no such file or folder beside the template." : "there is no such file beside the template.";
        }

        try
        {
            var (name, value) = isCode ? (member.Name, Place(path.Kind, store(source))) : Definition(path.Kind, File.ReadAllBytes(source));
            return edits.Replace(member.Value.Line, member.Value.Column, path.Value, value)
                && (name == member.Name || edits.Replace(member.Line, member.Column, member.Name, name))
                    ? null
                    : "the path has to stand on one line, without a tag or an anchor.";
        }
        catch (FormatException fault)
        {
            return fault.Message;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"cannot be packed: {fault.Message}";
        }
    }

    private static string Place(LocalPathKind kind, string key) => kind == LocalPathKind.ServerlessCode
        ? JsonObject.Of(("Bucket", StoredPackages.LocalBucket), ("Key", key)).ToString()
        : JsonObject.Of(("S3Bucket", StoredPackages.LocalBucket), ("S3Key", key)).ToString();

    /// <summary>The definition as a property that takes its text: JSON, or YAML as Step Functions takes it from files.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    private static (string Name, string Value) Definition(LocalPathKind kind, byte[] content)
    {
        var (root, errors) = TemplateText.Read(content);
        if (root is not TemplateNode.Map map || !errors.IsEmpty)
        {
            throw new FormatException(errors.IsEmpty ? "a definition is a map." : string.Join(" ", errors.Select(error => error.Message)));
        }

        var definition = map.ToJson();
        return kind == LocalPathKind.ServerlessDefinition
            ? ("Definition", string.Join(' ', SortedJson.Lines(definition)))
            : ("DefinitionString", new JsonString(definition.ToString()).ToString());
    }
}
