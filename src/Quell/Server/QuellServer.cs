using System.Net.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quell.Api;
using Quell.Approvals;
using Quell.Aws.Models;
using Quell.Aws.Protocols;
using Quell.Aws.Signing;
using Quell.Confinement;
using Quell.Functions.Runtimes;
using Quell.Sources;

namespace Quell.Server;

/// <summary>The engines and the one port in front of them: signed requests go to the AWS wire APIs, everything else to Quell's own.</summary>
internal sealed class QuellServer : IAsyncDisposable
{
    /// <summary>How long requests under way hold up the end.</summary>
    private static readonly TimeSpan RequestGrace = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;

    private QuellServer(WebApplication app, Engines engines) => (_app, Engines) = (app, engines);

    public Engines Engines { get; }

    /// <summary>Where it listens, once it does: <c>http://127.0.0.1:4600</c>.</summary>
    public Uri Address => Addresses.First(static address => address.Scheme == Uri.UriSchemeHttp);

    /// <summary>Where sources are answered for others than this machine's users; null where they are not.</summary>
    public Uri? SourcesAddress => Addresses.FirstOrDefault(static address => address.Scheme == Uri.UriSchemeHttps);

    private IEnumerable<Uri> Addresses => _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>()
        .Addresses.Select(static address => new Uri(address));

    /// <summary>Opens the data folder and builds everything; nothing runs or listens yet.</summary>
    /// <exception cref="Storage.JournalException">The data folder cannot be used.</exception>
    /// <exception cref="IOException">The TLS certificate cannot be used.</exception>
    public static QuellServer Create(ServerOptions options, TimeProvider time, ILoggerFactory logs)
    {
        var tls = options.SourcesAt is { } at ? TlsCertificate.Load(at.Files, time, logs.CreateLogger<TlsCertificate>()) : null;
        var engines = new Engines(options, time, logs);
        var app = Build(engines, logs, Endpoint(engines, logs), tls);
        app.Lifetime.ApplicationStopping.Register(engines.Queues.StopWaiting);
        app.Lifetime.ApplicationStopping.Register(engines.Functions.Api.StopWaiting);
        return new(app, engines);
    }

    /// <summary>Starts the engines, then opens the port.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public async Task Start(CancellationToken cancellationToken)
    {
        Engines.Start();
        await Open(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens the port of a server whose engines have been started.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public async Task Open(CancellationToken cancellationToken)
    {
        await _app.StartAsync(cancellationToken).ConfigureAwait(false);
        Engines.Confiner.Port = Address.Port;
        Engines.Endpoints.OwnPorts = [.. Addresses.Select(static address => address.Port)];
        _ = Engines.Confiner.Announce();
        await Engines.Functions.Start($"127.0.0.1:{Address.Port}").ConfigureAwait(false);
        Engines.StartExecutions($"127.0.0.1:{Address.Port}");
        Engines.Relays.Start();
    }

    /// <summary>Completes when the process is asked to stop; the port stays open until <see cref="DisposeAsync"/>.</summary>
    public static async Task Completion(CancellationToken cancellationToken)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(asked.SetResult).ConfigureAwait(false);
        await asked.Task.ConfigureAwait(false);
    }

    /// <summary>Lets functions come to their end, closes the port, then the engines.</summary>
    public async ValueTask DisposeAsync()
    {
        await Engines.Functions.Settle().ConfigureAwait(false);
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        await Engines.DisposeAsync().ConfigureAwait(false);
    }

    private static WireEndpoint Endpoint(Engines engines, ILoggerFactory logs)
    {
        var verifier = new SigV4Verifier(new SigningKeyCache());
        var callers = new Callers(engines.Store, engines.Environments, verifier, engines.Time)
        {
            AcceptsUnknownKeys = !engines.Options.AsksCallers,
            Operator = () => engines.Operator,
        };
        return new(
            new WireServer(ServiceCatalog.Default), callers, verifier, engines.Gate, engines.Put, engines.Blobs, engines.Time, logs.CreateLogger<WireEndpoint>());
    }

    private static WebApplication Build(Engines engines, ILoggerFactory logs, WireEndpoint wire, TlsCertificate? tls)
    {
        var options = engines.Options;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "quell", ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton(logs);
        // The process itself takes the signals that end it: functions answer through the port, so it closes after them.
        builder.Services.AddSingleton<IHostLifetime, OwnLifetime>();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = RequestGrace);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Objects of any size go through a file; what is held in memory has a limit of its own.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MaxRequestLineSize = 32 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
            kestrel.Listen(options.Listen, options.Port);
            if (options.SourcesAt is { } at && tls is not null)
            {
                kestrel.Listen(at.Address, listen => listen.UseHttps(new TlsHandshakeCallbackOptions
                {
                    OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = tls.Current }),
                }));
            }
        });
        if (options.BoundSocket is { } bound)
        {
            builder.Services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = endpoint =>
                endpoint.Equals(bound.LocalEndPoint) ? bound : SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint));
        }

        engines.Confiner.Connections.AddTo(builder);
        var app = builder.Build();
        var filter = new HostFilter(["127.0.0.1", "localhost", ".localhost", "[::1]", .. options.AllowedHosts]);
        app.Use((context, next) => Admit(filter, wire, context, next));
        // Behind the wire APIs, so that their paths are never taken for ours.
        app.UseRouting();
        app.MapApi(engines, logs.CreateLogger("Quell.Api"));
        ApprovalLinkEndpoint.Map(app, engines.Runbooks.Approvals, engines.ApprovalLinks, engines.Executions.Store);
        SourceEndpoint.Map(app, engines.Sources, engines.Time, logs.CreateLogger<SourceEndpoint>());
        app.Map(RuntimeApi.Prefix.TrimEnd('/') + "/{**path}", engines.Functions.Api.Handle);
        return app;
    }

    private static Task Admit(HostFilter filter, WireEndpoint wire, HttpContext context, RequestDelegate next)
    {
        if (context.Request.IsHttps)
        {
            // From outside: there are sources, each with its own check, and the signed links of approvals, and nothing else.
            return context.Request.Path.StartsWithSegments(SourceEndpoint.Prefix.TrimEnd('/'), StringComparison.Ordinal) || ApprovalLinkEndpoint.IsLink(context.Request)
                ? next(context)
                : SourceEndpoint.NothingHere(context);
        }

        // A page of another site may open the link of an approval, and nothing that is a call.
        var request = RequestReader.Read(context);
        var isCall = WireEndpoint.Takes(request);
        if (filter.Refuse(context.Request, opensLink: !isCall && ApprovalLinkEndpoint.IsOpened(context.Request)) is { } reason)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync(reason);
        }

        return isCall ? wire.Answer(context, request)
            : context.Features.Get<ConfinedOrigin>() is { } origin && !origin.AdmitsPath(context.Request.Path.Value ?? "") ? NotForRuns(context)
            : next(context);
    }

    /// <summary>A function or script approves, deploys and reads nothing but by calls that the gate decides.</summary>
    private static Task NotForRuns(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync("Functions and scripts reach the AWS APIs here, with their own credentials, and nothing else.");
    }

    private sealed class OwnLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
