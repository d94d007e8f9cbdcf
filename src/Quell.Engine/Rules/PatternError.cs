namespace Quell.Engine.Rules;

/// <summary>
/// Why a pattern is refused. <see cref="Reason"/> is AWS's own text to the letter, place included, as it follows
/// "Event pattern is not valid. Reason: "; <see cref="Line"/> and <see cref="Column"/> count from 1 and are null where
/// AWS names no place.
/// </summary>
internal sealed record PatternError(string Reason, int? Line = null, int? Column = null)
{
    /// <summary>The message of the <c>InvalidEventPatternException</c> that PutRule and TestEventPattern answer with.</summary>
    public string Message => $"Event pattern is not valid. Reason: {Reason}";
}
