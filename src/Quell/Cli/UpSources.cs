using System.Net;
using System.Text;
using Quell.Server;
using Quell.Sources;

namespace Quell.Cli;

/// <summary>The ways in that <c>quell up</c> is given.</summary>
internal static class UpSources
{
    /// <param name="file">Of <c>--sources</c>; null where it is not given.</param>
    /// <param name="queues">Of <c>--relay</c>.</param>
    /// <exception cref="CliException">All that is wrong with the file; a URL of no queue; two sources of one name.</exception>
    public static SourceDefinitions Read(string? file, IReadOnlyList<string> queues)
    {
        var declared = file is null ? [] : Read(file).All;
        var relays = queues.Select(queue => SourceFile.OfUrl(queue, Environment.GetEnvironmentVariable)
            ?? throw new CliException($"--relay wants a queue's URL such as https://sqs.eu-west-1.amazonaws.com/123456789012/quell, not '{queue}'."));
        var all = new SourceDefinitions([.. declared, .. relays]);
        return all.All.GroupBy(source => source.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new CliException($"Two sources are called '{twice.Key}'. A queue of --relay is called by its name; in a file of --sources it can have another.")
            : all;
    }

    /// <summary>Where sources are answered for others than this machine's users; null where they are not.</summary>
    /// <param name="address">Of <c>--sources-listen</c>.</param>
    /// <param name="certificate">Of <c>--tls-certificate</c>.</param>
    /// <param name="key">Of <c>--tls-key</c>.</param>
    /// <exception cref="CliException">No address with a port; one option without the others; no such file.</exception>
    public static (IPEndPoint Address, TlsFiles Files)? Outside(string? address, string? certificate, string? key)
    {
        if (address is null && certificate is null && key is null)
        {
            return null;
        }

        if (address is null || certificate is null || key is null)
        {
            throw new CliException("--sources-listen, --tls-certificate and --tls-key go together.");
        }

        if (!address.Contains(':', StringComparison.Ordinal) || !IPEndPoint.TryParse(address, out var endpoint))
        {
            throw new CliException($"--sources-listen wants an address and a port such as 0.0.0.0:443, not '{address}'.");
        }

        var missing = Array.Find([("--tls-certificate", certificate), ("--tls-key", key)], file => !File.Exists(file.Item2));
        return missing.Item1 is null
            ? (endpoint, new TlsFiles(Path.GetFullPath(certificate), Path.GetFullPath(key)))
            : throw new CliException($"{missing.Item1} {missing.Item2}: there is no such file.");
    }

    private static SourceDefinitions Read(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";
        var (sources, faults) = SourceFile.Read(Encoding.UTF8.GetString(InputFile.Read(file)), folder, Environment.GetEnvironmentVariable);
        return sources ?? throw new CliException(string.Join("\nquell: ", faults.Select(fault => $"{file}: {fault}")));
    }
}
