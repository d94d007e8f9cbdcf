namespace Quell.Engine.Runbooks;

/// <summary>The kinds of mistakes that <see cref="RunbookMistake.Code"/> names.</summary>
internal static class MistakeCode
{
    /// <summary>The text is no JSON or YAML, or has a key twice.</summary>
    public const string Syntax = "Syntax";

    /// <summary>Too large, too deep, too many.</summary>
    public const string Limit = "Limit";

    /// <summary>No Automation document of schema 0.3.</summary>
    public const string SchemaVersion = "SchemaVersion";

    /// <summary>A member that there is none of in this place.</summary>
    public const string UnknownMember = "UnknownMember";

    /// <summary>A member that has to be there.</summary>
    public const string MissingMember = "MissingMember";

    /// <summary>A list where a map is wanted, a text where a number is, and the like.</summary>
    public const string WrongType = "WrongType";

    /// <summary>A value of the right type that may not stand there.</summary>
    public const string WrongValue = "WrongValue";

    /// <summary>Two members that exclude each other.</summary>
    public const string Conflict = "Conflict";
}
