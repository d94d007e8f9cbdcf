using Microsoft.AspNetCore.Http;

namespace Quell.Server;

/// <summary>
/// Keeps web pages out (DNS rebinding, cross-origin requests): the Host must be one that this server is known by, and a
/// request that a browser sends for another site's page is refused.
/// </summary>
internal sealed class HostFilter(IReadOnlyList<string> allowedHosts)
{
    /// <summary>Why the request is refused; null where it is not.</summary>
    /// <param name="opensLink">Whether it opens a link that shows something and changes nothing.</param>
    public string? Refuse(HttpRequest request, bool opensLink = false)
    {
        var host = request.Host.Host;
        if (!IsAllowed(host))
        {
            return $"The host '{host}' is not one that this server answers for. Allowed: {string.Join(", ", allowedHosts)}; add one with --allow-host.";
        }

        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority == request.Host.Value))
        {
            return $"Requests from pages of another origin ('{origin}') are refused.";
        }

        return request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" && !opensLink
            ? "Requests from pages of another site are refused."
            : null;
    }

    private bool IsAllowed(string host) =>
        allowedHosts.Any(allowed => host.Equals(allowed, StringComparison.OrdinalIgnoreCase)
            || (allowed[0] == '.' && host.EndsWith(allowed, StringComparison.OrdinalIgnoreCase)));
}
