using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Quell.Workflows.Tasks;

/// <summary>
/// Names as the AWS SDK for Java 2.x makes them from a service's model, since that is what <c>aws-sdk</c> integrations show
/// (developer guide, "Learning to use AWS service SDK integrations": PascalCase, <c>EqualsValue</c>, the table of exception prefixes).
/// </summary>
internal static partial class SdkNames
{
    /// <summary>What would be a keyword or a method of every object in Java has <c>Value</c> behind it.</summary>
    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
    [
        "abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "const", "continue", "default", "do",
        "double", "else", "enum", "extends", "final", "finally", "float", "for", "goto", "if", "implements", "import", "instanceof",
        "int", "interface", "long", "native", "new", "package", "private", "protected", "public", "return", "short", "static",
        "strictfp", "super", "switch", "synchronized", "this", "throw", "throws", "transient", "try", "void", "volatile", "while",
        "true", "false", "equals", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait",
    ]);

    /// <summary>A member's name: <c>stateMachineArn</c> is <c>StateMachineArn</c>, <c>DBInstanceIdentifier</c> is <c>DbInstanceIdentifier</c>.</summary>
    public static string Member(string name)
    {
        if (name == "NULL")
        {
            // DynamoDB's; the SDK shortens what it cannot use.
            return "Nul";
        }

        var lower = Action(name);
        return Capital(Reserved.Contains(lower) ? lower + "Value" : lower);
    }

    /// <summary>An operation's name as an action: <c>DescribeDBInstances</c> is <c>describeDBInstances</c>, <c>DBCheck</c> is <c>dbCheck</c>.</summary>
    public static string Action(string name)
    {
        // A run of capitals at the start becomes small, save for the last one where it begins a word.
        var length = 1;
        while (length < name.Length && char.IsUpper(name[length]) && !(length + 1 < name.Length && char.IsLower(name[length + 1])))
        {
            length++;
        }

        return name[..length].ToLowerInvariant() + name[length..];
    }

    /// <summary>A service's name by its model's service id: <c>DynamoDB</c> is <c>DynamoDb</c>, <c>Config Service</c> is <c>Config</c>.</summary>
    public static string Service(string serviceId)
    {
        var name = Type(serviceId);
        foreach (var prefix in (ReadOnlySpan<string>)["Amazon", "Aws"])
        {
            name = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        }

        return name.EndsWith("Service", StringComparison.Ordinal) ? name[..^"Service".Length] : name;
    }

    /// <summary>An error's name by its shape's: <c>NoSuchBucket</c> is <c>NoSuchBucketException</c>, <c>DBInstanceNotFoundFault</c> is <c>DbInstanceNotFoundException</c>.</summary>
    public static string Error(string shape)
    {
        var name = Type(shape.EndsWith("Fault", StringComparison.Ordinal) ? shape[..^"Fault".Length] : shape);
        return name.EndsWith("Exception", StringComparison.Ordinal) ? name : name + "Exception";
    }

    /// <summary>The name with a capital at its start, as optimized integrations show it.</summary>
    public static string Capital(string name) => char.IsUpper(name[0]) ? name : char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>The words of a name, each with one capital: <c>IoTAnalytics</c> has three, <c>IoT</c> one.</summary>
    private static string Type(string name)
    {
        var text = NoLetters().Replace(name, " ");
        text = SmallVersion().Replace(text, "$1 v$2 ");
        text = LargeVersion().Replace(text, "$1 V$2 ");
        text = CamelHumps().Replace(text, " ");
        text = AcronymEnds().Replace(text, "$1 $2");
        text = NumberEnds().Replace(text, "$1 $2");
        return string.Concat(text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant()));
    }

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NoLetters();

    [GeneratedRegex("([^a-z]{2,})v([0-9]+)")]
    private static partial Regex SmallVersion();

    [GeneratedRegex("([^A-Z]{2,})V([0-9]+)")]
    private static partial Regex LargeVersion();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z][a-zA-Z0-9])")]
    private static partial Regex CamelHumps();

    [GeneratedRegex("([A-Z]+)([A-Z][a-z])")]
    private static partial Regex AcronymEnds();

    [GeneratedRegex("([0-9])([a-zA-Z])")]
    private static partial Regex NumberEnds();
}
