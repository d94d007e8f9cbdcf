using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Quell.Aws;
using Quell.Server;
using Quell.Sources;
using Quell.Storage;
using Quell.Topics;

namespace Quell.Cli;

/// <summary>One run of the server: takes the data folder, deploys, opens the port, waits, ends cleanly.</summary>
internal sealed class UpRun(Terminal terminal, ServerOptions options, IReadOnlyList<string> templates, IReadOnlyDictionary<string, string> parameters)
{
    public async Task<int> Run(CancellationToken cancellationToken)
    {
        var deployment = new UpTemplates(terminal, templates, parameters);
        deployment.Check();
        if (CrashPoint.Fault is { } fault)
        {
            throw new CliException(fault);
        }

        using var taken = DataFolderLock.Take(options.DataFolder);
        using var port = TakePort();
        using var logs = LoggerFactory.Create(static logging => logging
            .AddSimpleConsole(static format => format.SingleLine = true)
            .AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning));
        await using var server = Create(logs);
        await Connect(server, cancellationToken).ConfigureAwait(false);
        server.Engines.Start();
        await deployment.Deploy(server.Engines, cancellationToken).ConfigureAwait(false);
        await Open(server, cancellationToken).ConfigureAwait(false);
        taken.Announce(server.Address, server.Engines.ApiToken);
        SayReady(server);
        await QuellServer.Completion(cancellationToken).ConfigureAwait(false);
        terminal.Out.WriteLine("Stopping.");
        return ExitCode.Done;
    }

    private QuellServer Create(ILoggerFactory logs)
    {
        try
        {
            return QuellServer.Create(options, TimeProvider.System, logs);
        }
        catch (Exception failure) when (failure is JournalException or IOException or UnauthorizedAccessException)
        {
            throw new CliException(failure.Message, ExitCode.Failed);
        }
    }

    private static async Task Connect(QuellServer server, CancellationToken cancellationToken)
    {
        try
        {
            await server.Engines.Connect(cancellationToken).ConfigureAwait(false);
        }
        catch (AwsException refusal)
        {
            throw new CliException($"--cloud aws: {refusal.Message}", ExitCode.Failed);
        }
    }

    /// <summary>Takes the port before anything is deployed, so that nobody else gets it; it opens only afterwards.</summary>
    private Socket TakePort()
    {
        var socket = new Socket(options.Listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(options.Listen, options.Port));
        }
        catch (SocketException fault)
        {
            socket.Dispose();
            throw PortFault(fault.SocketErrorCode == SocketError.AddressAlreadyInUse ? "is in use by another process" : $"cannot be opened: {fault.Message}");
        }

        // What is deployed before the port opens has to know its number: queue URLs name it.
        options = options with { Port = ((IPEndPoint)socket.LocalEndPoint!).Port, BoundSocket = socket };
        return socket;
    }

    private async Task Open(QuellServer server, CancellationToken cancellationToken)
    {
        try
        {
            await server.Open(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException fault) when (options.SourcesAt is { } at && fault.Message.Contains(at.Address.ToString(), StringComparison.Ordinal))
        {
            throw new CliException($"--sources-listen {at.Address} cannot be opened: {fault.Message}", ExitCode.Failed);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            throw PortFault($"cannot be opened: {fault.Message}");
        }
    }

    private CliException PortFault(string what) => new(
        string.Create(CultureInfo.InvariantCulture, $"Port {options.Port} of {options.Listen} {what}. Give another with --port, or 0 for any free one."), ExitCode.Failed);

    private void SayReady(QuellServer server)
    {
        var since = TimeProvider.System.GetUtcNow() - Process.GetCurrentProcess().StartTime.ToUniversalTime();
        var endpoint = server.Address.OriginalString.TrimEnd('/');
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Quell {ProductVersion.Text} is ready at {endpoint} after {since.TotalSeconds:0.00} s."));
        terminal.Out.WriteLine($"  AWS CLI   aws --endpoint-url {endpoint} ec2 describe-vpcs");
        terminal.Out.WriteLine($"  data      {Path.GetFullPath(options.DataFolder)}");
        terminal.Out.WriteLine($"  mail      {(options.Smtp is { } smtp ? smtp.ToString() : "kept in the data folder: quell mail")}");
        foreach (var source in options.Sources.All)
        {
            var at = source is SourceDefinition.Endpoint { IsChecked: true } && server.SourcesAddress is { } outside ? outside.OriginalString.TrimEnd('/') : endpoint;
            terminal.Out.WriteLine($"  source    {source.Name}: {(source is SourceDefinition.Queue queue ? queue.Url.OriginalString : at + SourceEndpoint.Prefix + source.Name)}");
        }

        foreach (var (_, value) in server.Engines.Store.Current.ListAll(Subscription.ResourceType).Where(each => each.Value.Bool("IsConfirmed") is not true))
        {
            terminal.Out.WriteLine($"  waiting   {value.String("Protocol")} {value.String("Endpoint")} gets nothing until it is confirmed by the link that it was sent");
        }

        terminal.Out.Flush();
    }
}
