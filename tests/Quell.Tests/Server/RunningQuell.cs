using Microsoft.Extensions.Logging.Abstractions;
using Quell.Server;

namespace Quell.Tests.Server;

/// <summary>
/// A Quell of its own in this process: a new data folder, a free port, every engine running. Shared by the classes of the collection
/// <see cref="Name"/>; their tests name their own resources.
/// </summary>
public sealed class RunningQuell : IAsyncLifetime
{
    public const string Name = "running quell";

    private static readonly string[] Known =
    [
        "ec2", "s3", "iam", "sts", "cloudtrail", "events", "sns", "sqs", "lambda", "logs", "cloudformation", "stepfunctions", "ssm", "s3control", "kms",
        "secretsmanager", "rds", "securityhub", "config",
    ];

    private QuellServer? _server;

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("quell-test-").FullName;

    public Uri Address => Server.Address;

    internal QuellServer Server => _server ?? throw new InvalidOperationException("It has not been started.");

    /// <summary>The services of this product that are served, by their botocore names, with commas.</summary>
    internal string Services => string.Join(',', Known.Intersect(Server.Engines.Operations.All.Select(operation => operation.Service)));

    public Task InitializeAsync() => Start(options => options);

    public async Task DisposeAsync()
    {
        await Stop();
        Directory.Delete(DataFolder, recursive: true);
    }

    internal async Task Start(Func<ServerOptions, ServerOptions> with)
    {
        _server = QuellServer.Create(with(new ServerOptions { DataFolder = DataFolder, Port = 0 }), TimeProvider.System, NullLoggerFactory.Instance);
        await _server.Start(CancellationToken.None);
    }

    internal async Task Stop()
    {
        if (_server is { } server)
        {
            _server = null;
            await server.DisposeAsync();
        }
    }

    /// <summary>One call of the AWS CLI.</summary>
    internal Task<ProgramResult> Aws(string[] cli, params string[] arguments) => Aws(cli, "test", arguments);

    /// <summary>One call of the AWS CLI with an access key.</summary>
    internal Task<ProgramResult> Aws(string[] cli, string key, string[] arguments) => ClientPrograms.Run(
        cli,
        ["--endpoint-url", Address.ToString().TrimEnd('/'), .. arguments],
        new Dictionary<string, string> { ["AWS_ACCESS_KEY_ID"] = key, ["AWS_SECRET_ACCESS_KEY"] = "test", ["AWS_DEFAULT_REGION"] = "us-east-1" });

    /// <summary>Runs one of the scripts beside the tests; every check of it must have been passed, and it must have come to its end.</summary>
    /// <returns>The names of the checks that were passed.</returns>
    internal async Task<IReadOnlyList<string>> Check(string[] program, string script, params string[] arguments)
    {
        var result = await ClientPrograms.Run(
            program, [ClientPrograms.Script(script), Address.ToString().TrimEnd('/'), Services, .. arguments]);
        result.Lines("FAILED").ShouldBeEmpty();
        result.Lines("done").Count().ShouldBe(1, result.Error);
        return [.. result.Lines("ok ").Select(line => line[3..])];
    }
}

[CollectionDefinition(RunningQuell.Name)]
public sealed class RunningQuellTests : ICollectionFixture<RunningQuell>;
