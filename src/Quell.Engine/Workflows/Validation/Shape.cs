using System.Collections.Frozen;
using System.Collections.Immutable;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Validation;

/// <summary>Tells what is wrong with a value.</summary>
internal delegate void ValueCheck(JsonValue value, Spot spot);

/// <summary>In which query language a field exists.</summary>
internal enum FieldLanguage
{
    Both,
    JsonPath,
    Jsonata,
}

/// <summary>A field that an object of the language may have.</summary>
internal sealed record Field(string Name, ValueCheck Check, FieldLanguage Language = FieldLanguage.Both);

/// <summary>Fields of which an object has one at most, or exactly one. An <c>End</c> of false counts as none.</summary>
internal sealed record OneOf(bool IsRequired, params ImmutableArray<string> Names);

/// <summary>
/// The fields of one kind of object of the language. AWS names an unknown field at the object and a wrong value at the field, and
/// tells of fields of the other query language before it looks at any value.
/// </summary>
internal sealed class Shape(params IEnumerable<Field> fields)
{
    private readonly FrozenDictionary<string, Field> _fields = fields.ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);

    public ImmutableArray<string> Required { get; init; } = [];

    public ImmutableArray<OneOf> OneOf { get; init; } = [];

    /// <summary>What holds between fields.</summary>
    public Action<JsonObject, Spot>? Also { get; init; }

    /// <summary>This shape as the check of a field.</summary>
    public void Check(JsonValue value, Spot spot)
    {
        if (value is JsonObject parent)
        {
            Check(parent, spot);
        }
        else
        {
            spot.Schema(Texts.Expected("OBJECT"));
        }
    }

    private void Check(JsonObject parent, Spot spot)
    {
        var missing = Required.Where(name => !parent.Has(name)).ToList();
        if (missing.Count > 0)
        {
            spot.Schema(Texts.Required(missing));
        }

        foreach (var name in parent.Names.Where(name => spot.TellsLanguage && IsOfOtherLanguage(name, spot)))
        {
            spot.Schema(Texts.OtherLanguage(name, spot.IsJsonata));
        }

        foreach (var (name, value) in parent)
        {
            CheckMember(name, value, spot);
        }

        foreach (var group in OneOf)
        {
            var present = group.Names.Count(name => parent[name] is not (null or JsonBoolean { Value: false }));
            if (present > 1)
            {
                spot.Schema($"There should only be one of the following fields: [{string.Join(", ", group.Names)}]");
            }
            else if (present == 0 && group.IsRequired)
            {
                spot.Schema($"This object should have only one of the following fields: [{string.Join(", ", group.Names)}]");
            }
        }

        Also?.Invoke(parent, spot);
    }

    private void CheckMember(string name, JsonValue value, Spot spot)
    {
        if (!_fields.TryGetValue(name, out var field))
        {
            spot.Schema(Texts.Unsupported(name));
        }
        else if (!IsOfOtherLanguage(name, spot))
        {
            field.Check(value, spot.Member(name));
        }
    }

    private bool IsOfOtherLanguage(string name, Spot spot) =>
        _fields.TryGetValue(name, out var field) && field.Language == (spot.IsJsonata ? FieldLanguage.JsonPath : FieldLanguage.Jsonata);
}
