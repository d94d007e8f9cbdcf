using Quell.Engine.Expressions.Intrinsics;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Validation.Fields;

/// <summary>Checks of the fields that hold a path (developer guide, "Using JSONPath paths").</summary>
internal static class Paths
{
    /// <summary>InputPath and OutputPath: any path, or null.</summary>
    public static void Data(JsonValue value, Spot spot)
    {
        if (value is JsonNull)
        {
            return;
        }

        if (value is not JsonString text)
        {
            spot.Schema(Texts.Expected("STRING"));
        }
        else if (Read(text.Value, spot) is not null)
        {
            return;
        }
        else
        {
            spot.Schema(Texts.NotPath);
        }
    }

    /// <summary>ResultPath: a place of the input, or null.</summary>
    public static void Result(JsonValue value, Spot spot)
    {
        if (value is JsonNull)
        {
            return;
        }

        Reference(value, spot, path => path is { IsSimple: true, Root: PathRoot.Input });
    }

    /// <summary>Fields such as SecondsPath: a single value of the input or of a variable, but not of the context object.</summary>
    public static void Reference(JsonValue value, Spot spot) =>
        Reference(value, spot, path => path.Root != PathRoot.Context && ReferencePath.Refusal(path) is null && path.IsDefinite);

    /// <summary>ItemsPath, which may lead into the context object.</summary>
    public static void Items(JsonValue value, Spot spot) => Reference(value, spot, path => ReferencePath.Refusal(path) is null && path.IsDefinite);

    /// <summary>ErrorPath and CausePath: a path or a call of an intrinsic function.</summary>
    public static void Expression(JsonValue value, Spot spot)
    {
        if (value is not JsonString text)
        {
            spot.Schema(Texts.Expected("STRING"));
            return;
        }

        try
        {
            TellVariable(PathExpression.Parse(text.Value), spot);
        }
        catch (PathSyntaxException)
        {
            spot.Schema(text.Value.StartsWith('$') ? Texts.NotPath : "Value must be a valid JSONPath or a valid intrinsic function call");
        }
    }

    /// <summary>Tells of a variable that no state assigns.</summary>
    public static void TellVariable(PathExpression expression, Spot spot)
    {
        switch (expression)
        {
            case PathExpression.Path { Value.Variable: { } name }:
                VariableCheck.Reference(name, spot);
                break;
            case PathExpression.Call(var call):
                TellVariables(call, spot);
                break;
        }
    }

    private static void TellVariables(IntrinsicCall call, Spot spot)
    {
        foreach (var argument in call.Arguments)
        {
            switch (argument)
            {
                case IntrinsicArgument.Path { Value.Variable: { } name }:
                    VariableCheck.Reference(name, spot);
                    break;
                case IntrinsicArgument.Nested(var inner):
                    TellVariables(inner, spot);
                    break;
            }
        }
    }

    private static void Reference(JsonValue value, Spot spot, Func<JsonPath, bool> isAllowed)
    {
        if (value is not JsonString text)
        {
            spot.Schema(Texts.Expected("STRING"));
        }
        else if (!text.Value.StartsWith('$'))
        {
            spot.Schema($"{Texts.NotReferencePath}: Reference path didn't start with '$'");
        }
        else if (Read(text.Value, spot) is not { } path)
        {
            spot.Schema(Texts.NotPath);
        }
        else if (!isAllowed(path))
        {
            spot.Schema(Texts.NotReferencePath);
        }
    }

    private static JsonPath? Read(string text, Spot spot)
    {
        if (!text.StartsWith('$') || !JsonPath.TryParse(text, out var path, out _))
        {
            return null;
        }

        TellVariable(new PathExpression.Path(path), spot);
        return path;
    }
}
