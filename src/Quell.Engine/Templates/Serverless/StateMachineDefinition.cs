using System.Globalization;

namespace Quell.Engine.Templates.Serverless;

/// <summary>
/// What a state machine does, as AWS::StepFunctions::StateMachine takes it: a definition's text, in which functions and dynamic
/// references have become substitutions, or the place in S3 where it lies.
/// </summary>
/// <param name="Text">For <c>DefinitionString</c>; null where the definition lies in S3.</param>
/// <param name="Location">For <c>DefinitionS3Location</c>.</param>
/// <param name="Substitutions">For <c>DefinitionSubstitutions</c>; null for none.</param>
internal sealed record StateMachineDefinition(TemplateNode? Text, TemplateNode? Location, TemplateNode.Map? Substitutions)
{
    public static StateMachineDefinition Read(ServerlessProperties properties)
    {
        var (definition, uri) = (properties.Given("Definition"), properties.Given("DefinitionUri"));
        var substitutions = properties.Given("DefinitionSubstitutions") is null ? null : properties.MapOf("DefinitionSubstitutions");
        if (definition is not null && uri is not null)
        {
            properties.Refuse("Specify either 'Definition' or 'DefinitionUri' property and not both.", "DefinitionUri");
        }
        else if (definition is null && uri is null)
        {
            properties.Refuse("Either 'Definition' or 'DefinitionUri' property must be specified.");
        }
        else if (uri is not null)
        {
            var write = properties.Write;
            return new(null, S3Location.Of(properties, "DefinitionUri") is var (bucket, key, version)
                ? write.Map(("Bucket", bucket), ("Key", key), ("Version", version))
                : null, substitutions);
        }
        else if (properties.MapOf("Definition") is { } map)
        {
            return Written(map, substitutions);
        }

        return new(null, null, substitutions);
    }

    private static StateMachineDefinition Written(TemplateNode.Map definition, TemplateNode.Map? substitutions)
    {
        var write = new NodeWriter(definition);
        var found = new List<TemplateNode.Member>();
        var plain = Extract(definition, found, write).ToJson();
        var all = found.Aggregate(substitutions ?? write.Map(), (map, member) => map.With(member));
        var lines = SortedJson.Lines(plain).Select(line => (TemplateNode)write.Text(line));
        return new(
            write.Map(("Fn::Join", write.List(write.Text("\n"), write.List(lines)))), null,
            all.Members.IsEmpty ? null : all);
    }

    /// <summary>The node without its dynamic values, which go to <paramref name="found"/> in the order of their names.</summary>
    private static TemplateNode Extract(TemplateNode node, List<TemplateNode.Member> found, NodeWriter write)
    {
        switch (node)
        {
            case TemplateNode.Map map:
                var members = map.Members.OrderBy(member => member.Name, StringComparer.Ordinal)
                    .Select(member => member with { Value = Value(member.Value, found, write) });
                return new TemplateNode.Map(map.Line, map.Column, [.. members]);
            case TemplateNode.List list:
                return new TemplateNode.List(list.Line, list.Column, [.. list.Items.Select(item => Value(item, found, write))]);
            default:
                return node;
        }
    }

    private static TemplateNode Value(TemplateNode node, List<TemplateNode.Member> found, NodeWriter write)
    {
        if (!node.IsCall() && !IsDynamicReference(node))
        {
            return Extract(node, found, write);
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"definition_substitution_{found.Count + 1}");
        found.Add(write.Member(name, node));
        return write.Text($"${{{name}}}");
    }

    private static bool IsDynamicReference(TemplateNode node) =>
        node is TemplateNode.Scalar { Type: ScalarType.Text, Value: var text }
        && text.StartsWith("{{resolve:", StringComparison.Ordinal) && text.EndsWith("}}", StringComparison.Ordinal);
}
