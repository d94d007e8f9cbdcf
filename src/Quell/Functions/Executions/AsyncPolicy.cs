using Quell.Engine.Resources;

namespace Quell.Functions.Executions;

/// <summary>
/// How asynchronous invocations of a function are retried and where what becomes of them goes: two retries, after one and two
/// minutes, within six hours, where PutFunctionEventInvokeConfig has not said otherwise (Lambda Developer Guide, "How Lambda
/// handles errors and retries with asynchronous invocation").
/// </summary>
/// <param name="OnFailure">The destination's ARN; null for none.</param>
/// <param name="DeadLetters">The ARN of the function's DeadLetterConfig; null for none.</param>
internal sealed record AsyncPolicy(int MaximumRetries, TimeSpan MaximumAge, string? OnSuccess, string? OnFailure, string? DeadLetters)
{
    private static readonly TimeSpan LongestThrottle = TimeSpan.FromMinutes(5);

    public static readonly AsyncPolicy Default = new(2, TimeSpan.FromHours(6), null, null, null);

    /// <summary>The policy for what the name stands for; a deleted function has the default one.</summary>
    public static AsyncPolicy Of(ResourceSet state, FunctionName name)
    {
        var settings = state.Get(new(name.Scope, Function.InvokeConfigType, $"{name.Name}:{name.Qualifier ?? FunctionName.Latest}"));
        var destinations = settings?.Object("DestinationConfig");
        return new(
            (int)(settings?.Long("MaximumRetryAttempts") ?? Default.MaximumRetries),
            settings?.Long("MaximumEventAgeInSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : Default.MaximumAge,
            Filled(destinations?.Object("OnSuccess")?.String("Destination")),
            Filled(destinations?.Object("OnFailure")?.String("Destination")),
            Filled(Function.Find(state, name)?.Value.Object("DeadLetterConfig")?.String("TargetArn")));
    }

    /// <summary>The wait after the n-th failed attempt.</summary>
    public static TimeSpan Delay(int attempts) => TimeSpan.FromMinutes(attempts <= 1 ? 1 : 2);

    /// <summary>The wait of a throttled execution: from one second up to five minutes, the longer it has waited already.</summary>
    public static TimeSpan ThrottleDelay(TimeSpan age) =>
        age < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : age < LongestThrottle ? age : LongestThrottle;

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
