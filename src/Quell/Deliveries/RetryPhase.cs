using Quell.Engine.Json;

namespace Quell.Deliveries;

/// <summary>
/// Some retries of a policy in phases: <paramref name="Retries"/> waits that go from the first to the last delay by the
/// back-off function. SNS draws four functions and publishes no formula (developer guide, "Delivery policy stages"); these
/// have the shapes of its graph.
/// </summary>
/// <param name="Backoff"><c>linear</c>, <c>arithmetic</c>, <c>geometric</c> or <c>exponential</c>.</param>
internal sealed record RetryPhase(int Retries, TimeSpan From, TimeSpan To, string Backoff)
{
    /// <summary>Reads <c>[{"Retries", "FromSeconds", "ToSeconds", "Backoff"}]</c>.</summary>
    public static IReadOnlyList<RetryPhase> Of(JsonArray phases) =>
    [
        .. phases.Objects.Select(phase => new RetryPhase(
            (int)(phase.Long("Retries") ?? 0),
            TimeSpan.FromSeconds(phase.Long("FromSeconds") ?? 0),
            TimeSpan.FromSeconds(phase.Long("ToSeconds") ?? 0),
            phase.String("Backoff") ?? "linear")),
    ];

    /// <summary>The wait before the n-th retry of all phases together, n from 1; beyond the last phase its last delay.</summary>
    public static TimeSpan Delay(IReadOnlyList<RetryPhase> phases, int retry)
    {
        var rest = retry - 1;
        foreach (var phase in phases)
        {
            if (rest < phase.Retries)
            {
                return phase.Delay(rest);
            }

            rest -= phase.Retries;
        }

        return phases[^1].To;
    }

    private TimeSpan Delay(int step)
    {
        if (Retries < 2 || From == To)
        {
            return From;
        }

        var part = step / (Retries - 1.0);
        return Backoff switch
        {
            "arithmetic" => From + ((To - From) * (part * part)),
            "geometric" when From > TimeSpan.Zero => From * Math.Pow(To / From, part),
            "exponential" => From + ((To - From) * ((Math.Pow(2, step) - 1) / (Math.Pow(2, Retries - 1) - 1))),
            _ => From + ((To - From) * part),
        };
    }
}
