using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Ec2;

/// <summary>EC2 in one account and region, within one transaction: what every EC2 operation and timer works on.</summary>
/// <param name="transaction">The transaction that everything becomes part of.</param>
/// <param name="scope">The account and region.</param>
/// <param name="ids">Where new ids come from.</param>
/// <param name="service">The AWS service that calls for the principal (<c>cloudformation.amazonaws.com</c>); null for a direct call.</param>
/// <param name="requestId">The call's request id, which some events name; empty in a timer that kept none.</param>
internal sealed class Ec2Region(Transaction transaction, Scope scope, IdSource ids, string? service = null, string requestId = "")
{
    public Transaction Transaction { get; } = transaction;

    public Scope Scope { get; } = scope;

    /// <summary>The AWS service that calls; such a caller may set tags that begin with <c>aws:</c>.</summary>
    public string? Service { get; } = service;

    public string RequestId { get; } = requestId;

    public string OwnerId => Scope.Account;

    /// <summary>The time as EC2 writes it: ISO 8601 in UTC with milliseconds.</summary>
    public string NowText => Transaction.Now.UtcDateTime.ToString(
        "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    public string NewId(string prefix) => ids.Next(prefix);

    public string NewHex(int digits) => ids.Hex(digits);

    /// <summary>EC2 of another account or region, within the same transaction.</summary>
    public Ec2Region At(Scope other) => other == Scope ? this : new(Transaction, other, ids, Service, RequestId);

    public string Arn(Ec2Kind kind, string id) => Scope.Arn("ec2", $"{kind.Name}/{id}").ToString();

    /// <summary>All of the kind, ordered by id.</summary>
    public IEnumerable<JsonObject> All(Ec2Kind kind) => Transaction.State.List(Scope, kind.Type);

    /// <summary>Every resource of the kind in this region, whoever has it, with EC2 as its owner has it: snapshots and images can be shared.</summary>
    public IEnumerable<(Ec2Region Owner, JsonObject Resource)> InAllAccounts(Ec2Kind kind) =>
        from scope in Transaction.State.Current.ScopesOf(kind.Type)
        where scope.Region == Scope.Region
        let owner = At(scope)
        from resource in owner.All(kind)
        select (owner, resource);

    /// <summary>Those of the kind whose member has the value: <c>In(Subnet, "VpcId", id)</c>.</summary>
    public IEnumerable<JsonObject> In(Ec2Kind kind, string member, string value) =>
        All(kind).Where(resource => resource.String(member) == value);

    public JsonObject? Find(Ec2Kind kind, string id) => Transaction.State.Get(Scope, kind.Type, id);

    /// <exception cref="Quell.Aws.AwsException">The id is malformed or nothing has it.</exception>
    public JsonObject Need(Ec2Kind kind, string id)
    {
        kind.RefuseMalformed(id);
        return Find(kind, id) ?? throw kind.NotFound(id);
    }

    /// <summary>The resources with the ids, in that order; all that are missing are named in one error.</summary>
    public IReadOnlyList<JsonObject> Need(Ec2Kind kind, IReadOnlyCollection<string> ids)
    {
        foreach (var id in ids)
        {
            kind.RefuseMalformed(id);
        }

        var missing = ids.Where(id => Find(kind, id) is null).Distinct().ToList();
        return missing.Count == 0 ? [.. ids.Distinct().Select(id => Need(kind, id))] : throw kind.NotFound(missing);
    }

    /// <summary>Stores the resource under the id that it names.</summary>
    public JsonObject Put(Ec2Kind kind, JsonObject resource)
    {
        Transaction.State.Put(Scope, kind.Type, resource.Text(kind.IdMember), resource);
        return resource;
    }

    public void Delete(Ec2Kind kind, JsonObject resource) =>
        Transaction.State.Delete(Scope, kind.Type, resource.Text(kind.IdMember));

    /// <summary>What a kind keeps beside the describe shape (attributes that have their own describe call); empty where nothing.</summary>
    public JsonObject Attributes(Ec2Kind kind, string id) =>
        Transaction.State.Get(Scope, kind.Type + "-attributes", id) ?? JsonObject.Empty;

    public void PutAttributes(Ec2Kind kind, string id, JsonObject attributes) =>
        Transaction.State.Put(Scope, kind.Type + "-attributes", id, attributes);

    public void DeleteAttributes(Ec2Kind kind, string id) => Transaction.State.Delete(Scope, kind.Type + "-attributes", id);
}
