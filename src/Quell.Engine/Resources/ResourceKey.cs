using Quell.Engine.Scopes;

namespace Quell.Engine.Resources;

/// <summary>
/// Names one resource: where it lives, its type (service and kind, <c>ec2:vpc</c>, <c>events:rule</c>) and its id,
/// unique within both.
/// </summary>
internal readonly record struct ResourceKey(Scope Scope, string Type, string Id)
{
    public override string ToString() => $"{Scope}/{Type}/{Id}";
}
