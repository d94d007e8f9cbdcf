using System.Collections.Immutable;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks;

/// <summary>What whoever starts a runbook may or has to give it.</summary>
internal sealed record RunbookParameter
{
    public required string Name { get; init; }

    /// <summary>
    /// As written: <c>String, StringList, Boolean, Integer, MapList, StringMap</c>, or one of AWS's own (<c>AWS::EC2::Instance::Id</c>,
    /// <c>List&lt;AWS::EC2::Instance::Id&gt;</c>, <c>AWS::IAM::Role::Arn</c>, <c>AWS::S3::Bucket::Name</c>), which are texts of a certain form.
    /// </summary>
    public required string Type { get; init; }

    public string? Description { get; init; }

    /// <summary>What it is where nobody gives it; null where it has to be given.</summary>
    public JsonValue? Default { get; init; }

    /// <summary>Empty for any.</summary>
    public ImmutableArray<JsonValue> AllowedValues { get; init; } = [];

    public string? AllowedPattern { get; init; }

    public int? MinItems { get; init; }

    public int? MaxItems { get; init; }

    public int? MinChars { get; init; }

    public int? MaxChars { get; init; }

    public int Line { get; init; }

    public int Column { get; init; }
}

/// <summary>A value that <c>aws:updateVariable</c> changes while the runbook runs.</summary>
/// <param name="Type">As of a parameter.</param>
/// <param name="Default">Its value at first; null for none.</param>
internal sealed record RunbookVariable(string Name, string Type, JsonValue? Default, int Line, int Column);
