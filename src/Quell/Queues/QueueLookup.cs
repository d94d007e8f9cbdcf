using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Resources;

namespace Quell.Queues;

/// <summary>Finds the queue that a call's <c>QueueUrl</c> names.</summary>
internal static class QueueLookup
{
    /// <exception cref="Aws.AwsException">There is none, the URL is none of a queue, or it is another account's.</exception>
    public static Queue Queue(this Call call, ResourceSet state)
    {
        // Whatever host the URL has, the path says which queue: clients reach one process under several names.
        var url = call.Input.String("QueueUrl") ?? "";
        var parts = url.TrimEnd('/').Split('/');
        if (parts.Length < 2 || parts[^2] is not { Length: 12 } account || !account.All(char.IsAsciiDigit))
        {
            throw QueueErrors.InvalidAddress(url);
        }

        if (account != call.Scope.Account)
        {
            throw QueueErrors.AccessDenied(url);
        }

        return Queues.Queue.Find(state, call.Scope, parts[^1]) ?? throw QueueErrors.DoesNotExist();
    }

    /// <inheritdoc cref="Queue(Call, ResourceSet)"/>
    public static Queue Queue(this OperationContext context) => context.Call.Queue(context.State.Current);
}
