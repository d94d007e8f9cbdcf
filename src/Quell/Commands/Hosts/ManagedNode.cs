using System.Globalization;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Commands.Hosts;

/// <summary>
/// A host that commands reach over SSH, as a stack names it. Its resource has the parameters of RegisterManagedInstance, and when it
/// was registered, last reached and last not reached.
/// </summary>
/// <param name="HostKey">The lines that its key must be one of; empty where the machine's own known_hosts has it.</param>
/// <param name="IdentityFile">The private key to log in with; empty to leave that to ssh's own configuration.</param>
internal sealed record ManagedNode(string Id, string Host, int Port, string User, string IdentityFile, string HostKey)
{
    /// <summary>As ARNs say it: <c>arn:aws:ssm:REGION:ACCOUNT:managed-instance/mi-…</c>.</summary>
    public const string Type = "ssm:managed-instance";

    /// <summary>API Reference, UpdateManagedInstanceRole, <c>InstanceId</c>.</summary>
    public const string Prefix = "mi-";

    public const int UsualPort = 22;

    /// <summary>User Guide, "Fleet Manager", ConnectionLost: a node that has not been heard of for five minutes.</summary>
    private static readonly TimeSpan LostFor = TimeSpan.FromMinutes(5);

    public static bool IsId(string id) => id.StartsWith(Prefix, StringComparison.Ordinal);

    public static ResourceKey KeyOf(Scope scope, string id) => new(scope, Type, id);

    /// <summary>Null where it is not, or no longer, registered.</summary>
    public static ManagedNode? Find(ResourceSet state, Scope scope, string id) => state.Get(KeyOf(scope, id)) is { } node
        ? new(
            id, node.String("Host") ?? "", (int)(node.Long("Port") ?? UsualPort), node.String("User") ?? "",
            node.String("IdentityFile") ?? "", (node.String("HostKey") ?? "").Trim())
        : null;

    /// <summary>Whether the latest attempt to reach it failed, and not long ago.</summary>
    public static bool IsLost(JsonObject node, DateTimeOffset now) =>
        node.String("LostDateTime") is { } lost && now - DateTimeOffset.Parse(lost, CultureInfo.InvariantCulture) < LostFor;

    /// <summary>The node with what a command has found out: whether it was reached.</summary>
    public static JsonObject Seen(JsonObject node, bool isReached, string time) =>
        isReached ? node.With("LastPingDateTime", time).Without("LostDateTime") : node.With("LostDateTime", time);
}
