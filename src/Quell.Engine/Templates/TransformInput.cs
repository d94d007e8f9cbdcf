using Quell.Engine.Scopes;

namespace Quell.Engine.Templates;

/// <summary>What a template's transforms look at beside the template: where its stack is, and the values given to its parameters.</summary>
/// <param name="Scope">Account and region of the stack.</param>
/// <param name="Parameters">Values by parameter; of those that are not here the default counts.</param>
internal sealed record TransformInput(Scope Scope, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>Where nobody says for which stack the template is read.</summary>
    public static TransformInput Defaults { get; } = new(new Scope(Scope.DefaultAccount, Scope.DefaultRegion), new Dictionary<string, string>());
}
