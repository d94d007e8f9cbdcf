using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Stacks.Deploying;

namespace Quell.Stacks;

/// <summary>What a <see cref="ResourceType"/> works with: the resource's properties and the calls it may make.</summary>
internal sealed class ResourceWork(StackCalls calls, PhysicalNames names, JsonObject properties)
{
    /// <summary>The properties as they shall be (as they are, when deleting), with the types declared.</summary>
    public JsonObject Properties { get; } = properties;

    /// <summary>For an update: the properties as they are.</summary>
    public JsonObject Before { get; init; } = JsonObject.Empty;

    /// <summary>For an update and a deletion: the resource. When creating, set it as soon as there is something that a roll-back has to delete.</summary>
    public string PhysicalId { get; set; } = "";

    /// <summary>For an update and a deletion: the attributes as they are.</summary>
    public JsonObject Attributes { get; init; } = JsonObject.Empty;

    public Scope Scope => calls.Scope;

    /// <summary>A property's value; null where it is not given.</summary>
    public JsonValue? this[string property] => Properties[property];

    /// <summary>Whether an update changes any of the properties.</summary>
    public bool Changes(params ReadOnlySpan<string> properties)
    {
        foreach (var name in properties)
        {
            if (!Equals(Before[name], Properties[name]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Those of the properties that are given, under their own names.</summary>
    public JsonObject Pick(params ReadOnlySpan<string> properties)
    {
        var picked = JsonObject.Empty;
        foreach (var name in properties)
        {
            picked = picked.With(name, Properties[name]);
        }

        return picked;
    }

    /// <summary>A property that is JSON, or a text of JSON, as the text that the APIs want.</summary>
    public string? JsonText(string property) => TextOf(Properties[property]);

    /// <inheritdoc cref="JsonText"/>
    public static string? TextOf(JsonValue? value) => value is JsonString text ? text.Value : value?.ToString();

    /// <summary>A name as CloudFormation makes it: <c>stack-LogicalId-1A2B3C4D5E6F7</c>.</summary>
    public string Name(int longest = 64) => names.Make(longest);

    /// <summary>Calls and gives the output.</summary>
    /// <exception cref="AwsException">The service refused.</exception>
    public Task<JsonObject> Call(string service, string operation, params ReadOnlySpan<(string Name, JsonValue? Value)> input) =>
        calls.Send(service, operation, JsonObject.Of(input));

    /// <inheritdoc cref="Call(string, string, ReadOnlySpan{ValueTuple{string, JsonValue}})"/>
    public Task<JsonObject> Call(string service, string operation, JsonObject input) => calls.Send(service, operation, input);

    /// <summary>Calls and gives the payload of the answer as text.</summary>
    /// <exception cref="AwsException">The service refused, or the text is longer than so many bytes.</exception>
    public Task<string> Read(string service, string operation, JsonObject input, int longest) => calls.Read(service, operation, input, longest);

    /// <summary>Calls to remove something; that it is not there is no failure.</summary>
    public async Task Remove(string service, string operation, JsonObject input)
    {
        try
        {
            await calls.Send(service, operation, input).ConfigureAwait(false);
        }
        catch (AwsException error) when (IsGone(error))
        {
            // Whoever removed it before did what was wanted.
        }
    }

    /// <inheritdoc cref="Remove(string, string, JsonObject)"/>
    public Task Remove(string service, string operation, params ReadOnlySpan<(string Name, JsonValue? Value)> input) =>
        Remove(service, operation, JsonObject.Of(input));

    /// <summary>Waits until a read says so.</summary>
    public Task Until(Func<Task<bool>> condition) => calls.Until(condition);

    /// <summary>Whether an error says that the thing is not there, as the services spell that.</summary>
    public static bool IsGone(AwsException error) => error.Status == 404
        || error.Code.Contains("NotFound", StringComparison.Ordinal) || error.Code.Contains("NoSuch", StringComparison.Ordinal)
        || error.Code.Contains("NonExistent", StringComparison.Ordinal) || error.Code.Contains("DoesNotExist", StringComparison.Ordinal)
        || error.Code is "Gateway.NotAttached";
}
