using System.Collections.Frozen;

namespace Quell.Engine.Workflows.Tasks;

/// <summary>
/// The integrations that Step Functions has adapted to workflows, with the patterns that each knows (developer guide, "Integrating
/// optimized services with Step Functions" and the page of each service).
/// </summary>
internal static class OptimizedIntegrations
{
    private const int Response = 1 << (int)TaskPattern.RequestResponse;
    private const int Token = 1 << (int)TaskPattern.WaitForTaskToken;
    private const int Job = 1 << (int)TaskPattern.Sync;
    private const int Job2 = 1 << (int)TaskPattern.Sync2;

    /// <summary>Actions by the patterns that Quell serves.</summary>
    private static readonly FrozenDictionary<string, int> Served = Table(
        (Response | Job | Job2 | Token, ["states:startExecution"]),
        (Response | Token, ["lambda:invoke", "sns:publish", "sqs:sendMessage", "events:putEvents", "ecs:runTask", "bedrock:invokeModel"]),
        (Response,
        [
            "http:invoke",
            "dynamodb:getItem", "dynamodb:putItem", "dynamodb:updateItem", "dynamodb:deleteItem",
            "athena:startQueryExecution", "athena:stopQueryExecution", "athena:getQueryExecution", "athena:getQueryResults",
            "batch:submitJob",
            "bedrock:createModelCustomizationJob",
            "codebuild:startBuild", "codebuild:stopBuild", "codebuild:batchDeleteBuilds", "codebuild:batchGetReports",
            "codebuild:startBuildBatch", "codebuild:stopBuildBatch", "codebuild:retryBuildBatch", "codebuild:deleteBuildBatch",
            "databrew:startJobRun",
            "eks:createCluster", "eks:deleteCluster", "eks:createFargateProfile", "eks:deleteFargateProfile",
            "eks:createNodegroup", "eks:deleteNodegroup",
            "emr-containers:createVirtualCluster", "emr-containers:deleteVirtualCluster", "emr-containers:startJobRun",
            "emr-serverless:createApplication", "emr-serverless:startApplication", "emr-serverless:stopApplication",
            "emr-serverless:deleteApplication", "emr-serverless:startJobRun", "emr-serverless:cancelJobRun",
            "glue:startJobRun",
            "mediaconvert:createJob",
            "sagemaker:createEndpoint", "sagemaker:createEndpointConfig", "sagemaker:createHyperParameterTuningJob",
            "sagemaker:createLabelingJob", "sagemaker:createModel", "sagemaker:createProcessingJob", "sagemaker:createTrainingJob",
            "sagemaker:createTransformJob", "sagemaker:updateEndpoint",
        ]));

    /// <summary>What Step Functions knows beyond that.</summary>
    private static readonly FrozenDictionary<string, int> OnAws = Table(
        (Response | Token, ["apigateway:invoke"]),
        (Response, ["eks:call"]),
        (Response | Job,
        [
            "eks:runJob",
            "elasticmapreduce:createCluster", "elasticmapreduce:terminateCluster", "elasticmapreduce:addStep", "elasticmapreduce:cancelStep",
            "elasticmapreduce:setClusterTerminationProtection", "elasticmapreduce:modifyInstanceFleetByName",
            "elasticmapreduce:modifyInstanceGroupByName",
        ]),
        (Job,
        [
            "athena:startQueryExecution", "batch:submitJob", "bedrock:createModelCustomizationJob",
            "codebuild:startBuild", "codebuild:startBuildBatch", "codebuild:retryBuildBatch",
            "databrew:startJobRun", "ecs:runTask",
            "eks:createCluster", "eks:deleteCluster", "eks:createFargateProfile", "eks:deleteFargateProfile",
            "eks:createNodegroup", "eks:deleteNodegroup",
            "emr-containers:deleteVirtualCluster", "emr-containers:startJobRun",
            "emr-serverless:createApplication", "emr-serverless:startApplication", "emr-serverless:stopApplication",
            "emr-serverless:deleteApplication", "emr-serverless:startJobRun",
            "glue:startJobRun", "mediaconvert:createJob",
            "sagemaker:createHyperParameterTuningJob", "sagemaker:createLabelingJob", "sagemaker:createProcessingJob",
            "sagemaker:createTrainingJob", "sagemaker:createTransformJob",
        ]));

    /// <summary>Why the integration cannot be used; null where it can.</summary>
    public static string? Check(TaskResource.Integration integration)
    {
        var (name, pattern) = ($"{integration.Service}:{integration.Action}", 1 << (int)integration.Pattern);
        if ((Served.GetValueOrDefault(name) & pattern) != 0)
        {
            return null;
        }

        return (OnAws.GetValueOrDefault(name) & pattern) == 0 ? TaskResource.Unrecognized(integration.Text)
            : Served.ContainsKey(name) ? $"Quell does not wait for the job that {name} starts: there is no {name}{integration.Suffix}. "
                + $"Start it with {name} and ask for its state in a loop with Wait."
            : $"Quell does not serve the integration {name}.";
    }

    private static FrozenDictionary<string, int> Table(params (int Patterns, string[] Actions)[] rows) => rows
        .SelectMany(row => row.Actions.Select(action => KeyValuePair.Create(action, row.Patterns)))
        .ToFrozenDictionary(StringComparer.Ordinal);
}
