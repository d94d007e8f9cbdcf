using System.Text;
using Quell.Accounts;
using Quell.Engine.Events;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Events;
using Quell.Queues;
using Quell.Queues.Moving;
using Quell.Storage;

namespace Quell.Deliveries;

/// <summary>
/// Sends the dead letters in a queue to their rules' targets again: by the message attributes <c>RULE_ARN</c> and
/// <c>TARGET_ARN</c>, with the target's definition as it is now. A letter leaves the queue in the commit that brings its
/// delivery back.
/// </summary>
internal sealed class LetterRedrive(ResourceStore store, MessageMover mover, Journal journal, DeliveryDispatcher dispatcher, EventBus bus)
{
    private const int AtOnce = 100;

    private readonly EventLog _events = new(journal, bus.Seed);

    /// <summary>Sends what can be received of the queue now.</summary>
    /// <exception cref="JournalException">It could not be stored; letters that are not in an earlier commit stay.</exception>
    public async Task<RedrivenLetters> Redrive(Queue queue, int count)
    {
        var (sent, left) = (new List<string>(), new List<LeftLetter>());
        var passed = new List<IndexEntry>();
        try
        {
            for (var rest = count; rest > 0;)
            {
                var moved = await mover.Move(queue, Math.Min(rest, AtOnce), (letter, _) => Send(letter, sent, left), async (_, write) =>
                {
                    await journal.Write(write).ConfigureAwait(false);
                    return true;
                }).ConfigureAwait(false);
                passed.AddRange(moved.Left);
                rest = moved.Count + moved.Left.Count == 0 ? 0 : rest - moved.Count - moved.Left.Count;
            }
        }
        finally
        {
            mover.Release(queue, passed);
        }

        return new(sent, left);
    }

    private HandOver? Send(QueueMessage letter, List<string> sent, List<LeftLetter> left)
    {
        var (source, target) = (Attribute(letter, "RULE_ARN"), Attribute(letter, "TARGET_ARN"));
        if (source is null || target is null)
        {
            left.Add(new(letter.Id, "It is no dead letter of a rule: it has no RULE_ARN and TARGET_ARN."));
            return null;
        }

        if (FindTarget(store.Current, source, target) is not { } found)
        {
            left.Add(new(letter.Id, $"The rule {source} is gone, or has no target {target}."));
            return null;
        }

        try
        {
            var made = Deliver(letter, source, found);
            sent.Add(letter.Id);
            return made;
        }
        catch (JsonSyntaxException fault)
        {
            left.Add(new(letter.Id, $"The target's input could not be made: {fault.Message}"));
            return null;
        }
    }

    private HandOver Deliver(QueueMessage letter, string source, RuleTarget target)
    {
        ReadOnlyMemory<byte> body = Encoding.UTF8.GetBytes(letter.Body);
        var id = Id(letter.Body);
        var name = source[(source.LastIndexOf('/') + 1)..];
        var sequence = id is null ? null : _events.Find(id)?.Sequence;
        var now = dispatcher.Time.GetUtcNow();
        var payload = target.Input == TargetInput.Whole ? body : target.Input.Render(body, new InputContext(source, name, now));
        var made = dispatcher.Prepare(
        [
            new()
            {
                EventSequence = sequence,
                EventId = id,
                Source = source,
                Target = target.Arn,
                Spec = target.Spec,
                SpecUtf8 = target.SpecUtf8,
                Payload = payload,
            },
        ]);

        // A delivery that is known as dead comes back to life; else a new one is made.
        var isRevived = false;
        return new(
            connection =>
            {
                isRevived = DeliveryTable.Revive(connection, sequence, source, target, payload, now.ToUnixTimeMilliseconds());
                if (!isRevived)
                {
                    made.Write?.Invoke(connection);
                }
            },
            () =>
            {
                if (isRevived)
                {
                    dispatcher.Wake(target.Arn);
                }
                else
                {
                    made.Committed?.Invoke();
                }
            });
    }

    private static RuleTarget? FindTarget(ResourceSet state, string source, string target)
    {
        if (!Arn.TryParse(source, out var arn) || arn.Service != "events" || !arn.Resource.StartsWith("rule/", StringComparison.Ordinal))
        {
            return null;
        }

        // rule/NAME on the default bus, rule/BUS/NAME on others.
        var rule = arn.Resource["rule/".Length..];
        var id = rule.Contains('/', StringComparison.Ordinal) ? rule : BusTypes.RuleId(BusTypes.DefaultBus, rule);
        var found = BusTypes.TargetsOf(state, arn.Scope, id).Objects.FirstOrDefault(one => one.String("Arn") == target);
        return found is null ? null : RuleTarget.Of(found);
    }

    private static string? Attribute(QueueMessage letter, string name) => letter.Attributes?.Object(name)?.String("StringValue");

    private static string? Id(string body)
    {
        try
        {
            return (JsonValue.Parse(body) as JsonObject)?.String("id");
        }
        catch (JsonSyntaxException)
        {
            // A letter that somebody else has written: it is sent as it is.
            return null;
        }
    }
}

/// <summary>What became of the letters of a queue, by their message ids.</summary>
internal sealed record RedrivenLetters(IReadOnlyList<string> Sent, IReadOnlyList<LeftLetter> Left);

/// <summary>A letter that stays in its queue, and why.</summary>
internal sealed record LeftLetter(string MessageId, string Reason);
