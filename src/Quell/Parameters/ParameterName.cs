using System.Text.RegularExpressions;
using Quell.Aws;
using Quell.Engine.Scopes;

namespace Quell.Parameters;

/// <summary>
/// The names of parameters (Systems Manager User Guide, "Understanding requirements and constraints for parameter names"). A name
/// of one level is the same with and without a slash before it, because its ARN is.
/// </summary>
internal static partial class ParameterName
{
    private const int Levels = 15;

    /// <summary>Characters of the ARN.</summary>
    private const int Longest = 1011;

    /// <summary>What a parameter is kept under.</summary>
    public static string IdOf(string name) => name.LastIndexOf('/') == 0 ? name[1..] : name;

    /// <summary>The name with its slash, as paths count it.</summary>
    public static string PathOf(string name) => name.StartsWith('/') ? name : "/" + name;

    public static string ArnOf(Scope scope, string name) => scope.Arn("ssm", $"parameter/{name.TrimStart('/')}").ToString();

    /// <summary>Whether a parameter can have the name, its own or one of Amazon's.</summary>
    public static bool IsValid(string name) => NamePattern.IsMatch(name) && !Begins(name, "ssm");

    /// <summary>Checks the name of a parameter that is to be put.</summary>
    /// <exception cref="AwsException">It is none that a parameter of one's own can have.</exception>
    public static void CheckOwn(Scope scope, string name)
    {
        if (name.StartsWith("/aws", StringComparison.OrdinalIgnoreCase) && name.LastIndexOf('/') > 0)
        {
            throw new AwsException("AccessDeniedException", $"No access to reserved parameter name: {name}.");
        }

        if (name.LastIndexOf('/') <= 0 && (Begins(name, "aws") || Begins(name, "ssm")))
        {
            throw ParameterErrors.Validation("Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).");
        }

        if (!IsValid(name))
        {
            throw ParameterErrors.BadName();
        }

        if (name.Count(letter => letter == '/') > Levels)
        {
            throw new AwsException("HierarchyLevelLimitExceededException", $"A hierarchy can have a maximum of {Levels} levels.");
        }

        if (ArnOf(scope, name).Length > Longest)
        {
            throw ParameterErrors.Validation($"The parameter name with its ARN must not be longer than {Longest} characters.");
        }
    }

    private static bool Begins(string name, string word) => name.TrimStart('/').StartsWith(word, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\A(/?[A-Za-z0-9_.-]+|(/[A-Za-z0-9_.-]+){2,})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern { get; }
}
