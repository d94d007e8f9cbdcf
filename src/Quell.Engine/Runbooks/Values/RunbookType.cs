namespace Quell.Engine.Runbooks.Values;

/// <summary>The types of parameters, variables and outputs (Systems Manager User Guide, "Data elements and parameters", "parameters").</summary>
internal enum RunbookType
{
    String,
    StringList,
    Integer,
    Boolean,
    StringMap,
    MapList,
}

internal static class RunbookTypes
{
    /// <summary>What a type's name stands for: AWS's own (<c>AWS::EC2::Instance::Id</c>) are texts, in <c>List&lt;…&gt;</c> lists of texts.</summary>
    /// <returns>Null for no type.</returns>
    public static RunbookType? Find(string name) => name switch
    {
        "String" => RunbookType.String,
        "StringList" => RunbookType.StringList,
        "Integer" => RunbookType.Integer,
        "Boolean" => RunbookType.Boolean,
        "StringMap" => RunbookType.StringMap,
        "MapList" => RunbookType.MapList,
        _ when name.StartsWith("AWS::", StringComparison.Ordinal) => RunbookType.String,
        _ when name.StartsWith("List<AWS::", StringComparison.Ordinal) && name.EndsWith('>') => RunbookType.StringList,
        _ => null,
    };

    public static bool IsList(this RunbookType type) => type is RunbookType.StringList or RunbookType.MapList;
}
