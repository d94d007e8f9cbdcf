using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Serverless;

/// <summary>An entry of <c>Events</c>.</summary>
/// <param name="Owner">The function or state machine that the event starts.</param>
/// <param name="Name">Its name within <c>Events</c>.</param>
/// <param name="TypeNode">What kind of event it is.</param>
/// <param name="Properties">Its properties.</param>
internal sealed record ServerlessEvent(ServerlessResource Owner, string Name, TemplateNode.Scalar TypeNode, ServerlessProperties Properties)
{
    public string Type => TypeNode.Value;

    /// <summary>The logical id of what is generated for it, and the beginning of others.</summary>
    public string LogicalId => Owner.LogicalId + Name;

    /// <summary>Writes what is generated for it.</summary>
    public NodeWriter Write => Properties.Write;

    /// <summary>The events of a resource in their order; what is none is reported.</summary>
    public static IEnumerable<ServerlessEvent> All(ServerlessResource owner, TemplateErrors errors)
    {
        foreach (var member in owner.Properties.MapOf("Events")?.Members ?? [])
        {
            var path = owner.Properties.Path.Member("Events").Member(member.Name);
            var subject = $"Resource with id [{owner.LogicalId}] is invalid. Event with id [{member.Name}] is invalid. ";
            var map = member.Value as TemplateNode.Map;
            if (map?["Type"] is not TemplateNode.Scalar type || map["Properties"] is not (null or TemplateNode.Map))
            {
                errors.Add(TemplateErrorCode.Format, $"{ServerlessTransform.Failure}{subject}An event needs a Type, and Properties that are a map.", path, member.Value);
                continue;
            }

            var properties = map["Properties"] as TemplateNode.Map ?? new TemplateNode.Map(map.Line, map.Column, []);
            yield return new(owner, member.Name, type, new(properties, path.Member("Properties"), subject, errors));
        }
    }

    /// <summary>Reports a kind of event that Quell has not, and which it has.</summary>
    public void RefuseType(IEnumerable<string> supported, TemplateErrors errors) => errors.Add(
        TemplateErrorCode.Unsupported,
        $"{ServerlessTransform.Failure}Resource with id [{Owner.LogicalId}] is invalid. Event with id [{Name}] is invalid. Quell does not support events of type {Type}. It supports {string.Join(", ", supported)}.",
        Owner.Properties.Path.Member("Events").Member(Name).Member("Type"), TypeNode);
}
