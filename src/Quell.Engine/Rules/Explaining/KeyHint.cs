namespace Quell.Engine.Rules.Explaining;

/// <summary>Guesses which name of the event the author of a pattern has misspelt: one that differs only in case or punctuation.</summary>
internal static class KeyHint
{
    /// <param name="way">The names of a path that the event does not have.</param>
    /// <returns>The path as the event spells it; null where nothing there looks like it.</returns>
    public static string? Of(EventNode @event, string[] way)
    {
        var spelt = (string[])[.. way];
        var node = @event;
        for (var depth = 0; depth < way.Length; depth++)
        {
            if (node.Child(way[depth]) is null)
            {
                if (node.NameLike(way[depth]) is not { } sibling)
                {
                    break;
                }

                spelt[depth] = sibling;
            }

            node = node.Child(spelt[depth])!;
        }

        return !spelt.SequenceEqual(way) ? string.Join('.', spelt)
            : @event.Child(way[0]) is null && @event.Child("detail")?.Follow(way).Depth == way.Length ? $"detail.{string.Join('.', way)}"
            : null;
    }
}
