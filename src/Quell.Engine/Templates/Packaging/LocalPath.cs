namespace Quell.Engine.Templates.Packaging;

/// <summary>
/// A path in a template that leads to a file or folder beside it, as <c>aws cloudformation package</c> and <c>sam package</c> take
/// it (AWS CLI Command Reference, "package"). CloudFormation itself wants a place in S3 there.
/// </summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Member">The property.</param>
/// <param name="Kind">What is wanted there.</param>
internal sealed record LocalPath(TemplatePath Place, TemplateNode.Member Member, LocalPathKind Kind)
{
    private static readonly (string Type, string Property, LocalPathKind Kind)[] Properties =
    [
        ("AWS::Lambda::Function", "Code", LocalPathKind.Code),
        ("AWS::Serverless::Function", "CodeUri", LocalPathKind.ServerlessCode),
        ("AWS::Serverless::StateMachine", "DefinitionUri", LocalPathKind.ServerlessDefinition),
        ("AWS::StepFunctions::StateMachine", "DefinitionS3Location", LocalPathKind.Definition),
    ];

    private static readonly string[] Elsewhere = ["s3://", "http://", "https://", "{{resolve:"];

    /// <summary>The path itself.</summary>
    public string Value => Member.Value.Text ?? "";

    /// <summary>All of a template, in the order of its text.</summary>
    public static IEnumerable<LocalPath> Of(TemplateNode.Map root)
    {
        if ((root["Globals"] as TemplateNode.Map)?["Function"] is TemplateNode.Map global
            && In(global, TemplatePath.Of("Globals", "Function"), "CodeUri", LocalPathKind.ServerlessCode) is { } shared)
        {
            yield return shared;
        }

        foreach (var member in (root["Resources"] as TemplateNode.Map)?.Members ?? [])
        {
            var resource = member.Value as TemplateNode.Map;
            var (_, property, kind) = Array.Find(Properties, each => each.Type == resource?["Type"]?.Text);
            if (property is not null && resource?["Properties"] is TemplateNode.Map properties
                && In(properties, TemplatePath.Of("Resources", member.Name, "Properties"), property, kind) is { } path)
            {
                yield return path;
            }
        }
    }

    private static LocalPath? In(TemplateNode.Map properties, TemplatePath place, string property, LocalPathKind kind) =>
        properties.Find(property) is { Value: TemplateNode.Scalar { Type: ScalarType.Text, Value: { Length: > 0 } text } } member
        && !Elsewhere.Any(prefix => text.StartsWith(prefix, StringComparison.Ordinal))
            ? new(place.Member(property), member, kind)
            : null;
}

/// <summary>What a <see cref="LocalPath"/> leads to.</summary>
internal enum LocalPathKind
{
    /// <summary>A function's package, for <c>Code</c>.</summary>
    Code,

    /// <summary>A function's package, for <c>CodeUri</c>.</summary>
    ServerlessCode,

    /// <summary>A state machine's definition, for <c>DefinitionS3Location</c>.</summary>
    Definition,

    /// <summary>A state machine's definition, for <c>DefinitionUri</c>.</summary>
    ServerlessDefinition,
}
