namespace Quell.Connections;

/// <summary>A request to an endpoint outside, before a connection has added what is its own.</summary>
internal sealed record EndpointRequest(HttpMethod Method, Uri Url)
{
    /// <summary>Headers that whoever wrote the target or task gave; what <see cref="EndpointHeaders"/> removes is left out.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Headers that the service itself sets, and nobody overrides.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fixed { get; init; } = [];

    /// <summary>Used where no header parameter says another one.</summary>
    public string ContentType { get; init; } = "application/json; charset=utf-8";

    /// <summary>Empty for none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Makes of the body, once the connection's parameters are in it, what is sent; null where that is the body itself.</summary>
    public Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? Encode { get; init; }

    /// <summary>For the whole exchange, also the reading of the answer's body.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of the answer's body to read; 0 discards it.</summary>
    public int ReadsUpTo { get; init; }
}

/// <summary>What an endpoint answered.</summary>
/// <param name="Reason">The status line's text; may be empty.</param>
/// <param name="Headers">
/// The headers of the answer; a header that came several times has its values joined with <c>, </c>. Empty for a success whose body is
/// discarded.
/// </param>
/// <param name="Body">As much as was asked for.</param>
internal sealed record EndpointAnswer(
    int Status, string Reason, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The OAuth token was not taken and has been thrown away: the same request again gets a new one.</summary>
    public bool IsTokenStale { get; init; }

    /// <summary>The header's value; null where there is none.</summary>
    public string? Header(string name)
    {
        foreach (var (key, value) in Headers)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }
}

/// <summary>What kept a request from being answered.</summary>
internal enum EndpointFault
{
    /// <summary>The connection is gone.</summary>
    NoConnection,

    /// <summary>The connection is not authorized, or its authorization server gave no token.</summary>
    NotAuthorized,

    /// <summary>The request cannot be made as it is, or may not go where it is meant to go.</summary>
    Refused,

    /// <summary>No connection came about, or it broke.</summary>
    Unreachable,

    TimedOut,
}

/// <summary>A request was not answered. The message never holds a secret.</summary>
/// <param name="isTransient">Whether the same request can succeed later.</param>
internal sealed class EndpointException(EndpointFault fault, string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    public EndpointFault Fault { get; } = fault;

    public bool IsTransient { get; } = isTransient;
}
