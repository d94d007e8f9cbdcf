using System.Collections.Immutable;

namespace Quell.Engine.Rules.Explaining;

/// <summary>Why an event matches a pattern, or does not.</summary>
/// <param name="Matched">Whether it does.</param>
/// <param name="Fields">
/// The fields of the pattern as its author ordered them; of a pattern with <c>$or</c>, those of the branch that matched or came nearest.
/// </param>
/// <param name="Branch">The number of that branch, from 1.</param>
/// <param name="Branches">How many there are; 1 without <c>$or</c>.</param>
/// <param name="Conflict">Set where each field matches by itself and yet the pattern does not.</param>
internal sealed record Explanation(bool Matched, ImmutableArray<FieldExplanation> Fields, int Branch, int Branches, ElementConflict? Conflict)
{
    /// <summary>How many of the fields match by themselves.</summary>
    public int Passed => Fields.Count(one => one.Passed);

    /// <summary>The first field that failed; null where it matched, or where all match by themselves.</summary>
    public FieldExplanation? FirstFailure => Fields.FirstOrDefault(one => !one.Passed);
}

/// <summary>One field of a pattern, held against an event.</summary>
/// <param name="Path">The names on the way, joined with dots.</param>
/// <param name="Wanted">The pattern's list of values for it, as its author wrote it.</param>
/// <param name="DidYouMean">A path that the event has, where the pattern's name looks like another spelling of it.</param>
/// <param name="Note">More about what was found, in words; null where there is no more to say.</param>
internal sealed record FieldExplanation(string Path, bool Passed, string Wanted, FoundValue Found, string? DidYouMean, string? Note);

/// <summary>What an event has at a path.</summary>
/// <param name="Values">The JSON texts of the first few values, long ones shortened.</param>
/// <param name="Count">How many values there are.</param>
internal sealed record FoundValue(FoundKind Kind, ImmutableArray<string> Values, int Count);

/// <summary>What stands at a path of an event.</summary>
internal enum FoundKind
{
    /// <summary>One value or several.</summary>
    Values,

    /// <summary>A null and nothing else.</summary>
    Null,

    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>An object, which no value of a pattern is compared with.</summary>
    Object,

    /// <summary>An array without values of its own.</summary>
    EmptyArray,
}

/// <summary>No element of an array has all that the pattern wants of it.</summary>
/// <param name="ArrayPath">Where the array stands.</param>
/// <param name="Paths">The fields that lie in its elements.</param>
internal sealed record ElementConflict(string ArrayPath, ImmutableArray<string> Paths)
{
    /// <summary>Finds the innermost array that makes the fields, which all match by themselves, fail together.</summary>
    public static ElementConflict Find(IReadOnlyList<FieldTrial> fields)
    {
        var arrays = fields.ToDictionary(field => field, field => field.Accepted.Select(leaf => leaf.Element).Distinct()
            .SelectMany(element => element?.WithParents ?? []).Select(element => element.Node).ToHashSet());
        foreach (var array in arrays.Values.SelectMany(each => each).Distinct().OrderByDescending(node => node.Path.Count(letter => letter == '.')))
        {
            List<FieldTrial> within = [.. fields.Where(field => arrays[field].Contains(array))];
            if (within.Count > 1 && ElementChoice.Find(within) is null)
            {
                return new(array.Path, [.. within.Select(field => field.Tests.Path)]);
            }
        }

        return new("", [.. fields.Where(field => arrays[field].Count > 0).Select(field => field.Tests.Path)]);
    }
}
