using System.Collections.Frozen;

namespace Quell.Engine.Workflows.Validation.States;

/// <summary>How a task may wait for a service.</summary>
[Flags]
internal enum IntegrationPatterns
{
    /// <summary>It goes on with the answer of the call.</summary>
    Response = 1,

    /// <summary><c>.sync</c>: until the job has ended.</summary>
    Sync = 2,

    /// <summary><c>.sync:2</c>: the same, with a parsed output.</summary>
    Sync2 = 4,

    /// <summary><c>.waitForTaskToken</c>: until the token comes back.</summary>
    Token = 8,
}

/// <summary>
/// The optimized integrations with their actions (developer guide, "Integrating optimized services with Step Functions"). Beside them
/// there is <c>aws-sdk</c>, with every service and action.
/// </summary>
internal static class ServiceIntegrations
{
    private const IntegrationPatterns Plain = IntegrationPatterns.Response;
    private const IntegrationPatterns Job = IntegrationPatterns.Response | IntegrationPatterns.Sync;
    private const IntegrationPatterns Callback = IntegrationPatterns.Response | IntegrationPatterns.Token;
    private const IntegrationPatterns JobOrCallback = Job | Callback;

    private static readonly FrozenDictionary<string, IntegrationPatterns> Actions = new (string Service, IntegrationPatterns Patterns, string Actions)[]
    {
        ("apigateway", Callback, "invoke"),
        ("athena", Job, "startQueryExecution"),
        ("athena", Plain, "stopQueryExecution getQueryExecution getQueryResults"),
        ("batch", Job, "submitJob"),
        ("bedrock", JobOrCallback, "createModelCustomizationJob"),
        ("bedrock", Callback, "invokeModel"),
        ("codebuild", Job, "startBuild startBuildBatch retryBuildBatch"),
        ("codebuild", Plain, "stopBuild stopBuildBatch batchDeleteBuilds batchGetReports deleteBuildBatch"),
        ("databrew", Job, "startJobRun"),
        ("dynamodb", Plain, "getItem putItem deleteItem updateItem"),
        ("ecs", JobOrCallback, "runTask"),
        ("eks", Job, "createCluster createNodegroup deleteCluster deleteNodegroup"),
        ("eks", JobOrCallback, "runJob call"),
        ("elasticmapreduce", Job, "createCluster terminateCluster addStep"),
        ("elasticmapreduce", Plain, "setClusterTerminationProtection cancelStep modifyInstanceFleetByName modifyInstanceGroupByName"),
        ("emr-containers", Job, "deleteVirtualCluster startJobRun"),
        ("emr-containers", Plain, "createVirtualCluster"),
        ("emr-serverless", Job, "createApplication startApplication stopApplication deleteApplication startJobRun cancelJobRun"),
        ("events", Callback, "putEvents"),
        ("glue", Job, "startJobRun"),
        ("http", Plain, "invoke"),
        ("lambda", Callback, "invoke"),
        ("mediaconvert", Job, "createJob"),
        ("sagemaker", Job, "createHyperParameterTuningJob createLabelingJob createProcessingJob createTrainingJob createTransformJob"),
        ("sagemaker", Plain, "createEndpoint createEndpointConfig createModel updateEndpoint"),
        ("sns", Callback, "publish"),
        ("sqs", Callback, "sendMessage"),
        ("states", JobOrCallback | IntegrationPatterns.Sync2, "startExecution"),
    }
        .SelectMany(line => line.Actions.Split(' ').Select(action => ($"{line.Service}:{action}", line.Patterns)))
        .ToFrozenDictionary(line => line.Item1, line => line.Patterns, StringComparer.Ordinal);

    /// <param name="action">What follows <c>arn:aws:states:::</c>, without its pattern: <c>sqs:sendMessage</c>, <c>aws-sdk:s3:getObject</c>.</param>
    /// <param name="pattern">The pattern that is asked for.</param>
    public static bool Has(string action, IntegrationPatterns pattern)
    {
        const string Sdk = "aws-sdk:";
        return action.StartsWith(Sdk, StringComparison.Ordinal)
            ? Callback.HasFlag(pattern) && action[Sdk.Length..].Split(':') is [{ Length: > 0 }, { Length: > 0 } name] && char.IsAsciiLetterLower(name[0])
            : Actions.TryGetValue(action, out var patterns) && patterns.HasFlag(pattern);
    }
}
