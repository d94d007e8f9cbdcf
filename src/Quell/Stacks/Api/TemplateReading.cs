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

    public static JsonObject Get(OperationContext context)
    {
        var name = context.Input.String("StackName");
        var stack = Stack.Find(context.State.Current, context.Scope, name);
        var template = context.Input.String("ChangeSetName") is { } changeSet
            ? ChangeSet.Find(context, changeSet)?.Value.String("Template") ?? throw StackErrors.NoChangeSet(changeSet)
            : stack?.Template ?? stack?.Operation?.Template ?? throw StackErrors.NoStack(name);
        return JsonObject.Of(
            ("TemplateBody", TemplateStore.Get(context.State.Current, context.Scope, template)),
            ("StagesAvailable", JsonArray.From(Stages)));
    }

    public JsonObject Validate(OperationContext context)
    {
        StackErrors.RefuseUnserved(context.Input, "TemplateURL");
        var template = Read(context.Input.String("TemplateBody") ?? throw StackErrors.Validation("Either Template URL or Template Body must be specified."));
        return JsonObject.Of(
            ("Description", Text(template.Description)),
            ("Parameters", JsonArray.From(template.Parameters.Values.Select(parameter => JsonObject.Of(
                ("ParameterKey", parameter.Name), ("DefaultValue", Text(parameter.Default)), ("NoEcho", parameter.NoEcho), ("Description", Text(parameter.Description)))))))
            .Merge(Capabilities(template));
    }

    public JsonObject Summarize(OperationContext context)
    {
        StackErrors.RefuseUnserved(context.Input, "TemplateURL", "StackSetName");
        var template = Read(context.Input.String("TemplateBody") ?? Get(context).String("TemplateBody") ?? "");
        return JsonObject.Of(
            ("Description", Text(template.Description)),
            ("Parameters", JsonArray.From(template.Parameters.Values.Select(Declaration))),
            ("ResourceTypes", JsonArray.From(template.Resources.Values.Select(resource => resource.Type).Distinct())),
            ("ResourceIdentifierSummaries", JsonArray.Empty),
            ("Version", "2010-09-09"),
            ("Metadata", template.Metadata is { } metadata ? metadata.ToJson().ToString() : null),
            ("DeclaredTransforms", template.Transforms.IsEmpty ? null : JsonArray.From(template.Transforms)))
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
        return needed.Count == 0 ? JsonObject.Empty : JsonObject.Of(
            ("Capabilities", JsonArray.From(needed.Select(entry => entry.Capability).Distinct().OrderDescending(StringComparer.Ordinal).Take(1))),
            ("CapabilitiesReason", $"The following resource(s) require capabilities: [{string.Join(", ", needed.Select(entry => entry.Type).Distinct())}]"));
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
