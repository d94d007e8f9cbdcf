using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

/// <summary>
/// A changed document is replaced under its name, or gets a new version that becomes its default, as <c>UpdateMethod</c> says
/// (CloudFormation Template Reference, "AWS::SSM::Document").
/// </summary>
internal sealed class SsmDocument() : ResourceType(
    "AWS::SSM::Document",
    new PropertySchema(
        ("Name", Text.CreateOnly()),
        ("Content", Json.Required()),
        ("DocumentFormat", Text),
        ("DocumentType", Text.CreateOnly()),
        ("TargetType", Text),
        ("VersionName", Text),
        ("UpdateMethod", Text),
        ("Attachments", ListOf(Object(("Key", Text), ("Values", ListOf(Text)), ("Name", Text)))),
        ("Tags", PropertyType.Tags)))
{
    private const string Service = "ssm";

    private static readonly string[] Versioned = ["Content", "DocumentFormat", "TargetType", "VersionName", "Attachments"];

    public override string NameProperty => "Name";

    public override StackTagging Tagging => StackTagging.List;

    public override IEnumerable<(string Property, string Message)> Mistakes(JsonObject properties) =>
        properties.String("UpdateMethod") is { } method and not ("Replace" or "NewVersion")
            ? [("UpdateMethod", $"Value of property UpdateMethod must be one of: Replace, NewVersion. Received: {method}")]
            : [];

    public override Task<Deployed> Create(ResourceWork work) => Make(work, work.Properties.String("Name") ?? work.Name(128));

    public override async Task<Deployed> Update(ResourceWork work)
    {
        if (work.Changes(Versioned))
        {
            if (work.Properties.String("UpdateMethod") == "NewVersion")
            {
                await UseVersion(work).ConfigureAwait(false);
            }
            else
            {
                await Delete(work).ConfigureAwait(false);
                return await Make(work, work.PhysicalId).ConfigureAwait(false);
            }
        }

        await TagChanges.Apply(
            work,
            keys => work.Call(Service, "RemoveTagsFromResource", ("ResourceType", "Document"), ("ResourceId", work.PhysicalId), ("TagKeys", keys)),
            tags => work.Call(Service, "AddTagsToResource", ("ResourceType", "Document"), ("ResourceId", work.PhysicalId), ("Tags", TagChanges.List(tags)))).ConfigureAwait(false);
        return new(work.PhysicalId);
    }

    public override async Task Delete(ResourceWork work)
    {
        try
        {
            await work.Remove(Service, "DeleteDocument", ("Name", work.PhysicalId)).ConfigureAwait(false);
        }
        catch (AwsException error) when (error.Code == "InvalidDocument")
        {
            // Whoever deleted it before did what was wanted.
        }
    }

    private static async Task<Deployed> Make(ResourceWork work, string name)
    {
        await work.Call(Service, "CreateDocument", Version(work, name).With("DocumentType", work["DocumentType"]).With("Tags", work["Tags"])).ConfigureAwait(false);
        return new(name);
    }

    private static JsonObject Version(ResourceWork work, string name) => work.Pick("DocumentFormat", "TargetType", "VersionName", "Attachments")
        .With("Name", name)
        .With("Content", work.JsonText("Content"));

    /// <summary>A new version becomes the default; one that was there before, as when an update is rolled back, becomes it again.</summary>
    private static async Task UseVersion(ResourceWork work)
    {
        string? number;
        try
        {
            var output = await work.Call(Service, "UpdateDocument", Version(work, work.PhysicalId).With("DocumentVersion", "$LATEST")).ConfigureAwait(false);
            number = output.Object("DocumentDescription")?.String("DocumentVersion");
        }
        catch (AwsException error) when (error.Code is "DuplicateDocumentContent" or "DuplicateDocumentVersionName")
        {
            number = await Same(work).ConfigureAwait(false);
            if (number is null)
            {
                throw;
            }
        }

        await work.Call(Service, "UpdateDocumentDefaultVersion", ("Name", work.PhysicalId), ("DocumentVersion", number)).ConfigureAwait(false);
    }

    private static async Task<string?> Same(ResourceWork work)
    {
        var listed = await work.Call(Service, "ListDocumentVersions", ("Name", work.PhysicalId)).ConfigureAwait(false);
        foreach (var version in listed.Array("DocumentVersions").Objects)
        {
            var document = await work.Call(Service, "GetDocument", ("Name", work.PhysicalId), ("DocumentVersion", version["DocumentVersion"])).ConfigureAwait(false);
            if (document.String("Content") == work.JsonText("Content"))
            {
                return version.String("DocumentVersion");
            }
        }

        return null;
    }
}
