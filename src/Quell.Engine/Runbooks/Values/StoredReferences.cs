using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Values;

/// <summary>The names of the parameter store that a document refers to (<c>{{ ssm:name }}</c>), in its steps and in its defaults.</summary>
internal static class StoredReferences
{
    public static JsonArray Of(RunbookDocument document)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var parameter in document.Parameters)
        {
            Collect(parameter.Default, names);
        }

        Collect(document.Steps, names);
        return JsonArray.From(names);
    }

    private static void Collect(IEnumerable<RunbookStep> steps, SortedSet<string> names)
    {
        foreach (var step in steps)
        {
            Collect(step.Inputs, names);
            Collect(step.Steps, names);
        }
    }

    private static void Collect(JsonValue? value, SortedSet<string> names)
    {
        switch (value)
        {
            case JsonString text:
                names.UnionWith(Interpolation.Find(text.Value).Select(found => found.Reference).OfType<Reference.Stored>().Select(stored => stored.Name));
                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    Collect(item, names);
                }

                break;
            case JsonObject map:
                foreach (var (_, member) in map)
                {
                    Collect(member, names);
                }

                break;
            default:
                break;
        }
    }
}
