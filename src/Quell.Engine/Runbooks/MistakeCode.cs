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

    public const string UnknownAction = "UnknownAction";

    public const string UnknownStep = "UnknownStep";

    public const string UnknownParameter = "UnknownParameter";

    public const string UnknownVariable = "UnknownVariable";

    /// <summary>A step has no output of that name.</summary>
    public const string UnknownOutput = "UnknownOutput";

    /// <summary>Something in double braces that is no reference.</summary>
    public const string Reference = "Reference";

    /// <summary>A reference to a step that has not run by then, whatever way the execution takes.</summary>
    public const string Order = "Order";

    /// <summary>Two steps, outputs or the like of one name.</summary>
    public const string Duplicate = "Duplicate";

    /// <summary>A name with characters that names have not.</summary>
    public const string Name = "Name";

    /// <summary>Steps that lead to each other and nowhere else, or a loop without a limit.</summary>
    public const string EndlessLoop = "EndlessLoop";

    /// <summary>A JSONPath that does not parse, or leads to a member that the result has not.</summary>
    public const string Selector = "Selector";

    public const string UnknownService = "UnknownService";

    public const string UnknownApi = "UnknownApi";

    /// <summary>A script without the function that it is called by.</summary>
    public const string Handler = "Handler";

    /// <summary>A regular expression that is none.</summary>
    public const string Pattern = "Pattern";

    /// <summary>A step that no way leads to. A warning.</summary>
    public const string Unreachable = "Unreachable";

    /// <summary>What AWS takes and does not heed. A warning.</summary>
    public const string Ignored = "Ignored";
}
