using System.Net;
using System.Net.Sockets;
using Quell.Gate;
using Quell.Mail;
using Quell.Sources;
using Quell.Storage;

namespace Quell.Server;

/// <summary>What a running Quell was told.</summary>
internal sealed record ServerOptions
{
    public const int DefaultPort = 4600;

    /// <summary>Everything that is kept lies in here; made when it does not exist. Child processes and addresses name it, so it is absolute.</summary>
    public required string DataFolder { get; init => field = Path.GetFullPath(value); }

    /// <summary>0 picks a free one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>A socket that is bound to <see cref="Listen"/> and <see cref="Port"/> already; null to bind one.</summary>
    public Socket? BoundSocket { get; init; }

    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>Hosts that requests may name besides loopback's own.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>How long and how much of what has happened is kept.</summary>
    public RetentionLimits Retention { get; init; } = new();

    /// <summary>Refuse keys that IAM did not make; implied by <c>--cloud aws</c>.</summary>
    public bool RequiresAuthentication { get; init; }

    /// <summary>Whether callers have to say who they are: asked for, or because this acts on AWS.</summary>
    public bool AsksCallers => RequiresAuthentication || Aws is not null;

    /// <summary>New buckets are unencrypted, as before 2023.</summary>
    public bool LegacyS3Encryption { get; init; }

    /// <summary>Refuse deliveries that AWS would deny for want of a resource policy, instead of warning.</summary>
    public bool StrictPermissions { get; init; }

    /// <summary>Whether somebody may approve what they have started themselves.</summary>
    public bool AllowsSelfApproval { get; init; }

    /// <summary>What the links in requests for approval begin with, <c>https://quell.example.com</c>; null for the address that this listens on.</summary>
    public string? LinkOrigin { get; init; }

    /// <summary>Whether what has no role, or one that the account does not have, acts as the account's administrator.</summary>
    public bool AllowsNoRole { get; init; }

    /// <summary>The real account in front of which this runs; null for the sandbox.</summary>
    public AwsCloudOptions? Aws { get; init; }

    /// <summary>Where mail is sent; null keeps it in <see cref="MailFolder"/>.</summary>
    public SmtpOptions? Smtp { get; init; }

    /// <summary>The Python that runs functions; null for the first <c>python3</c> on the path that can import boto3.</summary>
    public string? Python { get; init; }

    /// <summary>Folders of the machine that functions and scripts may read and write besides their own.</summary>
    public IReadOnlyList<string> SharedFolders { get; init; } = [];

    /// <summary>The ways in from outside: webhooks, CloudEvents, queues of a real account.</summary>
    public SourceDefinitions Sources { get; init; } = SourceDefinitions.None;

    /// <summary>
    /// Where sources, and nothing else, are also answered, over TLS: the one place that others than this machine's users reach. Null
    /// for nowhere.
    /// </summary>
    public (IPEndPoint Address, TlsFiles Files)? SourcesAt { get; init; }

    /// <summary>The key that seals secrets, in base64, and where it comes from; null for the data folder's own.</summary>
    public (string Text, string Origin)? SecretKey { get; init; }

    /// <summary>Hosts that connections and API destinations may call over plain HTTP and at link-local addresses.</summary>
    public IReadOnlyList<string> OutboundHosts { get; init; } = [];

    /// <summary>Hosts that commands may run on over SSH, where a stack names them as managed.</summary>
    public IReadOnlyList<string> ManagedHosts { get; init; } = [];

    public string SecretKeyPath => Path.Combine(DataFolder, "secret.key");

    public string JournalPath => Path.Combine(DataFolder, "quell.db");

    public string BlobFolder => Path.Combine(DataFolder, "blobs");

    public string FunctionFolder => Path.Combine(DataFolder, "functions");

    public string ConfinementFolder => Path.Combine(DataFolder, "confinement");

    /// <summary>The files of the sandbox's instances.</summary>
    public string InstanceFolder => Path.Combine(DataFolder, "instances");

    /// <summary>The keys of managed hosts, while there are sessions.</summary>
    public string HostKeyFolder => Path.Combine(DataFolder, "host-keys");

    public string MailFolder => Path.Combine(DataFolder, "mail");
}
