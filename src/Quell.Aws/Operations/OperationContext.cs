using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Aws.Operations;

/// <summary>What a transactional operation works with: the call (its input already checked against the model) and the transaction.</summary>
internal sealed class OperationContext(Call call, Transaction transaction)
{
    private readonly List<TrailResource> _resources = [];

    public Call Call { get; } = call;

    public Transaction Transaction { get; } = transaction;

    public JsonObject Input => Call.Input;

    public Scope Scope => Call.Scope;

    public ResourceEdit State => Transaction.State;

    public DateTimeOffset Now => Transaction.Now;

    /// <summary>The time as an AWS response has it: ISO 8601 in UTC to the second.</summary>
    public string NowText => Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The payload to answer with, for operations with a streaming output: the slices one after the other.</summary>
    public IReadOnlyList<BlobSlice>? Body { get; set; }

    /// <summary>What the trail record names under <c>resources</c>, in order.</summary>
    public IReadOnlyList<TrailResource> TrailResources => _resources;

    /// <summary>A new id in AWS's long form: the prefix and 17 hex digits.</summary>
    public string NewId(string prefix) => Transaction.Ids.Next(prefix);

    /// <summary>Names a resource for the trail record.</summary>
    public void Touches(string arn, string type) => _resources.Add(new(arn, type, Scope.Account));
}

/// <summary>An entry of a trail record's <c>resources</c>: <c>{"ARN", "accountId", "type"}</c>.</summary>
internal sealed record TrailResource(string Arn, string Type, string Account);
