using System.Globalization;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Templates;
using Quell.Engine.Templates.Reading;

namespace Quell.Stacks.Api;

/// <summary>The operations that show and check templates.</summary>
internal sealed class TemplateReading(ResourceTypes types)
{
    private static readonly string[] Stages = ["Original", "Processed"];

    /// <summary>The template as it was given, or as its transforms have made it, which is what is deployed.</summary>
    public static JsonObject Get(OperationContext context)
    {
        var (body, given) = Find(context);
        var stage = context.Input.String("TemplateStage") ?? "Processed";
        var processed = stage == "Processed" ? Template.Parse(body, new TransformInput(context.Scope, given)).Template?.Processed : null;
        return JsonObject.Of(
            ("TemplateBody", processed is null ? body : processed.ToJson().ToString()),
            ("StagesAvailable", JsonArray.From(Stages)));
    }

    public JsonObject Validate(OperationContext context)
    {
        StackErrors.RefuseUnserved(context.Input, "TemplateURL");
        var template = Read(context.Input.String("TemplateBody") ?? throw StackErrors.Validation("Either Template URL or Template Body must be specified."));
        return JsonObject.Of(
            ("Description", Text(template.Description)),
            ("Parameters", JsonArray.From(template.Parameters.Values.Select(parameter => JsonObject.Of(
                ("ParameterKey", parameter.Name), ("DefaultValue", Text(parameter.Default)), ("NoEcho", parameter.NoEcho), ("Description", Text(parameter.Description)))))),
            ("DeclaredTransforms", Transforms(template)))
            .Merge(Capabilities(template));
    }

    public JsonObject Summarize(OperationContext context)
    {
        StackErrors.RefuseUnserved(context.Input, "TemplateURL", "StackSetName");
        var template = Read(context.Input.String("TemplateBody") ?? Find(context).Body);
        return JsonObject.Of(
            ("Description", Text(template.Description)),
            ("Parameters", JsonArray.From(template.Parameters.Values.Select(Declaration))),
            ("ResourceTypes", JsonArray.From(template.DeclaredTypes)),
            ("ResourceIdentifierSummaries", JsonArray.Empty),
            ("Version", "2010-09-09"),
            ("Metadata", template.Metadata is { } metadata ? metadata.ToJson().ToString() : null),
            ("DeclaredTransforms", Transforms(template)))
            .Merge(Capabilities(template));
    }

    private Template Read(string body)
    {
        var parse = Template.Parse(body);
        if (parse.Template is not { } template)
        {
            throw StackErrors.Template(parse.Errors);
        }

        var errors = new TemplateErrors();
        TemplateAdmission.CheckResources(types, template, errors);
        return errors.Count == 0 ? template : throw StackErrors.Template(errors.InOrder);
    }

    private JsonObject Capabilities(Template template)
    {
        var needed = TemplateAdmission.Capabilities(types, template).ToList();
        var capabilities = needed.Select(entry => entry.Capability).Distinct().OrderDescending(StringComparer.Ordinal).Take(1)
            .Concat(template.Transforms.IsEmpty ? [] : [StackRequest.AutoExpand]).ToList();
        return JsonObject.Of(
            ("Capabilities", capabilities.Count == 0 ? null : JsonArray.From(capabilities)),
            ("CapabilitiesReason", needed.Count == 0 ? null : (JsonValue)$"The following resource(s) require capabilities: [{string.Join(", ", needed.Select(entry => entry.Type).Distinct())}]"));
    }

    private static JsonArray? Transforms(Template template) => template.Transforms.IsEmpty ? null : JsonArray.From(template.Transforms);

    /// <summary>The text of the template that the call names, and the parameters that it has.</summary>
    private static (string Body, IReadOnlyDictionary<string, string> Given) Find(OperationContext context)
    {
        var name = context.Input.String("StackName");
        var (state, stack) = (context.State.Current, Stack.Find(context.State.Current, context.Scope, name));
        if (context.Input.String("ChangeSetName") is { } wanted)
        {
            var set = ChangeSet.Find(context, wanted) ?? throw StackErrors.NoChangeSet(wanted);
            var given = set.Value.Object("Request")?.Array("Parameters").Objects ?? [];
            return (
                TemplateStore.Get(state, context.Scope, set.Value.String("Template") ?? ""),
                given.ToDictionary(parameter => parameter.String("ParameterKey") ?? "", parameter => parameter.String("ParameterValue") ?? "", StringComparer.Ordinal));
        }

        var (template, values) = stack?.Template is { } deployed ? (deployed, stack.Given) : (stack?.Operation?.Template, stack?.Operation?.Given);
        return (
            TemplateStore.Get(state, context.Scope, template ?? throw StackErrors.NoStack(name)),
            (values ?? JsonObject.Empty).Names.ToDictionary(parameter => parameter, parameter => values?.String(parameter) ?? "", StringComparer.Ordinal));
    }

    private static JsonObject Declaration(TemplateParameter parameter) => JsonObject.Of(
        ("ParameterKey", parameter.Name),
        ("DefaultValue", Text(parameter.Default)),
        ("ParameterType", parameter.Type.Name),
        ("NoEcho", parameter.NoEcho),
        ("Description", Text(parameter.Description)),
        ("ParameterConstraints", Constraints(parameter)));

    private static JsonObject Constraints(TemplateParameter parameter) => JsonObject.Of(
        ("AllowedValues", parameter.AllowedValues.IsEmpty ? null : JsonArray.From(parameter.AllowedValues)),
        ("AllowedPattern", Text(parameter.AllowedPattern)),
        ("ConstraintDescription", Text(parameter.ConstraintDescription)),
        ("MinLength", Text(parameter.MinLength?.ToString(CultureInfo.InvariantCulture))),
        ("MaxLength", Text(parameter.MaxLength?.ToString(CultureInfo.InvariantCulture))),
        ("MinValue", Text(parameter.MinValue?.ToString(CultureInfo.InvariantCulture))),
        ("MaxValue", Text(parameter.MaxValue?.ToString(CultureInfo.InvariantCulture))));

    private static JsonValue? Text(string? text) => text is null ? null : (JsonValue)text;
}
