using System.Collections.Immutable;
using Quell.Engine.Templates;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Runbooks.Reading;

/// <summary>
/// Reads an Automation document, YAML or JSON, and finds what its form has wrong: members that there are none of, wrong types,
/// what is missing. What the parts mean to each other is left to the check
/// (Systems Manager User Guide, "Data elements and parameters").
/// </summary>
internal static class RunbookReader
{
    private static readonly TextDialect Dialect = new()
    {
        Noun = "runbook",
        Prefix = "",
        Empty = "the runbook is empty; a document with schemaVersion '0.3' and mainSteps is wanted",
        TooLarge = "the runbook is larger than {0} bytes",
        MergesMaps = true,
        HasNumericKeys = true,
    };

    private static readonly ImmutableArray<string> Members =
        ["schemaVersion", "description", "assumeRole", "parameters", "variables", "mainSteps", "outputs", "files"];

    public static RunbookReading Read(ReadOnlyMemory<byte> utf8)
    {
        var (root, faults) = TemplateText.Read(utf8, Dialect);
        var mistakes = new Mistakes();
        foreach (var fault in faults)
        {
            var code = fault.Code == TemplateErrorCode.Limit ? MistakeCode.Limit : MistakeCode.Syntax;
            mistakes.Add(new(code, fault.Message, fault.Path, fault.Line, fault.Column));
        }

        var document = root switch
        {
            null => null,
            TemplateNode.Map map => ReadDocument(new(map, TemplatePath.Root, "a runbook", mistakes)),
            _ => NoMap(root, mistakes),
        };
        return new(document, mistakes.InOrder);
    }

    private static RunbookDocument? NoMap(TemplateNode root, Mistakes mistakes)
    {
        mistakes.Add(MistakeCode.WrongType, $"a runbook is a map with schemaVersion and mainSteps; this is {NodeReader.Described(root)}", TemplatePath.Root, root);
        return null;
    }

    private static RunbookDocument? ReadDocument(NodeReader root)
    {
        if (!CheckVersion(root))
        {
            // Another kind of document has other members; to tell of each helps nobody.
            return null;
        }

        root.Knowing(Members);
        return new()
        {
            Source = root.Map,
            Description = root.Text("description"),
            AssumeRole = root.Text("assumeRole"),
            Parameters = ParameterReader.Parameters(root),
            Variables = ParameterReader.Variables(root),
            Steps = ReadSteps(root),
            Outputs = ReadOutputs(root),
            Files = ReadFiles(root),
        };
    }

    private static bool CheckVersion(NodeReader root)
    {
        if (root["schemaVersion"] is not { } node)
        {
            root.Mistakes.Add(MistakeCode.SchemaVersion, "a runbook has to have schemaVersion: '0.3'", TemplatePath.Root, root.Map);
            return false;
        }

        var kind = node.Text switch
        {
            "0.3" => null,
            "1.0" => "that of a Session document",
            "1.2" or "2.0" or "2.2" => "that of a Command document, which aws:runCommand runs",
            _ => "none that Automation has",
        };
        if (kind is not null)
        {
            root.Mistakes.Add(
                MistakeCode.SchemaVersion, $"schemaVersion {NodeReader.Described(node)} is {kind}; an Automation runbook has '0.3'",
                TemplatePath.Of("schemaVersion"), node);
        }

        return kind is null;
    }

    private static ImmutableArray<RunbookStep> ReadSteps(NodeReader root)
    {
        if (root["mainSteps"] is null)
        {
            root.Mistakes.Add(MistakeCode.MissingMember, "a runbook has to have 'mainSteps'", TemplatePath.Root, root.Map);
            return [];
        }

        var list = root.List("mainSteps");
        if (list is { Items.Length: 0 })
        {
            root.Mistakes.Add(MistakeCode.WrongValue, "'mainSteps' has no step; at least one is wanted", TemplatePath.Of("mainSteps"), list);
        }

        return list is null ? [] : StepReader.ReadAll(list, TemplatePath.Of("mainSteps"), root.Mistakes);
    }

    private static ImmutableArray<RunbookOutput> ReadOutputs(NodeReader root)
    {
        var outputs = ImmutableArray.CreateBuilder<RunbookOutput>();
        var items = root.List("outputs")?.Items ?? [];
        for (var index = 0; index < items.Length; index++)
        {
            if (items[index] is TemplateNode.Scalar { Value.Length: > 0 } text)
            {
                outputs.Add(new(text.Value, text.Line, text.Column));
            }
            else
            {
                root.Mistakes.Add(
                    MistakeCode.WrongType, $"an output is {NodeReader.Described(items[index])}; the name of a step's output is wanted: step.Output",
                    TemplatePath.Of("outputs").Item(index), items[index]);
            }
        }

        return outputs.DrainToImmutable();
    }

    private static ImmutableDictionary<string, string?> ReadFiles(NodeReader root)
    {
        var files = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        var section = root.Object("files", "files");
        foreach (var member in section?.Map.Members ?? [])
        {
            var checksums = section?.Object(member.Name, $"file '{member.Name}'")?.Knowing("checksums")
                .Object("checksums", "checksums")?.Knowing("sha256");
            files[member.Name] = checksums?.Text("sha256");
        }

        return files.ToImmutable();
    }
}
