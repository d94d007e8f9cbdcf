using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Timer = Quell.Aws.Operations.Timer;

namespace Quell.Sandbox.Databases;

/// <summary>
/// The statuses of databases and snapshots (RDS User Guide, "Viewing Amazon RDS DB instance status"): those in between end
/// by timers, in seconds where AWS takes minutes.
/// </summary>
internal static class DatabaseStates
{
    private const string Settle = "rds:settle";
    private const string Gone = "";

    /// <summary>Where the statuses in between lead, and after how long.</summary>
    private static readonly Dictionary<string, (string Next, TimeSpan After)> Leads = new()
    {
        ["creating"] = ("available", TimeSpan.FromSeconds(5)),
        ["modifying"] = ("available", TimeSpan.FromSeconds(2)),
        ["rebooting"] = ("available", TimeSpan.FromSeconds(2)),
        ["starting"] = ("available", TimeSpan.FromSeconds(3)),
        ["stopping"] = ("stopped", TimeSpan.FromSeconds(3)),
        ["deleting"] = (Gone, TimeSpan.FromSeconds(3)),
    };

    public static OperationTable AddDatabaseStates(this OperationTable table) => table.AddTimer(Settle, OnSettle);

    /// <summary>Puts it into the status and sees to what follows.</summary>
    public static JsonObject Enter(Transaction transaction, Scope scope, DatabaseKind kind, JsonObject value, string status)
    {
        if (Leads.TryGetValue(status, out var lead))
        {
            transaction.After(lead.After, scope, Settle, JsonObject.Of(
                ("Type", kind.Type), ("Id", kind.IdOf(value)), ("From", status)));
        }

        return kind.Put(transaction.State, scope, value.With(kind.StatusMember, status));
    }

    private static void OnSettle(Transaction transaction, Timer timer)
    {
        var (scope, from) = (timer.Key.Scope, timer.Data.String("From") ?? "");
        var kind = Array.Find(DatabaseKind.All, kind => kind.Type == timer.Data.String("Type"));

        // What was deleted meanwhile has left the status that this timer would end.
        if (kind?.Find(transaction.State, scope, timer.Data.String("Id") ?? "") is not { } value || kind.StatusOf(value) != from)
        {
            return;
        }

        var next = Leads[from].Next;
        if (next == Gone)
        {
            kind.Delete(transaction.State, scope, value);
        }
        else
        {
            Enter(transaction, scope, kind, Settled(kind, value), next);
        }

        DatabaseEvents.Emit(transaction, scope, kind, value, from);
    }

    /// <summary>A database that is there can be reached; a snapshot that is there is whole.</summary>
    private static JsonObject Settled(DatabaseKind kind, JsonObject value) => kind.IsSnapshot
        ? value.With("PercentProgress", 100)
        : kind == DatabaseKind.Instance && !value.Has("Endpoint") ? value.With("Endpoint", DbInstances.EndpointOf(value)) : value;
}
