using Quell.Engine.Json;

namespace Quell.Deliveries;

/// <summary>
/// How long and how often a delivery is tried again: from the <c>RetryPolicy</c> of a target's definition. EventBridge's
/// default is 24 hours and 185 attempts, with exponential back-off and jitter (user guide, "How EventBridge retries
/// delivering events"); its curve is not published. Ours doubles from one second up to about ten minutes, so that all 185
/// attempts fit into the 24 hours.
/// </summary>
/// <param name="MaximumAttempts">Attempts after the first one.</param>
/// <param name="MaximumAge">How old the delivery may be when it is tried again.</param>
/// <param name="MinimumDelay">Before the first retry.</param>
/// <param name="MaximumDelay">Between two retries.</param>
internal sealed record RetryPolicy(int MaximumAttempts, TimeSpan MaximumAge, TimeSpan MinimumDelay, TimeSpan MaximumDelay)
{
    public static readonly RetryPolicy Default = new(185, TimeSpan.FromHours(24), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(9));

    /// <summary>For a subscription, whose policy says more: the waits in phases, instead of those that double; else empty.</summary>
    public IReadOnlyList<RetryPhase> Phases { get; init; } = [];

    /// <summary>
    /// Reads <c>RetryPolicy</c>: <c>MaximumRetryAttempts</c>, <c>MaximumEventAgeInSeconds</c>, and, for subscriptions, whose
    /// policies say more, <c>MinimumDelaySeconds</c>, <c>MaximumDelaySeconds</c> and <c>Phases</c> (<see cref="RetryPhase"/>).
    /// What is missing is EventBridge's default.
    /// </summary>
    public static RetryPolicy Of(JsonObject spec) => spec.Object("RetryPolicy") is not { } given ? Default : new(
        (int)(given.Long("MaximumRetryAttempts") ?? Default.MaximumAttempts),
        Seconds(given, "MaximumEventAgeInSeconds", Default.MaximumAge),
        Seconds(given, "MinimumDelaySeconds", Default.MinimumDelay),
        Seconds(given, "MaximumDelaySeconds", Default.MaximumDelay))
    {
        Phases = RetryPhase.Of(given.Array("Phases")),
    };

    /// <summary>
    /// The limit that is reached after so many failed attempts, as <c>EXHAUSTED_RETRY_CONDITION</c> names it; null where another
    /// attempt is due.
    /// </summary>
    public string? Exhausted(int attempts, DateTimeOffset created, DateTimeOffset next) =>
        attempts > MaximumAttempts ? "MaximumRetryAttempts"
        : next - created > MaximumAge ? "MaximumEventAgeInSeconds"
        : null;

    /// <summary>The wait after the n-th failed attempt of a delivery: between half and all of the exponential step.</summary>
    public TimeSpan Delay(long id, int attempts)
    {
        var step = Phases.Count > 0 ? RetryPhase.Delay(Phases, attempts) : MinimumDelay * Math.Pow(2, Math.Min(attempts - 1, 30));
        step = step < MaximumDelay || Phases.Count > 0 ? step : MaximumDelay;

        // The jitter derives from the delivery, so that a rehearsal waits as the real run does.
        var mixed = (ulong)((id * 185) + attempts) * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        return step * (0.5 + ((mixed >> 11) / (double)(1UL << 54)));
    }

    private static TimeSpan Seconds(JsonObject given, string name, TimeSpan otherwise) =>
        given.Long(name) is { } seconds ? TimeSpan.FromSeconds(seconds) : otherwise;
}
