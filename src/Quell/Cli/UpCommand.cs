using System.CommandLine;
using System.Globalization;
using System.Net;
using Quell.Engine.Scopes;
using Quell.Gate;
using Quell.Mail;
using Quell.Server;
using Quell.Storage;

namespace Quell.Cli;

/// <summary><c>quell up</c>: its options, and what of them is no good.</summary>
internal sealed class UpCommand
{
    private readonly Argument<string[]> _templates = new("TEMPLATE") { Description = "CloudFormation templates to deploy before the port opens; each becomes the stack of its file's name, or of its folder's where it is called template.yaml.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string[]> _parameters = ParameterOption.Create();
    private readonly Option<string> _data = new("--data") { Description = "Where everything is kept.", HelpName = "DIR", DefaultValueFactory = static _ => RunningInstance.DefaultFolder };
    private readonly Option<int> _port = new("--port") { Description = "The port to listen on; 0 picks a free one.", HelpName = "PORT", DefaultValueFactory = static _ => ServerOptions.DefaultPort };
    private readonly Option<string?> _smtp = new("--smtp") { Description = "Send mail through this server instead of keeping it in the data folder (quell mail).", HelpName = "HOST:PORT" };
    private readonly Option<string?> _smtpUser = new("--smtp-user") { Description = "The user to sign in with there.", HelpName = "USER" };
    private readonly Option<string?> _smtpPassword = new("--smtp-password") { Description = "The password; others on this machine can see it, --smtp-password-file keeps it to you.", HelpName = "PASSWORD" };
    private readonly Option<string?> _smtpPasswordFile = new("--smtp-password-file") { Description = "A file with the password.", HelpName = "FILE" };
    private readonly Option<bool> _smtpTls = new("--smtp-tls") { Description = "Encrypt with STARTTLS, or send nothing." };
    private readonly Option<string> _cloud = new Option<string>("--cloud") { Description = "Act on the simulated account or on AWS.", HelpName = "sandbox|aws", DefaultValueFactory = static _ => "sandbox" }.AcceptOnlyFromAmong("sandbox", "aws");
    private readonly Option<string?> _cloudEndpoint = new("--cloud-endpoint") { Description = "With --cloud aws: where AWS's APIs are, if not at AWS.", HelpName = "URL" };
    private readonly Option<string[]> _remote = new("--remote") { Description = "With --cloud aws: leave this service, which Quell otherwise serves itself, to AWS; may be given several times.", HelpName = "SERVICE" };
    private readonly Option<string?> _sources = new("--sources") { Description = "Take webhooks, CloudEvents and EventBridge's own events in as this file declares (docs/guide/ways-in.md).", HelpName = "FILE" };
    private readonly Option<string?> _sourcesListen = new("--sources-listen") { Description = "Take what the sources bring at this address, too, over TLS. Nothing else is answered there.", HelpName = "ADDRESS:PORT" };
    private readonly Option<string?> _certificate = new("--tls-certificate") { Description = "With --sources-listen: a PEM file with the certificate and those between it and its root. Read again when it changes.", HelpName = "FILE" };
    private readonly Option<string?> _key = new("--tls-key") { Description = "With --sources-listen: a PEM file with the certificate's key.", HelpName = "FILE" };
    private readonly Option<string[]> _relay = new("--relay") { Description = "Take events from this SQS queue of a real account; may be given several times.", HelpName = "QUEUE_URL" };
    private readonly Option<bool> _strict = new("--strict-permissions") { Description = "Refuse deliveries that AWS would deny for want of a resource policy, instead of warning." };
    private readonly Option<bool> _selfApproval = new("--allow-self-approval") { Description = "Let whoever started a runbook approve its steps, too: for a machine with one user. Such decisions are marked." };
    private readonly Option<string?> _linkOrigin = new("--link-origin") { Description = "What the links in requests for approval begin with, as their readers reach this Quell; else the address that it listens on.", HelpName = "URL" };
    private readonly Option<bool> _noRole = new("--allow-no-role") { Description = "Let functions, workflows and runbooks that have no role, or one that does not exist, act as the account's administrator." };
    private readonly Option<bool> _legacy = new("--legacy-s3-encryption") { Description = "New buckets of account 000000000000 are unencrypted, as before 2023." };
    private readonly Option<string?> _auth = new Option<string?>("--auth") { Description = "Accept only keys that IAM made here.", HelpName = "required" }.AcceptOnlyFromAmong("required");
    private readonly Option<string> _listen = new("--listen") { Description = "The address to listen on.", HelpName = "ADDRESS", DefaultValueFactory = static _ => "127.0.0.1" };
    private readonly Option<string?> _python = new("--python") { Description = "The Python that functions and scripts run with; the first on PATH that can import boto3 where it is not given.", HelpName = "FILE" };
    private readonly Option<string[]> _share = new("--share") { Description = "Let functions and scripts read and write this folder of the machine, too; may be given several times.", HelpName = "FOLDER" };
    private readonly Option<int> _keepDays = new("--keep-days") { Description = "How long events and histories are kept.", HelpName = "DAYS", DefaultValueFactory = static _ => (int)new RetentionLimits().Age.TotalDays };
    private readonly Option<int> _keepGigabytes = new("--keep-gigabytes") { Description = "How much the journal may hold; beyond it the oldest events go first.", HelpName = "GB", DefaultValueFactory = static _ => (int)(new RetentionLimits().Bytes >> 30) };
    private readonly Option<string?> _secretKey = new("--secret-key-file") { Description = "A file with the key that seals secrets (32 bytes in base64); QUELL_SECRET_KEY may have it instead. Without either it is secret.key in the data folder.", HelpName = "FILE" };
    private readonly Option<string[]> _outbound = new("--outbound-host") { Description = "Let API destinations and connections call this host over plain HTTP and at a link-local address; may be given several times.", HelpName = "HOST" };
    private readonly Option<string[]> _managed = new("--managed-host") { Description = "Let commands run on this host over SSH where a stack names it as managed, as whatever user and with whatever key the stack says; may be given several times.", HelpName = "HOST" };
    private readonly Option<string[]> _hosts = new("--allow-host") { Description = "Answer requests for this host, too; may be given several times.", HelpName = "HOST" };

    public static Command Create(Terminal terminal)
    {
        var up = new UpCommand();
        var command = new ExampledCommand(
            "up", "Starts Quell: deploys the templates, then opens the port. Ends on Ctrl-C.",
            "quell up template.yaml --parameter Email=ops@example.com",
            "quell up --data /var/lib/quell --port 4600 --smtp mail.example.com:587 --smtp-tls --smtp-user quell --smtp-password-file password")
        {
            up._templates, up._parameters, up._data, up._port, up._smtp, up._smtpUser, up._smtpPassword, up._smtpPasswordFile, up._smtpTls,
            up._cloud, up._cloudEndpoint, up._remote, up._sources, up._sourcesListen, up._certificate, up._key, up._relay, up._strict, up._selfApproval, up._linkOrigin, up._noRole, up._legacy, up._auth, up._python, up._share, up._keepDays, up._keepGigabytes, up._secretKey, up._outbound, up._managed, up._listen, up._hosts,
        };
        command.SetAction((parsed, cancellationToken) => new UpRun(
            terminal, up.Read(parsed), parsed.GetValue(up._templates) ?? [], ParameterOption.Read(parsed.GetValue(up._parameters))).Run(cancellationToken));
        return command;
    }

    private ServerOptions Read(ParseResult parsed) => new()
    {
        // Children of the process work in folders of their own: relative paths would lead them elsewhere.
        DataFolder = Path.GetFullPath(parsed.GetValue(_data) ?? RunningInstance.DefaultFolder),
        Port = Port(parsed.GetValue(_port)),
        Listen = Address(parsed.GetValue(_listen)),
        AllowedHosts = [.. (parsed.GetValue(_hosts) ?? []).Select(Host)],
        SecretKey = SecretKey(parsed.GetValue(_secretKey)),
        OutboundHosts = [.. (parsed.GetValue(_outbound) ?? []).Select(text => Named("--outbound-host", text))],
        ManagedHosts = [.. (parsed.GetValue(_managed) ?? []).Select(text => Named("--managed-host", text))],
        RequiresAuthentication = parsed.GetValue(_auth) is not null,
        LegacyS3Encryption = parsed.GetValue(_legacy),
        Python = Python(parsed.GetValue(_python)),
        SharedFolders = [.. (parsed.GetValue(_share) ?? []).Select(Shared)],
        Retention = new() { Age = TimeSpan.FromDays(AtLeastOne("--keep-days", parsed.GetValue(_keepDays))), Bytes = (long)AtLeastOne("--keep-gigabytes", parsed.GetValue(_keepGigabytes)) << 30 },
        StrictPermissions = parsed.GetValue(_strict),
        AllowsSelfApproval = parsed.GetValue(_selfApproval),
        AllowsNoRole = parsed.GetValue(_noRole),
        LinkOrigin = parsed.GetValue(_linkOrigin) is { } origin ? Origin(origin) : null,
        Aws = Aws(parsed),
        Smtp = Smtp(parsed),
        Sources = UpSources.Read(parsed.GetValue(_sources), parsed.GetValue(_relay) ?? []),
        SourcesAt = UpSources.Outside(parsed.GetValue(_sourcesListen), parsed.GetValue(_certificate), parsed.GetValue(_key)),
    };

    private static (string Text, string Origin)? SecretKey(string? file)
    {
        var variable = Environment.GetEnvironmentVariable(Secrets.SecretKey.Variable);

        // Programs that this process starts are not to inherit it.
        Environment.SetEnvironmentVariable(Secrets.SecretKey.Variable, null);
        return file is not null ? (System.Text.Encoding.UTF8.GetString(InputFile.Read(file)), file)
            : variable is { Length: > 0 } ? (variable, Secrets.SecretKey.Variable)
            : null;
    }

    private static string Named(string option, string text) => Uri.CheckHostName(text) is UriHostNameType.Unknown
        ? throw new CliException($"{option} wants the name or address of a host, not '{text}'.")
        : text;

    private static string Origin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }
            ? text.TrimEnd('/')
            : throw new CliException($"--link-origin wants an address such as https://quell.example.com, not '{text}'.");

    private static string? Python(string? path) =>
        path is null || File.Exists(path) ? path : throw new CliException($"--python {path}: there is no such file.");

    private static string Shared(string folder) =>
        Directory.Exists(folder) ? Path.GetFullPath(folder) : throw new CliException($"--share {folder}: there is no such folder.");

    private static int AtLeastOne(string option, int value) =>
        value >= 1 ? value : throw new CliException(string.Create(CultureInfo.InvariantCulture, $"{option} wants a whole number from 1, not {value}."));

    private AwsCloudOptions? Aws(ParseResult parsed)
    {
        var (endpoint, remote) = (parsed.GetValue(_cloudEndpoint), parsed.GetValue(_remote) ?? []);
        if (parsed.GetValue(_cloud) != "aws")
        {
            return endpoint is null && remote.Length == 0 ? null : throw new CliException("--cloud-endpoint and --remote go with --cloud aws.");
        }

        if (endpoint is not null && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            throw new CliException($"--cloud-endpoint wants a URL such as https://127.0.0.1:5000, not '{endpoint}'.");
        }

        if (remote.FirstOrDefault(service => !RemoteServices.Own.Contains(service)) is { } unknown)
        {
            throw new CliException($"--remote {unknown}: Quell does not serve it itself with --cloud aws. It serves {string.Join(", ", RemoteServices.Own.Order(StringComparer.Ordinal))}.");
        }

        return new(endpoint?.TrimEnd('/'), RegionOfEnvironment(), remote);
    }

    /// <summary>The region as the AWS CLI and SDKs take it from the environment.</summary>
    private static string RegionOfEnvironment() =>
        Environment.GetEnvironmentVariable("AWS_REGION") is { Length: > 0 } region ? region
        : Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION") is { Length: > 0 } fallback ? fallback
        : Scope.DefaultRegion;

    private static IPAddress Address(string? text)
    {
        var name = text is "localhost" ? "127.0.0.1" : text?.Trim('[', ']');
        if (!IPAddress.TryParse(name, out var address))
        {
            throw new CliException($"--listen wants an IP address such as 127.0.0.1, not '{text}'.");
        }

        return IPAddress.IsLoopback(address)
            ? address
            : throw new CliException($"--listen {text}: the APIs are for this machine's users alone. Put a proxy that knows its users in front of 127.0.0.1; for what sources bring there is --sources-listen.");
    }

    private static int Port(int port) => port is >= 0 and <= 65535
        ? port
        : throw new CliException(string.Create(CultureInfo.InvariantCulture, $"--port wants a number from 0 to 65535, not {port}."));

    private static string Host(string text) => Uri.CheckHostName(text.TrimStart('.')) is UriHostNameType.Unknown
        ? throw new CliException($"--allow-host wants the name of a host, or .example.com for all of a domain, not '{text}'.")
        : text;

    private SmtpOptions? Smtp(ParseResult parsed)
    {
        var (user, password, file) = (parsed.GetValue(_smtpUser), parsed.GetValue(_smtpPassword), parsed.GetValue(_smtpPasswordFile));
        var tls = parsed.GetValue(_smtpTls);
        if (parsed.GetValue(_smtp) is not { } server)
        {
            return user is null && password is null && file is null && !tls
                ? null
                : throw new CliException("--smtp-user, --smtp-password, --smtp-password-file and --smtp-tls go with --smtp HOST:PORT.");
        }

        if (password is not null && file is not null)
        {
            throw new CliException("Give either --smtp-password or --smtp-password-file.");
        }

        if ((user is null) != (password is null && file is null))
        {
            throw new CliException("--smtp-user and a password (--smtp-password or --smtp-password-file) go together.");
        }

        password ??= file is null ? null : System.Text.Encoding.UTF8.GetString(InputFile.Read(file)).TrimEnd('\r', '\n');
        try
        {
            return SmtpOptions.Parse(server) with { User = user, Password = password, Tls = tls ? SmtpTls.StartTls : SmtpTls.None };
        }
        catch (FormatException wrong)
        {
            throw new CliException($"--smtp: {wrong.Message}");
        }
    }
}
