using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Workflows.Tasks;

/// <summary>How an engine says what is wrong with the arguments of a call.</summary>
/// <param name="Missing">Of a member that has to be there, by its name.</param>
/// <param name="Unknown">Of a name that no member has, with those that there are.</param>
/// <param name="Invalid">Of a value that is none of its member's, by the name.</param>
internal sealed record ArgumentWords(
    Func<string, string> Missing, Func<string, IEnumerable<string>, string> Unknown, Func<string, Shape, JsonValue, string> Invalid)
{
    public static readonly ArgumentWords StepFunctions = new(
        static name => $"The field '{name}' is required but was missing",
        static (name, _) => $"The field \"{name}\" is not supported by Step Functions",
        static (name, _, _) => $"The value of the field '{name}' has an invalid format");

    /// <summary>As botocore says it, which runs the calls of runbooks on AWS.</summary>
    public static readonly ArgumentWords Botocore = new(
        static name => $"Missing required parameter in input: \"{name}\"",
        static (name, known) => $"Unknown parameter in input: \"{name}\", must be one of: {string.Join(", ", known)}",
        static (name, shape, value) => $"Invalid type for parameter {name}, value: {value}, valid types: {Type(shape)}");

    private static string Type(Shape shape) => shape switch
    {
        Shape.Structure or Shape.Map => "a map",
        Shape.List => "a list",
        Shape.Number { IsWhole: true } => "a whole number",
        Shape.Number => "a number",
        Shape.Boolean => "a boolean",
        Shape.Timestamp => "a time",
        _ => "a text",
    };
}
