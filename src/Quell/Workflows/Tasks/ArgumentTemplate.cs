using Quell.Aws.Models;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;

namespace Quell.Workflows.Tasks;

/// <summary>What is wrong with a state's <c>Parameters</c> or <c>Arguments</c>, as far as the definition tells.</summary>
/// <param name="Path">Where, below the field: <c>/Entries[0]</c>; empty for the field itself.</param>
/// <param name="Message">In AWS's words.</param>
internal sealed record ArgumentMistake(string Path, string Message);

/// <summary>
/// Looks at the names of arguments when a state machine is created, so that a misspelt one does not wait for the first execution. What
/// a path or an expression makes is looked at when the state is entered.
/// </summary>
internal sealed class ArgumentTemplate
{
    /// <summary>Marks a member whose value is a path, in JSONPath.</summary>
    private const string Dynamic = ".$";

    private readonly MemberNames _names;
    private readonly List<ArgumentMistake> _mistakes = [];

    private ArgumentTemplate(MemberNames names) => _names = names;

    /// <param name="resource">The state's resource.</param>
    /// <param name="template">The field as it was written.</param>
    /// <returns>All mistakes; none for functions and activities, which take anything.</returns>
    public static IReadOnlyList<ArgumentMistake> Check(TaskResource resource, JsonValue template)
    {
        if (resource is not TaskResource.Integration integration || template is not JsonObject members || IntegrationApi.Find(integration) is not { Operation.Input: { } input } api)
        {
            return [];
        }

        var check = new ArgumentTemplate(api.Names);
        check._mistakes.AddRange(input.Members
            .Where(member => member.IsRequired && !member.IsIdempotencyToken)
            .Select(member => api.Names.Of(member))
            .Where(name => !members.Has(name) && !members.Has(name + Dynamic))
            .Select(name => new ArgumentMistake("", $"The field '{name}' is required but was missing")));
        check.Members(input, members, "");
        return check._mistakes;
    }

    private void Members(Shape.Structure shape, JsonObject members, string path)
    {
        foreach (var (key, value) in members)
        {
            var name = key.EndsWith(Dynamic, StringComparison.Ordinal) ? key[..^Dynamic.Length] : key;
            if (_names.Find(shape, name) is not { } member)
            {
                _mistakes.Add(new(path, $"The field '{name}' is not supported by Step Functions"));
            }
            else if (name == key)
            {
                Value(member.Shape, value, $"{path}/{name}");
            }
        }
    }

    private void Value(Shape shape, JsonValue value, string path)
    {
        switch (shape, value)
        {
            case (Shape.Structure { IsDocument: false } structure, JsonObject members):
                Members(structure, members, path);
                break;
            case (Shape.List list, JsonArray items):
                for (var position = 0; position < items.Count; position++)
                {
                    Value(list.Item.Shape, items[position], $"{path}[{position}]");
                }

                break;
            case (Shape.Map map, JsonObject entries):
                foreach (var (key, entry) in entries)
                {
                    Value(map.Value.Shape, entry, $"{path}/{key}");
                }

                break;
        }
    }
}
