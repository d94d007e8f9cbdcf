using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Databases;

/// <summary>
/// A kind of thing that RDS names within a region. Its resource has the members that the API shows; a snapshot's also keeps
/// whom it is shared with.
/// </summary>
/// <param name="Type">The resource type, <c>rds:instance</c>.</param>
/// <param name="Member">What the API calls one, <c>DBInstance</c>.</param>
/// <param name="ArnType">What its ARN calls it, <c>db</c>.</param>
/// <param name="StatusMember">The member that has its status.</param>
/// <param name="CodeSuffix">What the codes of its errors end with: some have <c>Fault</c>.</param>
/// <param name="Title">What messages and events call it, <c>DB instance</c>.</param>
internal sealed record DatabaseKind(string Type, string Member, string ArnType, string StatusMember, string CodeSuffix, string Title)
{
    public static readonly DatabaseKind Instance = new("rds:instance", "DBInstance", "db", "DBInstanceStatus", "", "DB instance");
    public static readonly DatabaseKind Cluster = new("rds:cluster", "DBCluster", "cluster", "Status", "Fault", "DB cluster");
    public static readonly DatabaseKind Snapshot = new("rds:snapshot", "DBSnapshot", "snapshot", "Status", "", "DB snapshot");
    public static readonly DatabaseKind ClusterSnapshot =
        new("rds:cluster-snapshot", "DBClusterSnapshot", "cluster-snapshot", "Status", "Fault", "DB cluster snapshot");

    public static readonly DatabaseKind[] All = [Instance, Cluster, Snapshot, ClusterSnapshot];

    /// <summary>Of a snapshot's resource alone: the accounts that may restore it, and <c>all</c>.</summary>
    public const string SharedWith = "SharedWith";

    public string IdMember => Member + "Identifier";

    public string ArnMember => Member + "Arn";

    public bool IsSnapshot => this == Snapshot || this == ClusterSnapshot;

    /// <summary>What events and their details call it, <c>DB_INSTANCE</c>, <c>SNAPSHOT</c>.</summary>
    public string SourceType => this == Instance ? "DB_INSTANCE" : this == Cluster ? "CLUSTER" : this == Snapshot ? "SNAPSHOT" : "CLUSTER_SNAPSHOT";

    /// <summary>The one that the call names.</summary>
    public JsonObject Get(OperationContext context) => Get(context, context.Input.String(IdMember) ?? "");

    /// <param name="text">An identifier or an ARN.</param>
    public JsonObject Get(OperationContext context, string text) => Find(context.State, context.Scope, text) ?? throw NotFound(text);

    public JsonObject? Find(ResourceEdit state, Scope scope, string text)
    {
        var id = text;
        if (Arn.TryParse(text, out var arn))
        {
            var kind = arn.Resource.Split(':', 2);
            id = arn.Service == "rds" && arn.Scope == scope && kind is [var type, var name] && type == ArnType ? name : "";
        }

        return state.Get(scope, Type, id.ToLowerInvariant());
    }

    public IEnumerable<JsonObject> List(OperationContext context) => context.State.List(context.Scope, Type);

    public JsonObject Put(ResourceEdit state, Scope scope, JsonObject value)
    {
        state.Put(scope, Type, IdOf(value), value);
        return value;
    }

    public void Delete(ResourceEdit state, Scope scope, JsonObject value) => state.Delete(scope, Type, IdOf(value));

    public string IdOf(JsonObject value) => value.String(IdMember) ?? "";

    public string StatusOf(JsonObject value) => value.String(StatusMember) ?? "";

    public string ArnOf(Scope scope, string id) => scope.Arn("rds", $"{ArnType}:{id}").ToString();

    /// <summary>The identifier for a new one: letters, digits and single hyphens, in lower case; refused where it is taken.</summary>
    public string NewId(OperationContext context, string? given)
    {
        var id = (given ?? "").ToLowerInvariant();
        if (id.Length is 0 or > 255 || !char.IsAsciiLetter(id[0]) || id[^1] == '-' || id.Contains("--", StringComparison.Ordinal)
            || !id.All(character => char.IsAsciiLetterOrDigit(character) || character == '-'))
        {
            throw DatabaseErrors.InvalidValue(
                $"The parameter {IdMember} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.");
        }

        return Find(context.State, context.Scope, id) is null ? id : throw new AwsException(
            $"{Member}AlreadyExists{CodeSuffix}",
            IsSnapshot ? $"Cannot create the snapshot because a snapshot with the identifier {id} already exists." : $"{Title} already exists");
    }

    /// <summary>Refuses what only one in a certain status can do.</summary>
    public void Require(JsonObject value, params ReadOnlySpan<string> statuses)
    {
        if (!statuses.Contains(StatusOf(value)))
        {
            throw new AwsException(
                $"Invalid{Member}State{CodeSuffix}", $"{Title} {IdOf(value)} is not in {string.Join(" or ", statuses.ToArray())} state.");
        }
    }

    /// <summary>What the API shows.</summary>
    public static JsonObject Shown(JsonObject value) => value.Without(SharedWith);

    private AwsException NotFound(string text) => new($"{Member}NotFound{CodeSuffix}", $"{Member} {text} not found.", 404);
}
