using System.Collections.Immutable;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules;

/// <summary>
/// One way to match a pattern: all its fields, in the ordinal order of their paths. A pattern without <c>$or</c> has one.
/// </summary>
internal sealed record PatternBranch(ImmutableArray<FieldTests> Fields);
