using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Quell.Accounts;
using Quell.Approvals;
using Quell.Archives;
using Quell.Aws.Models;
using Quell.Aws.Operations;
using Quell.Blobs;
using Quell.Commands;
using Quell.Commands.Hosts;
using Quell.Confinement;
using Quell.Connections;
using Quell.Deliveries;
using Quell.Destinations;
using Quell.Documents;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Events;
using Quell.Events.Operations;
using Quell.Events.Schedules;
using Quell.Executions;
using Quell.Functions;
using Quell.Gate;
using Quell.Logs;
using Quell.Mail;
using Quell.Parameters;
using Quell.Permissions;
using Quell.Queues;
using Quell.Queues.Moving;
using Quell.Relay;
using Quell.Runbooks;
using Quell.Runbooks.Executing;
using Quell.Sandbox;
using Quell.Sandbox.Buckets;
using Quell.Sandbox.Trail;
using Quell.Scripts;
using Quell.Secrets;
using Quell.Sources;
using Quell.Stacks;
using Quell.Stacks.Api;
using Quell.Stacks.Deploying;
using Quell.Storage;
using Quell.Topics;
using Quell.Trail;
using Quell.Workflows;
using Quell.Workflows.Executing;
using Quell.Workflows.Testing;

namespace Quell.Server;

/// <summary>
/// Everything behind the port, put together; it reads like the architecture: journal → state → buses and deliveries →
/// engines → gate. What a part does is in the part.
/// </summary>
internal sealed class Engines : IAsyncDisposable
{
    private readonly AwsCloud? _cloud;
    private readonly ConnectionAuthorizer _authorizer;
    private readonly ApiDestinationTarget _destinations;
    private readonly Retention _retention;
    private readonly LogRetention _logRetention;
    private readonly ArchiveRetention _archiveRetention;
    private readonly ReplayRunner _replays;
    private readonly MoveTaskRunner _moves;
    private readonly EndpointClient _webhooks;
    private readonly InstanceShell _instanceShell;
    private readonly HostShell _hostShell;
    private readonly CommandRunner _commands;

    /// <exception cref="JournalException">The data folder cannot be used.</exception>
    public Engines(ServerOptions options, TimeProvider time, ILoggerFactory logs)
    {
        (Options, Time) = (options, time);
        Directory.CreateDirectory(options.DataFolder);
        Journal = Journal.Open(options.JournalPath, logs.CreateLogger<Journal>());
        Sequences = Sequences.Of(Journal);
        Seed = Storage.Seed.Of(Journal);
        Secrets = SecretKey.Open(Journal, options.SecretKey, options.SecretKeyPath);
        Store = new ResourceStore(Journal, Secrets);
        Blobs = new BlobStore(options.BlobFolder);
        Trail = new TrailLog(ServiceCatalog.Default, Journal);

        Dispatcher = new DeliveryDispatcher(Journal, Sequences, Targets, time, logs.CreateLogger<DeliveryDispatcher>())
        {
            Permissions = new DeliveryPermissions(ServicePolicies.Of(Store).Denial, options.StrictPermissions),
        };
        Bus = new EventBus(new BusTable(Store), Sequences, Dispatcher, time, EventBus.SeedOf(Seed));
        Local = new LocalCalls(Operations, Store, Journal, Sequences, Trail) { Seed = Seed, SecretKey = Secrets.Derive("operations"), Bus = Bus.Prepare };
        if (options.Aws is { } aws)
        {
            Connection = new AwsConnection(time, aws);
            _cloud = new AwsCloud(Connection, Blobs, Journal, time, logs.CreateLogger<AwsCloud>()) { Seed = Seed };
        }

        var permissions = new PermissionCheck(Store) { AllowsNoRole = options.AllowsNoRole, AreIdentitiesElsewhere = options.Aws is not null };
        Gate = new CallGate(CallGate.AllowAll, Local, _cloud is null ? null : new RemoteServices(_cloud, options.Aws?.Remote ?? []), Journal, Sequences)
        {
            Permissions = permissions.Denial,
        };
        Environments = new EnvironmentKeys(new IdSource(RandomNumberGenerator.GetHexString(64), "environments"));
        Timers = new TimerLoop(Operations, Store, Sequences, time, logs.CreateLogger<TimerLoop>()) { Seed = Seed, SecretKey = Secrets.Derive("timers"), Bus = Bus.Prepare, Realign = RuleSchedule.Realign };

        Sources = new LiveSources(
            options.Sources, new IncomingEvents(Bus, Sequences, Journal, time), () => new(Account, options.Aws?.Region ?? Scope.DefaultRegion), time);

        Relays = new QueueRelays(Sources, time, logs.CreateLogger<QueueRelay>());

        Queues = new LiveQueues(Store, Journal, Sequences, time);
        var mover = new MessageMover(Queues, Journal);
        _moves = new MoveTaskRunner(Store, Queues, mover, time, logs.CreateLogger<MoveTaskRunner>());
        Letters = new LetterRedrive(Store, mover, Journal, Dispatcher, Bus);
        Put = new PutEvents(Bus, Sequences, Journal, time);
        _replays = new ReplayRunner(Store, Journal, Bus, time, logs.CreateLogger<ReplayRunner>());
        TargetKinds.OnlyAccount = () => Operator?.Principal.Account;
        Operations.AddSandbox().AddTrail(Trail.Read).AddEvents(Put, TargetKinds).AddArchives(Store, Journal, Sequences).AddQueues(Store, Queues);

        var otherBus = new BusTarget();
        otherBus.Bind(Bus);
        Targets.Add("sqs", new QueueTarget(Store, Queues)).Add("events", otherBus);

        Endpoints = new EndpointPolicy(options.OutboundHosts);
        Requests = new ConnectedRequests(Store, Secrets, Endpoints, time);
        _authorizer = new ConnectionAuthorizer(Store, Requests, time, logs.CreateLogger<ConnectionAuthorizer>());
        Operations.AddConnections(new ConnectionChanging(Secrets, Endpoints));
        new DestinationOperations(Endpoints).AddTo(Operations);
        _destinations = new ApiDestinationTarget(Store, Requests, Journal, time);
        Targets.Add("api-destination", _destinations);

        IMailTransport mail = options.Smtp is { } smtp ? new SmtpTransport(smtp, time) : new MailboxTransport(options.MailFolder);
        Topics = new LiveTopics(Store, Journal, Dispatcher, Targets, mail, time, logs.CreateLogger<LiveTopics>());
        Operations.AddTopics(Topics.Publishing);

        Logs = new LogStore(Journal, Store, time, logs.CreateLogger<LogStore>());
        _retention = new Retention(Journal, options.Retention, time, logs.CreateLogger<Retention>());
        _archiveRetention = new ArchiveRetention(Store, Journal, time, logs.CreateLogger<ArchiveRetention>());
        _logRetention = new LogRetention(Logs, logs.CreateLogger<LogRetention>());
        Codes = new CodeStore(options.FunctionFolder);
        Confiner = new Confiner(options.ConfinementFolder, options.Python, logs.CreateLogger<Confiner>()) { SharedFolders = options.SharedFolders };
        Functions = new FunctionEngine(
            new FunctionHost
            {
                Folder = options.FunctionFolder,
                Codes = Codes,
                Resources = Store,
                Keys = Environments,
                Logs = Logs,
                Objects = new StoredPackages(Blobs, Codes).Read,
                Confiner = Confiner,
                Time = time,
                Log = logs.CreateLogger<FunctionEngine>(),
            },
            Journal, Dispatcher, Queues, Seed);
        Scripts = new ScriptRunner(new ScriptHost { Confiner = Confiner, Keys = Environments, Time = time });
        Operations.AddLogs(Logs).AddFunctions(Functions);
        Targets.Add("lambda", Functions.Target).Add("logs", new LogGroupTarget(Logs));

        var world = new StackWorld(Store, Journal, Gate.Pass, time, logs.CreateLogger<StackRunner>()) { Seed = Seed, Payload = Blobs.Open };
        Stacks = new StackRunner(world);
        Executions = new DurableExecutions(new ExecutionHost
        {
            Journal = Journal,
            Sequences = Sequences,
            Time = time,
            Log = logs.CreateLogger<DurableExecutions>(),
        });
        ExecutionCalls = new ExecutionCalls(Gate.Pass, Blobs, time, Seed);
        Tokens = new TaskTokens(Seed);
        var workflows = new WorkflowHost
        {
            Journal = Journal,
            Resources = Store,
            Calls = ExecutionCalls,
            Tokens = Tokens,
            Requests = Requests,
            Logs = Logs,
            Bus = Bus.Prepare,
            Time = time,
            Seed = Seed,
        };
        Workflows = new WorkflowEngine(workflows, Executions);
        Operations.AddWorkflows(Workflows.Deletions.IsRunning).AddWorkflowExecutions(Workflows);
        Targets.Add("states", new WorkflowTarget(Workflows));
        TargetKinds.Add("states", "stateMachine:", "Step Functions state machines");
        new StateTesting(Workflows, time, Seed).AddTo(Operations);
        _webhooks = new EndpointClient(Endpoints, time);
        ApprovalLinks = new ApprovalLinks(Secrets);
        Runbooks = new RunbookEngine(
            new RunbookHost
            {
                Journal = Journal,
                Resources = Store,
                Calls = ExecutionCalls,
                Tokens = Tokens,
                Scripts = Scripts,
                Blobs = Blobs,
                Logs = Logs,
                Endpoints = _webhooks,
                Links = ApprovalLinks,
                Pass = Gate.Pass,
                Bus = Bus.Prepare,
                Time = time,
                Seed = Seed,
                IsCloudAws = options.Aws is not null,
                AllowsSelfApproval = options.AllowsSelfApproval,
                AllowsNoRole = options.AllowsNoRole,
            },
            Executions);
        Operations.AddAutomations(Runbooks).AddCommands();
        var commandLog = logs.CreateLogger<CommandRunner>();
        var instanceFolders = new InstanceFolders(options.InstanceFolder, commandLog);
        var hosts = new HostPolicy(options.ManagedHosts);
        new NodeOperations(hosts).AddTo(Operations);
        _instanceShell = new InstanceShell(Confiner, instanceFolders, time);
        _hostShell = new HostShell(Store, hosts, options.HostKeyFolder, time);
        _commands = new CommandRunner(
            Store, new InvocationChange(Store, Bus.Prepare, time), node => ManagedNode.IsId(node) ? _hostShell : _instanceShell, instanceFolders, time, commandLog);
        Targets.Add("ssm", Runbooks.Target);
        TargetKinds.Add("ssm", "automation-definition/", "Systems Manager runbooks");
        Operations.AddParameters(Secrets).AddDocuments(Blobs.Open).AddStacks(world, Stacks);
        Deployer = new StackDeployer(world, Stacks, ServicePolicies.Of(Store).Denial);
    }

    public ServerOptions Options { get; }

    public TimeProvider Time { get; }

    public Journal Journal { get; }

    public Sequences Sequences { get; }

    /// <summary>Seeds every id that this data folder makes.</summary>
    public string Seed { get; }

    /// <summary>The packages of functions.</summary>
    public CodeStore Codes { get; }

    /// <summary>Seals what must not lie readable in the journal.</summary>
    public SecretBox Secrets { get; }

    public ApprovalLinks ApprovalLinks { get; }

    public ResourceStore Store { get; }

    public BlobStore Blobs { get; }

    public TrailLog Trail { get; }

    public OperationTable Operations { get; } = new();

    public DeliveryTargets Targets { get; } = new();

    public DeliveryDispatcher Dispatcher { get; }

    public EventBus Bus { get; }

    public PutEvents Put { get; }

    /// <summary>The ways in from outside.</summary>
    public LiveSources Sources { get; }

    /// <summary>Those of them that poll; started when the port opens.</summary>
    public QueueRelays Relays { get; }

    public TargetKinds TargetKinds { get; } = new();

    public LocalCalls Local { get; }

    public CallGate Gate { get; }

    public EnvironmentKeys Environments { get; }

    public TimerLoop Timers { get; }

    public LiveQueues Queues { get; }

    /// <summary>Sends dead letters of rules again.</summary>
    public LetterRedrive Letters { get; }

    public LiveTopics Topics { get; }

    /// <summary>Where requests to outside endpoints may go.</summary>
    public EndpointPolicy Endpoints { get; }

    /// <summary>Requests to outside endpoints, as connections authorize them.</summary>
    public ConnectedRequests Requests { get; }

    public LogStore Logs { get; }

    /// <summary>Starts functions and scripts.</summary>
    public Confiner Confiner { get; }

    /// <summary>Runs the scripts of runbooks.</summary>
    public ScriptRunner Scripts { get; }

    public FunctionEngine Functions { get; }

    /// <summary>Executions of workflows and runbooks.</summary>
    public DurableExecutions Executions { get; }

    /// <summary>Makes their calls.</summary>
    public ExecutionCalls ExecutionCalls { get; }

    /// <summary>Name what in an execution waits for somebody.</summary>
    public TaskTokens Tokens { get; }

    public WorkflowEngine Workflows { get; }

    public RunbookEngine Runbooks { get; }

    public StackRunner Stacks { get; }

    /// <summary>Deploys template files.</summary>
    public StackDeployer Deployer { get; }

    /// <summary>The real account; null where the sandbox is the cloud.</summary>
    public AwsConnection? Connection { get; }

    /// <summary>Who operates this Quell in front of AWS; null before <see cref="Connect"/> and with the sandbox.</summary>
    public OperatorKey? Operator { get; private set; }

    /// <summary>Opens the REST API where this process asks its callers who they are; new with each start.</summary>
    public string ApiToken { get; } = RandomNumberGenerator.GetHexString(64, lowercase: true);

    /// <summary>The account that templates are deployed into.</summary>
    public string Account => Operator?.Principal.Account ?? Scope.DefaultAccount;

    /// <summary>Finds out which real account this is, and settles what a crash left open towards it.</summary>
    /// <exception cref="Aws.AwsException">There are no credentials, or AWS does not take them.</exception>
    public async Task Connect(CancellationToken cancellationToken)
    {
        if (Connection is not null)
        {
            Operator = await Connection.Identify(cancellationToken).ConfigureAwait(false);
            await AwsCloud.Settle(Journal).ConfigureAwait(false);
        }
    }

    /// <summary>Goes on with what was under way when the process ended.</summary>
    public void Start()
    {
        SetLegacyEncryption();
        _authorizer.Start();
        Dispatcher.Start();
        Topics.Start();
        _replays.Start();
        _moves.Start();
        Timers.Start();
        Stacks.Start();
    }

    /// <summary>The account setting behind <c>--legacy-s3-encryption</c> follows the option; buckets that exist keep what they have.</summary>
    private void SetLegacyEncryption()
    {
        if (BucketSettings.NewBucketsUnencrypted(Store.Current, Scope.DefaultAccount) != Options.LegacyS3Encryption)
        {
            Store.Run(state =>
            {
                var edit = new ResourceEdit(state);
                BucketSettings.SetNewBucketsUnencrypted(edit, Scope.DefaultAccount, Options.LegacyS3Encryption);
                return new ResourceStep<bool>(edit, Options.LegacyS3Encryption);
            });
        }
    }

    /// <summary>Has executions go on that had not ended. Their work begins: the port has to be open, or about to be.</summary>
    /// <param name="authority">Host and port where this process listens.</param>
    public void StartExecutions(string authority)
    {
        ExecutionCalls.Authority = authority;
        ApprovalLinks.Origin = Options.LinkOrigin ?? $"http://{authority}";
        _commands.Start();
        Executions.Start();
        Workflows.Start();
    }

    /// <summary>Lets what runs come to its end, and closes the journal last.</summary>
    public async ValueTask DisposeAsync()
    {
        await Relays.DisposeAsync().ConfigureAwait(false);
        await Stacks.DisposeAsync().ConfigureAwait(false);
        await Timers.DisposeAsync().ConfigureAwait(false);
        await _moves.DisposeAsync().ConfigureAwait(false);
        await _replays.DisposeAsync().ConfigureAwait(false);
        _destinations.StopWaiting();
        await Dispatcher.DisposeAsync().ConfigureAwait(false);
        await _authorizer.DisposeAsync().ConfigureAwait(false);
        await Executions.DisposeAsync().ConfigureAwait(false);
        await _commands.DisposeAsync().ConfigureAwait(false);
        _hostShell.Dispose();
        _instanceShell.Dispose();
        Runbooks.Dispose();
        _webhooks.Dispose();
        await Functions.DisposeAsync().ConfigureAwait(false);
        await Scripts.DisposeAsync().ConfigureAwait(false);
        Confiner.Dispose();
        await Topics.DisposeAsync().ConfigureAwait(false);
        await _logRetention.DisposeAsync().ConfigureAwait(false);
        await _archiveRetention.DisposeAsync().ConfigureAwait(false);
        await _retention.DisposeAsync().ConfigureAwait(false);
        Queues.Dispose();
        Requests.Dispose();
        _destinations.Dispose();
        _cloud?.Dispose();
        Connection?.Dispose();
        await Journal.DisposeAsync().ConfigureAwait(false);
    }
}
