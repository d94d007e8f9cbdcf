using Polly;
using Polly.Retry;
using Quell.Aws.Models;

namespace Quell.Aws.Client;

/// <summary>
/// When a call is repeated: always after a refusal that comes before any work (throttling, nobody reached), and after a failure in
/// the middle only where doing it twice is doing it once.
/// </summary>
internal static class RetryRule
{
    public static ResiliencePipeline Pipeline(int attempts, TimeSpan delay, TimeProvider time) => attempts <= 1
        ? ResiliencePipeline.Empty
        : new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = attempts - 1,
                Delay = delay,
                MaxDelay = TimeSpan.FromSeconds(20),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder().Handle<RetryableException>(),
            })
            .Build();

    /// <param name="hasToken">The request carries an idempotency token.</param>
    public static bool Allows(AwsException fault, OperationModel operation, bool hasToken)
    {
        if (!fault.IsTransient)
        {
            return false;
        }

        var isRefusal = fault.Status is < 500 or 503 && fault.Code is not "ConnectionClosedError";
        return isRefusal || hasToken || operation.IsReadOnly || operation.IsIdempotent || operation.Method is "GET" or "HEAD"
            || operation.Name.StartsWith("Describe", StringComparison.Ordinal)
            || operation.Name.StartsWith("List", StringComparison.Ordinal)
            || operation.Name.StartsWith("Get", StringComparison.Ordinal);
    }
}

/// <summary>Carries a failure that may be tried again through the retry pipeline; never leaves the client.</summary>
internal sealed class RetryableException(AwsException fault) : Exception(fault.Message)
{
    public AwsException Fault { get; } = fault;
}
