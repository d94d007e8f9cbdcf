using Quell.Aws.Operations;
using Quell.Engine.Json;
using Timer = Quell.Aws.Operations.Timer;

namespace Quell.Sandbox.Ec2;

/// <summary>
/// A state of a kind that ends by itself: after a while, by a durable timer, and only where the resource is still in it.
/// </summary>
/// <param name="timer">The timer's kind: <c>ec2:volume-ready</c>.</param>
/// <param name="kind">What is in the state.</param>
/// <param name="after">How long it lasts.</param>
/// <param name="end">What becomes of the resource, which is as it is by then. The region carries the id of the request that began the state.</param>
internal sealed class Transition(string timer, Ec2Kind kind, TimeSpan after, Action<Ec2Region, JsonObject> end)
{
    public void AddTo(OperationTable table) => table.AddTimer(timer, OnDue);

    /// <summary>Sees to the end of the state that the resource has entered.</summary>
    public void Begin(Ec2Region ec2, JsonObject resource) => ec2.Transaction.After(after, ec2.Scope, timer, JsonObject.Of(
        ("Id", resource[kind.IdMember]), ("State", resource["State"]), ("RequestId", ec2.RequestId)));

    private void OnDue(Transaction transaction, Timer due)
    {
        var ec2 = new Ec2Region(transaction, due.Key.Scope, transaction.Ids, requestId: due.Data.String("RequestId") ?? "");
        if (ec2.Find(kind, due.Data.Text("Id")) is { } resource && resource.String("State") == due.Data.String("State"))
        {
            end(ec2, resource);
        }
    }
}

/// <summary>How transitions are registered.</summary>
internal static class Transitions
{
    public static OperationTable Add(this OperationTable table, Transition transition)
    {
        transition.AddTo(table);
        return table;
    }
}
