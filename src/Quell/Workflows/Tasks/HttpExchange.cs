using System.Globalization;
using System.Text;
using Quell.Connections;
using Quell.Engine.Json;

namespace Quell.Workflows.Tasks;

/// <summary>What an HTTP task sent and what was answered, as TestState shows it (API reference, "InspectionData").</summary>
/// <param name="revealsSecrets">Whether what the connection adds is shown.</param>
internal sealed class HttpExchange(bool revealsSecrets)
{
    private EndpointRequest? _request;
    private IReadOnlyList<KeyValuePair<string, string>> _ofConnection = [];
    private EndpointAnswer? _answer;

    /// <summary>The request as the state asks for it.</summary>
    public void Asks(EndpointRequest request) => _request = request;

    /// <summary>The request as it is sent, with the connection's parameters and headers.</summary>
    public void Sends(EndpointRequest request, IReadOnlyList<KeyValuePair<string, string>> ofConnection)
    {
        if (revealsSecrets)
        {
            (_request, _ofConnection) = (request, ofConnection);
        }
    }

    public void Receives(EndpointAnswer answer) => _answer = answer;

    /// <summary><c>request</c> and <c>response</c>, as far as there were any.</summary>
    public JsonObject ToJson() => JsonObject.Of(
        ("request", _request is not { } request ? null : JsonObject.Of(
            ("protocol", request.Url.Scheme),
            ("method", request.Method.Method),
            ("url", request.Url.OriginalString),
            ("headers", Headers([.. request.Fixed, .. _ofConnection, .. request.Headers])),
            ("body", request.Body.IsEmpty ? null : Encoding.UTF8.GetString(request.Body.Span)))),
        ("response", _answer is not { } answer ? null : JsonObject.Of(
            ("protocol", _request?.Url.Scheme),
            ("statusCode", answer.Status.ToString(CultureInfo.InvariantCulture)),
            ("statusMessage", answer.Reason),
            ("headers", Headers(answer.Headers)),
            ("body", Encoding.UTF8.GetString(answer.Body.Span)))));

    private static string Headers(IReadOnlyList<KeyValuePair<string, string>> headers) =>
        $"[{string.Join(", ", headers.Select(header => $"{header.Key.ToLowerInvariant()}: {header.Value}"))}]";
}
