using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quell.Accounts;
using Quell.Aws.Models;
using Quell.Aws.Operations;
using Quell.Aws.Protocols;
using Quell.Aws.Signing;
using Quell.Blobs;
using Quell.Gate;
using Quell.Queues;
using Quell.Sandbox;
using Quell.Sandbox.Trail;
using Quell.Storage;
using Quell.Trail;

namespace Quell.Server;

/// <summary>
/// The whole process, put together: journal, state, buses, engines, gate and the one port. It reads like the architecture;
/// what a part does is in the part.
/// </summary>
internal sealed class QuellServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Journal _journal;
    private readonly TimerLoop _timers;

    private QuellServer(WebApplication app, Journal journal, TimerLoop timers) => (_app, _journal, _timers) = (app, journal, timers);

    /// <summary>Where it listens, once it does: <c>http://127.0.0.1:4600</c>.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>Opens the data folder and builds everything; nothing listens yet.</summary>
    /// <exception cref="JournalException">The data folder cannot be used.</exception>
    public static QuellServer Create(ServerOptions options, TimeProvider time, ILoggerFactory logs)
    {
        Directory.CreateDirectory(options.DataFolder);
        var journal = Journal.Open(options.JournalPath, logs.CreateLogger<Journal>());
        var sequences = Sequences.Of(journal);
        var seed = Seed.Of(journal);
        var store = new ResourceStore(journal);
        var catalog = ServiceCatalog.Default;
        var trail = new TrailLog(catalog, journal);
        var queues = new LiveQueues(store, journal, sequences, time);
        var table = new OperationTable().AddSandbox().AddTrail(trail.Read).AddQueues(store, queues);
        var local = new LocalCalls(table, store, journal, sequences, trail) { Seed = seed };
        var gate = new CallGate(CallGate.AllowAll, local, journal, sequences);
        var timers = new TimerLoop(table, store, sequences, time, logs.CreateLogger<TimerLoop>()) { Seed = seed, Bus = events => local.Bus(events) };

        var environments = new EnvironmentKeys(new IdSource(RandomNumberGenerator.GetHexString(64), "environments"));
        var verifier = new SigV4Verifier(new SigningKeyCache());
        var callers = new Callers(store, environments, static (_, _) => null, verifier, time) { AcceptsUnknownKeys = !options.RequiresAuthentication };
        var wire = new WireEndpoint(
            new WireServer(catalog), callers, verifier, gate, new BlobStore(options.BlobFolder), time, logs.CreateLogger<WireEndpoint>());
        return new(Build(options, logs, wire), journal, timers);
    }

    /// <summary>Starts the engines, then opens the port.</summary>
    public async Task Start(CancellationToken cancellationToken)
    {
        _timers.Start();
        await _app.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task Completion(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Closes the port, lets what runs come to its end, and closes the journal last.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        await _timers.DisposeAsync().ConfigureAwait(false);
        await _journal.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(ServerOptions options, ILoggerFactory logs, WireEndpoint wire)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "quell", ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton(logs);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowSynchronousIO = false;
            // Objects of any size go through a file; what is held in memory has a limit of its own.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MaxRequestLineSize = 32 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
            kestrel.Listen(options.Listen, options.Port);
        });
        var app = builder.Build();
        var filter = new HostFilter(["127.0.0.1", "localhost", ".localhost", "[::1]", .. options.AllowedHosts]);
        app.Use((context, next) => Admit(filter, wire, context, next));
        return app;
    }

    private static Task Admit(HostFilter filter, WireEndpoint wire, HttpContext context, RequestDelegate next)
    {
        if (filter.Refuse(context.Request) is { } reason)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync(reason);
        }

        var request = RequestReader.Read(context);
        return WireEndpoint.Takes(request) ? wire.Answer(context, request) : next(context);
    }
}
