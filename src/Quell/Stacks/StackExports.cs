using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Engine.Templates.Evaluation;
using Quell.Stacks.Deploying;

namespace Quell.Stacks;

/// <summary>Outputs that other stacks import: unique in account and region, and not to be taken away while they are used.</summary>
internal static class StackExports
{
    /// <summary>An output as it is kept and shown.</summary>
    public static JsonObject Shown(OutputValue output) => JsonObject.Of(
        ("OutputKey", output.Name),
        ("OutputValue", output.Shown),
        ("Description", output.Description is null ? null : (JsonValue)output.Description),
        ("ExportName", output.ExportName is null ? null : (JsonValue)output.ExportName));

    /// <summary>The names of the stacks that import it.</summary>
    public static IEnumerable<string> Importers(ResourceSet state, Scope scope, string export) =>
        Stack.All(state, scope)
            .Where(stack => stack.Exists && stack.Value.Array("Imports").Strings.Contains(export, StringComparer.Ordinal))
            .Select(stack => stack.Name);

    /// <exception cref="StackFailure">An export is taken by another stack, or one in use would change or vanish.</exception>
    public static void Check(ResourceSet state, Stack stack, IReadOnlyCollection<OutputValue> outputs)
    {
        foreach (var export in outputs.Select(output => output.ExportName).OfType<string>())
        {
            var owner = Stack.All(state, stack.Key.Scope).FirstOrDefault(other =>
                other.Exists && other.Id != stack.Id && other.Exports.Any(taken => taken.Name == export));
            if (owner is not null)
            {
                throw new StackFailure($"Export with name {export} is already exported by stack {owner.Name}.");
            }
        }

        foreach (var (name, value) in stack.Exports)
        {
            var after = outputs.FirstOrDefault(output => output.ExportName == name);
            if (after?.Shown != value && Importers(state, stack.Key.Scope, name).FirstOrDefault() is { } user)
            {
                throw new StackFailure($"Export {name} cannot be {(after is null ? "deleted" : "updated")} as it is in use by {user}");
            }
        }
    }
}
