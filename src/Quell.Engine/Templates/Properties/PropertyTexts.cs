namespace Quell.Engine.Templates.Properties;

/// <summary>What is said about a property that is wrong, in AWS's words.</summary>
internal static class PropertyTexts
{
    public static string Unsupported(string name) => $"Encountered unsupported property {name}";

    public static string Missing(string name) => $"Property {name} cannot be empty.";

    public static string WrongType(string name, PropertyType type) => type switch
    {
        PropertyType.List => $"Value of property {name} must be of type List",
        PropertyType.Scalar scalar => $"Value of property {name} must be of type {scalar.Kind}",
        _ => $"Value of property {name} must be an object",
    };
}
