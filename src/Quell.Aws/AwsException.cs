namespace Quell.Aws;

/// <summary>
/// The one way an AWS operation fails: thrown by Quell's own handlers and written to the wire in the caller's protocol, and
/// thrown by the client for an error that a service answered with.
/// </summary>
/// <param name="code">AWS's error code as the service documents it (<c>InvalidVpcID.NotFound</c>).</param>
/// <param name="message">AWS's message for it.</param>
/// <param name="status">The HTTP status; below 500 the caller is at fault.</param>
internal sealed class AwsException(string code, string message, int status = 400) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;

    /// <summary>Whether trying the same call again later can succeed (throttling and the service's own failures).</summary>
    public bool IsTransient => Status >= 500 || Status == 429
        || Code is "Throttling" or "ThrottlingException" or "ThrottledException" or "RequestThrottled" or "RequestLimitExceeded"
            or "TooManyRequestsException" or "SlowDown" or "RequestTimeout" or "ProvisionedThroughputExceededException";
}
