using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Validation.Fields;

/// <summary>
/// The variables of a machine, branch or Map's processor (developer guide, "Passing data between states with variables", "Variable
/// scope"): inner scopes see those of the outer ones and cannot assign them; the child of a distributed Map sees none of them.
/// </summary>
internal sealed class VariableScope
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly VariableScope? _outer;

    /// <param name="states">The states of the scope, as they were written.</param>
    /// <param name="outer">The scope around, where it can be seen.</param>
    public VariableScope(JsonObject states, VariableScope? outer)
    {
        _outer = outer;
        foreach (var (_, state) in states)
        {
            if (state is JsonObject parent)
            {
                Collect(parent);
                parent.Array("Choices").Objects.Concat(parent.Array("Catch").Objects).ToList().ForEach(Collect);
            }
        }
    }

    /// <summary>The name that a member of an Assign gives; in JSONPath it may end in <c>.$</c>.</summary>
    public static string NameOf(string member) => member.EndsWith(".$", StringComparison.Ordinal) ? member[..^2] : member;

    public bool Has(string name) => _names.Contains(name) || IsOuter(name);

    public bool IsOuter(string name) => _outer?.Has(name) == true;

    private void Collect(JsonObject owner)
    {
        foreach (var name in owner.Object("Assign")?.Names ?? [])
        {
            _names.Add(NameOf(name));
        }
    }
}
