using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Functions;

/// <summary>An attribute of a resource.</summary>
internal sealed class GetAttFunction() : TemplateFunction("Fn::GetAtt", FunctionPlaces.Values)
{
    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (Target(call) is null)
        {
            checks.Refuse(call, "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute");
        }
    }

    // The resource's name is always literal; its attribute may be computed from parameters.
    public override IEnumerable<(TemplateNode Node, TemplatePath Path)> Arguments(FunctionCall call) =>
        call.Items is [_, var attribute] ? [(attribute, call.Path.Item(1))] : [];

    public override IEnumerable<TemplateReference> References(FunctionCall call) =>
        Target(call) is { } target ? [new(target.Resource, target.Attribute ?? "", Name, call.Argument, call.Path)] : [];

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator)
    {
        var (resource, attribute) = Target(call) ?? throw new System.Diagnostics.UnreachableException();
        if (attribute is null)
        {
            var computed = evaluator.Evaluate(call.Items[1], call.Path.Item(1));
            if (Evaluator.IsOpen(computed))
            {
                return computed;
            }

            attribute = Evaluator.TextOf(computed);
        }

        return string.IsNullOrEmpty(attribute)
            ? evaluator.Fail(call, "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute")
            : evaluator.ValueOf(new(resource, attribute, Name, call.Argument, call.Path));
    }

    /// <summary>Resource and attribute; the attribute is null where a function gives it.</summary>
    private static (string Resource, string? Attribute)? Target(FunctionCall call)
    {
        switch (call.Argument)
        {
            case TemplateNode.Scalar { Value: var text }:
                var dot = text.IndexOf('.', StringComparison.Ordinal);
                return dot > 0 && dot < text.Length - 1 ? (text[..dot], text[(dot + 1)..]) : null;
            case TemplateNode.List { Items: [TemplateNode.Scalar { Value.Length: > 0 } resource, TemplateNode.Scalar { Value.Length: > 0 } attribute] }:
                return (resource.Value, attribute.Value);
            case TemplateNode.List { Items: [TemplateNode.Scalar { Value.Length: > 0 } resource, TemplateNode.Map] }:
                return (resource.Value, null);
            default:
                return null;
        }
    }
}
