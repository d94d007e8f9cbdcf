using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Client;
using Quell.Aws.Models;
using Quell.Aws.Signing;
using Quell.Engine.Json;

namespace Quell.Gate;

/// <summary>
/// The real account in front of which Quell runs: a client, the process's own credentials (environment, profile, SSO, web
/// identity, instance role: the AWS SDK's chain) and the account that they belong to.
/// </summary>
internal sealed class AwsConnection(TimeProvider time, AwsCloudOptions options) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),
    });

    private AwsClient? _client;
    private AWSCredentials? _credentials;

    public AwsClient Client => _client ??= new(_http, ServiceCatalog.Default, new AwsClientOptions(options.Endpoint), time);

    /// <summary>The process's own credentials, fresh.</summary>
    /// <exception cref="AwsException"><c>NoCredentials</c>: the chain found none.</exception>
    public async ValueTask<SigningCredentials> Credentials(CancellationToken cancellationToken)
    {
        try
        {
            _credentials ??= DefaultAWSCredentialsIdentityResolver.GetCredentials();
            var keys = await _credentials.GetCredentialsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            return new(keys.AccessKey, keys.SecretKey, keys.UseToken ? keys.Token : null);
        }
        catch (AmazonClientException fault)
        {
            throw new AwsException(
                "NoCredentials", $"No AWS credentials ({fault.Message}). Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.", 403);
        }
    }

    /// <summary>Looks for credentials anew when they are needed next: those there were have been refused.</summary>
    public void Renew() => _credentials = null;

    /// <summary>Who the process's credentials belong to; the one identity from outside that Quell accepts in front of AWS.</summary>
    /// <exception cref="AwsException">STS refused, or could not be reached.</exception>
    public async Task<OperatorKey> Identify(CancellationToken cancellationToken)
    {
        var keys = await Credentials(cancellationToken).ConfigureAwait(false);
        var answer = await Client.CallAsync(
            new AwsRequest("sts", "GetCallerIdentity", JsonObject.Empty, options.Region) { Credentials = Credentials }, cancellationToken)
            .ConfigureAwait(false);
        var account = answer.Output.String("Account") ?? throw new AwsException("InvalidResponse", "GetCallerIdentity named no account.", 502);
        var arn = answer.Output.String("Arn") ?? account;
        var principal = new Principal
        {
            Type = arn.Contains(":assumed-role/", StringComparison.Ordinal) ? "AssumedRole" : arn.EndsWith(":root", StringComparison.Ordinal) ? "Root" : "IAMUser",
            PrincipalId = answer.Output.String("UserId") ?? account,
            Arn = arn,
            Account = account,
            AccessKeyId = keys.AccessKey,
        };
        return new(keys.AccessKey, keys.Secret, keys.SessionToken, principal);
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>The key that Quell itself runs with in front of AWS: whoever has it operates this Quell.</summary>
internal sealed record OperatorKey(string AccessKeyId, string Secret, string? SessionToken, Principal Principal);

/// <summary>How Quell reaches AWS.</summary>
/// <param name="Endpoint">One address for every service instead of AWS's own; null for AWS's.</param>
/// <param name="Region">The region of the process's own calls.</param>
/// <param name="Remote">Services of Quell's own that are left to AWS.</param>
internal sealed record AwsCloudOptions(string? Endpoint, string Region, IReadOnlyList<string> Remote);
