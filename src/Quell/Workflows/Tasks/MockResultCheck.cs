using System.Text;
using Quell.Aws.Models;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;

namespace Quell.Workflows.Tasks;

/// <summary>How strictly TestState holds a mocked result to the API's model (API reference, MockInput, <c>fieldValidationMode</c>).</summary>
internal enum MockValidation
{
    /// <summary>Required fields must be there, and what is there must be as the model has it.</summary>
    Strict,

    /// <summary>What is there must be as the model has it.</summary>
    Present,

    /// <summary>Anything goes.</summary>
    None,
}

/// <summary>
/// Holds a result that TestState is given in place of a call to what the service would answer. Fields that the model does not have are
/// let through. States that wait for a task token, functions, activities and HTTP tasks have no model to be held to.
/// </summary>
internal static class MockResultCheck
{
    /// <returns>The message of TestState's <c>ValidationException</c>; null where nothing is wrong.</returns>
    public static string? Check(TaskResource resource, JsonValue result, MockValidation mode)
    {
        if (mode == MockValidation.None || resource is not TaskResource.Integration integration || ShapeOf(integration) is not { } shape)
        {
            return null;
        }

        return result is not JsonObject members
            ? "Mocked result must be a JSON object."
            : new Checking(integration, mode).Structure(shape, members, isTop: true) is { } fault
                ? $"Mock result schema validation error: {fault}"
                : null;
    }

    private static Shape.Structure? ShapeOf(TaskResource.Integration integration) => integration.Pattern switch
    {
        TaskPattern.WaitForTaskToken => null,
        TaskPattern.Sync or TaskPattern.Sync2 => NestedExecution.Shape,
        _ => IntegrationApi.Find(integration)?.Operation.Output,
    };

    /// <summary>The models let more through than a function can have (Lambda developer guide, "Lambda quotas").</summary>
    private static SizeRange RangeOf(Shape.Number number) => number is { Name: "MemorySize", Range.Max: > 10_240 } ? number.Range with { Max = 10_240 } : number.Range;

    private sealed class Checking(TaskResource.Integration integration, MockValidation mode)
    {
        private readonly MemberNames _names = integration.IsSdk ? MemberNames.Sdk : MemberNames.Optimized;

        /// <returns>The first fault, in the model's order.</returns>
        public string? Structure(Shape.Structure shape, JsonObject value, bool isTop = false)
        {
            foreach (var member in shape.Members)
            {
                var name = _names.Of(member);
                var fault = value[name] is { } present and not JsonNull
                    ? isTop && IsJson(name) ? null : Value(member.Shape, present, name)
                    : mode == MockValidation.Strict && member.IsRequired ? $"Required field '{name}' is missing" : null;
                if (fault is not null)
                {
                    return fault;
                }
            }

            return null;
        }

        /// <summary>Fields that the integration shows as JSON where the API has text.</summary>
        private bool IsJson(string name) => integration switch
        {
            { IsSdk: false, Service: "lambda" } => name == "Payload",
            { IsSdk: false, Service: "bedrock" } => name == "Body",
            { Pattern: TaskPattern.Sync2 } => name is "Input" or "Output",
            _ => false,
        };

        private string? Value(Shape shape, JsonValue value, string name) => (shape, value) switch
        {
            (Shape.Structure { IsDocument: true }, _) => null,
            (Shape.Structure structure, JsonObject members) => Structure(structure, members),
            (Shape.List list, JsonArray items) =>
                Length(list.Range, items.Count, name) ?? First(items.Items.Select(item => Value(list.Item.Shape, item, name))),
            (Shape.Map map, JsonObject entries) => Length(map.Range, entries.Count, name)
                ?? First(((IEnumerable<KeyValuePair<string, JsonValue>>)entries).Select(entry => Value(map.Value.Shape, entry.Value, entry.Key))),
            (Shape.Text text, JsonString given) => Length(text.Range, given.Value.Length, name)
                ?? (text.Enum.Length > 0 && !text.Enum.Contains(given.Value) ? $"Field '{name}' is not an expected value" : null),
            (Shape.Blob blob, JsonString given) => Length(blob.Range, Bytes(given.Value), name),
            (Shape.Timestamp, JsonString) or (Shape.Boolean, JsonBoolean) => null,
            (Shape.Number number, JsonNumber given) => Range(RangeOf(number), given.AsDouble, name),
            _ => $"Field '{name}' must be {Kind(shape)}",
        };

        private static string Kind(Shape shape) => shape switch
        {
            Shape.List => "an array",
            Shape.Structure or Shape.Map => "an object",
            Shape.Number => "a number",
            Shape.Boolean => "a boolean",
            _ => "a string",
        };

        private static string? Length(SizeRange range, int length, string name) =>
            length < range.Min ? $"Field '{name}' is smaller than the minimum length"
            : length > range.Max ? $"Field '{name}' exceeds the maximum length"
            : null;

        private static string? Range(SizeRange range, double value, string name) =>
            value < range.Min ? $"Field '{name}' is less than the minimum value"
            : value > range.Max ? $"Field '{name}' exceeds the maximum value"
            : null;

        private static int Bytes(string text)
        {
            var buffer = new byte[text.Length];
            return Convert.TryFromBase64String(text, buffer, out var count) ? count : Encoding.UTF8.GetByteCount(text);
        }

        private static string? First(IEnumerable<string?> faults) => faults.FirstOrDefault(fault => fault is not null);
    }
}
