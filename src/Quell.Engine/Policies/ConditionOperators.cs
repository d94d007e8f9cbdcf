namespace Quell.Engine.Policies;

/// <summary>What the condition operators compare (IAM User Guide, "IAM JSON policy elements: Condition operators").</summary>
internal static class ConditionOperators
{
    /// <summary>Asks whether the key is known, and of no value.</summary>
    public const string Null = "Null";

    /// <param name="name">The operator, without set operator and <c>IfExists</c>.</param>
    /// <param name="texts">What the policy holds the key against.</param>
    /// <returns>The values, null where the operator is not known; and whether none of them may fit.</returns>
    public static (ConditionValue[]? Values, bool IsNegated) Read(string name, string[] texts, bool hasVariables)
    {
        var variables = hasVariables ? PatternStyle.Variables : PatternStyle.Literal;
        return name switch
        {
            "StringEquals" => (Texts(texts, variables), false),
            "StringNotEquals" => (Texts(texts, variables), true),
            "StringEqualsIgnoreCase" => (Texts(texts, variables | PatternStyle.IgnoreCase), false),
            "StringNotEqualsIgnoreCase" => (Texts(texts, variables | PatternStyle.IgnoreCase), true),
            "StringLike" => (Texts(texts, variables | PatternStyle.Wildcards), false),
            "StringNotLike" => (Texts(texts, variables | PatternStyle.Wildcards), true),
            "ArnEquals" or "ArnLike" => ([.. texts.Select(text => new ConditionValue.ArnPattern(text, variables))], false),
            "ArnNotEquals" or "ArnNotLike" => ([.. texts.Select(text => new ConditionValue.ArnPattern(text, variables))], true),
            "Bool" or Null => (Texts(texts, variables | PatternStyle.IgnoreCase), false),
            "BinaryEquals" => ([.. texts.Select(text => new ConditionValue.Bytes(text))], false),
            "IpAddress" => ([.. texts.Select(text => new ConditionValue.Network(text))], false),
            "NotIpAddress" => ([.. texts.Select(text => new ConditionValue.Network(text))], true),
            _ when name.StartsWith("Numeric", StringComparison.Ordinal) => Ordered(name["Numeric".Length..], texts, OrderedReading.Number),
            _ when name.StartsWith("Date", StringComparison.Ordinal) => Ordered(name["Date".Length..], texts, OrderedReading.Date),
            _ => (null, false),
        };
    }

    private static ConditionValue[] Texts(string[] texts, PatternStyle style) =>
        [.. texts.Select(text => new ConditionValue.Text(PolicyPattern.Of(text, style)))];

    private static (ConditionValue[]? Values, bool IsNegated) Ordered(string comparison, string[] texts, Func<string, decimal?> read) => comparison switch
    {
        "Equals" => (Compared(texts, read, static order => order == 0), false),
        "NotEquals" => (Compared(texts, read, static order => order == 0), true),
        "LessThan" => (Compared(texts, read, static order => order < 0), false),
        "LessThanEquals" => (Compared(texts, read, static order => order <= 0), false),
        "GreaterThan" => (Compared(texts, read, static order => order > 0), false),
        "GreaterThanEquals" => (Compared(texts, read, static order => order >= 0), false),
        _ => (null, false),
    };

    private static ConditionValue[] Compared(string[] texts, Func<string, decimal?> read, Func<int, bool> fits) =>
        [.. texts.Select(text => new ConditionValue.Ordered(read(text), read, fits))];
}
