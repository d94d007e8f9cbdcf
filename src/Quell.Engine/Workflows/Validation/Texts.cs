namespace Quell.Engine.Workflows.Validation;

/// <summary>AWS's texts that are used in more than one place.</summary>
internal static class Texts
{
    public const string Empty = "Value cannot be empty";

    public const string NotPath = "Value must be a valid JSONPath.";

    public const string NotReferencePath = "Value is not a Reference Path";

    /// <param name="kinds">In the words of the service's JSON reader: STRING, NUMBER, BOOLEAN, OBJECT, ARRAY.</param>
    public static string Expected(params IEnumerable<string> kinds) => $"Expected value of type [{string.Join(", ", kinds)}]";

    public static string Required(params IEnumerable<string> names) => $"These fields are required: [{string.Join(", ", names)}]";

    public static string OneOf(params IEnumerable<string> values) => $"Value should be one of the following: [{string.Join(", ", values)}]";

    public static string Unsupported(string field) => $"Field '{field}' is not supported";

    public static string OtherLanguage(string field, bool isJsonata) => isJsonata
        ? $"The QueryLanguage is set to 'JSONata', but field '{field}' is only supported for the 'JSONPath' QueryLanguage"
        : $"The QueryLanguage is set to 'JSONPath', but field '{field}' is only supported for the 'JSONata' QueryLanguage";
}
