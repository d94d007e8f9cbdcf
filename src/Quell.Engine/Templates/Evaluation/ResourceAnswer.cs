using Quell.Engine.Json;

namespace Quell.Engine.Templates.Evaluation;

/// <summary>Says what a resource's physical id (attribute null) or attribute is.</summary>
/// <param name="logicalId">A resource of the template that exists under its conditions.</param>
/// <param name="attribute">The attribute, such as <c>Arn</c>; null for what <c>Ref</c> gives.</param>
internal delegate ResourceAnswer ResourceResolver(string logicalId, string? attribute);

/// <summary>What is known about an attribute of a resource.</summary>
internal abstract record ResourceAnswer
{
    private ResourceAnswer()
    {
    }

    /// <summary>It will be known when the resource has been created.</summary>
    public static ResourceAnswer Later { get; } = new Unknown();

    /// <summary>The resource type has no such attribute.</summary>
    public static ResourceAnswer None { get; } = new Missing();

    public static implicit operator ResourceAnswer(JsonValue value) => new Known(value);

    public static implicit operator ResourceAnswer(string value) => new Known(value);

    internal sealed record Known(JsonValue Value) : ResourceAnswer;

    internal sealed record Unknown : ResourceAnswer;

    internal sealed record Missing : ResourceAnswer;
}
