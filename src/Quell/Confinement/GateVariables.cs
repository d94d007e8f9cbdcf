using Quell.Gate;

namespace Quell.Confinement;

/// <summary>The environment variables through which AWS SDKs find the gate, and nothing else.</summary>
internal static class GateVariables
{
    /// <param name="key">Whose credentials; null for none.</param>
    /// <param name="authority">Host and port of the gate.</param>
    public static Dictionary<string, string> Of(EnvironmentKey? key, string region, string authority)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
            ["LANG"] = "C.UTF-8",
            ["TZ"] = ":UTC",
            ["AWS_REGION"] = region,
            ["AWS_DEFAULT_REGION"] = region,
            ["AWS_ENDPOINT_URL"] = $"http://{authority}",
            ["AWS_DISABLE_HOST_PREFIX_INJECTION"] = "true",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        };
        if (key is not null)
        {
            variables["AWS_ACCESS_KEY_ID"] = key.AccessKeyId;
            variables["AWS_SECRET_ACCESS_KEY"] = key.Secret;
            variables["AWS_SESSION_TOKEN"] = key.SessionToken;
        }

        return variables;
    }
}
