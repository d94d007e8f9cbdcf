using System.Text.RegularExpressions;
using Quell.Aws;

namespace Quell.Parameters;

/// <summary>What a parameter's value may be (API Reference, PutParameter). No refusal repeats the value: it may be a secret.</summary>
internal static partial class ParameterContent
{
    private const string Webhooks = "/d9d01087-4a3f-49e0-b0b4-d568d7826553/ssm/integrations/webhook/";

    private static readonly TimeSpan PatternTimeOut = TimeSpan.FromMilliseconds(200);

    /// <param name="pattern">The parameter's <c>AllowedPattern</c>; null or empty for none.</param>
    public static void Check(string value, string? pattern)
    {
        if (value.Length == 0)
        {
            throw ParameterErrors.Validation(
                "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.");
        }

        if (Nested.IsMatch(value))
        {
            throw ParameterErrors.Validation("Parameter value can't nest another parameter. Do not use \"{{}}\" in the value.");
        }

        if (pattern is { Length: > 0 } && !Fits(value, pattern))
        {
            throw new AwsException("ParameterPatternMismatchException", $"Parameter value, cannot be validated against allowedPattern: {pattern}");
        }
    }

    /// <summary>The form alone: whether an image is there is not looked at.</summary>
    public static void CheckDataType(string dataType, string name, string type, string value)
    {
        switch (dataType)
        {
            case "text":
                return;
            case "aws:ec2:image" when type != "String":
                throw ParameterErrors.Validation("The data type aws:ec2:image is for parameters of the type String.");
            case "aws:ec2:image":
                if (!Image.IsMatch(value))
                {
                    throw ParameterErrors.Validation("The value of a parameter of the data type aws:ec2:image must be the ID of an image, such as ami-12345abcdeEXAMPLE.");
                }

                return;
            case "aws:ssm:integration":
                if (type != ParameterStore.Secure || !name.StartsWith(Webhooks, StringComparison.Ordinal))
                {
                    throw ParameterErrors.Validation($"A parameter of the data type aws:ssm:integration must be a SecureString whose name begins with {Webhooks}.");
                }

                return;
            default:
                throw ParameterErrors.Validation($"The following data type is not supported: {dataType} (Data type names are all lowercase.)");
        }
    }

    private static bool Fits(string value, string pattern)
    {
        try
        {
            return Compiled($@"\A(?:{pattern})\z").IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
        catch (ArgumentException)
        {
            throw new AwsException("InvalidAllowedPatternException", $"The request doesn't meet the regular expression requirement: {pattern}");
        }
    }

    private static Regex Compiled(string pattern)
    {
        try
        {
            return new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new(pattern, RegexOptions.CultureInvariant, PatternTimeOut);
        }
    }

    [GeneratedRegex(@"\{\{.*\}\}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline)]
    private static partial Regex Nested { get; }

    [GeneratedRegex(@"\Aami-[0-9A-Za-z]+\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Image { get; }
}
