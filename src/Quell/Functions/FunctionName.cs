using Quell.Aws;
using Quell.Engine.Scopes;

namespace Quell.Functions;

/// <summary>
/// A function as callers name it: its name, <c>account:function:name</c> or the ARN, each with or without <c>:qualifier</c>
/// (Lambda API Reference, parameter FunctionName).
/// </summary>
/// <param name="Qualifier">A version, an alias or <c>$LATEST</c>; null where none is named.</param>
internal sealed record FunctionName(Scope Scope, string Name, string? Qualifier)
{
    public const string Latest = "$LATEST";

    /// <summary>The ARN without a qualifier.</summary>
    public string Arn => Scope.Arn("lambda", $"function:{Name}").ToString();

    /// <summary>The ARN with the qualifier, where there is one.</summary>
    public string QualifiedArn => Qualifier is null ? Arn : $"{Arn}:{Qualifier}";

    /// <param name="scope">Where the caller is; another account's function is none of its own.</param>
    /// <param name="qualifier">The request's own Qualifier; it must not contradict that of the name.</param>
    /// <exception cref="AwsException">The text names no function.</exception>
    public static FunctionName Parse(Scope scope, string? text, string? qualifier = null)
    {
        var parts = (text ?? "").Split(':');
        FunctionName name = parts switch
        {
            ["arn", _, "lambda", var region, var account, "function", var simple] => new(new(account, region), simple, null),
            ["arn", _, "lambda", var region, var account, "function", var simple, var own] => new(new(account, region), simple, own),
            [var account, "function", var simple] => new(scope with { Account = account }, simple, null),
            [var account, "function", var simple, var own] => new(scope with { Account = account }, simple, own),
            ["function", var simple] => new(scope, simple, null),
            [var simple] => new(scope, simple, null),
            [var simple, var own] => new(scope, simple, own),
            _ => throw Malformed(text),
        };
        if (!IsValid(name.Name))
        {
            throw Malformed(text);
        }

        if (qualifier is null)
        {
            return name;
        }

        return name.Qualifier is null || name.Qualifier == qualifier
            ? name with { Qualifier = qualifier }
            : throw FunctionErrors.Invalid("The derived qualifier from the function name does not match the specified qualifier.");
    }

    /// <summary>The function that an ARN names; null where it names none.</summary>
    public static FunctionName? FromArn(string arn) => arn.Split(':') switch
    {
        ["arn", _, "lambda", var region, var account, "function", var simple] => new(new(account, region), simple, null),
        ["arn", _, "lambda", var region, var account, "function", var simple, var own] => new(new(account, region), simple, own),
        _ => null,
    };

    private static bool IsValid(string name) =>
        name.Length is > 0 and <= 64 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    private static AwsException Malformed(string? text) => new(
        "ValidationException",
        $"1 validation error detected: Value '{text}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: "
        + @"(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?");
}
