using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Quell.Engine.Json;

namespace Quell.Commands.Hosts;

/// <summary>
/// What a node's properties may be. They become arguments of ssh and lines of its files: what could be taken for an option, a second
/// argument or another line is refused (docs/decisions/0073-commands-over-ssh.md).
/// </summary>
internal static partial class NodeProperties
{
    private const int MostPort = 65_535;

    /// <param name="properties">As far as they are known.</param>
    /// <returns>The mistakes, each with its property.</returns>
    public static IEnumerable<(string Property, string Message)> Mistakes(JsonObject properties)
    {
        if (properties.String("Host") is { } host && !IsHost(host))
        {
            yield return ("Host", $"Value of property Host must be the name or address of a host, as ssh takes it, without user and port. Received: {host}");
        }

        if (properties.String("User") is { } user && !User().IsMatch(user))
        {
            yield return ("User", $"Value of property User must be a user's name: a letter or _, then letters, digits, '.', '_' and '-', at most 32. Received: {user}");
        }

        if (properties.Long("Port") is { } port and (< 1 or > MostPort))
        {
            yield return ("Port", $"Value of property Port must be a number from 1 to {MostPort}. Received: {port}");
        }

        if (properties.String("PlatformType") is { } platform && platform != ManagedInstances.Platform)
        {
            yield return ("PlatformType", $"Value of property PlatformType must be one of: {ManagedInstances.Platform}. Received: {platform}");
        }

        if (properties.String("IdentityFile") is { } file && (!Path.IsPathFullyQualified(file) || file.Any(char.IsControl)))
        {
            yield return ("IdentityFile", $"Value of property IdentityFile must be the whole path of a private key on Quell's machine. Received: {file}");
        }

        foreach (var line in Lines(properties.String("HostKey") ?? ""))
        {
            if (!IsKey(line))
            {
                yield return ("HostKey", $"Value of property HostKey must be public keys, a line each, as in /etc/ssh/ssh_host_ed25519_key.pub of the host: a type and the key in base64. Received: {line}");
            }
        }
    }

    /// <summary>The keys of a host, as known_hosts has them behind the host's name.</summary>
    public static IEnumerable<string> Keys(string hostKey) => Lines(hostKey).Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2)));

    private static string[] Lines(string hostKey) => hostKey.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsHost(string host) => Name().IsMatch(host)
        || (host.Contains(':', StringComparison.Ordinal) && !host.Contains('%', StringComparison.Ordinal) && !host.Contains('[', StringComparison.Ordinal)
            && IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6);

    /// <summary>The key in base64 says its own type once more (RFC 4253, 6.6).</summary>
    private static bool IsKey(string line)
    {
        if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var type, var text, ..] || line.Any(char.IsControl))
        {
            return false;
        }

        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length) && length > sizeof(int)
            && BinaryPrimitives.ReadInt32BigEndian(key) is > 0 and var named && named <= length - sizeof(int)
            && Encoding.ASCII.GetString(key, sizeof(int), named) == type;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9.])?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9._-]{0,31}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex User();
}
