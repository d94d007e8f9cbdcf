using Quell.Engine.Workflows.Tasks;
using Quell.Workflows.Tasks;

namespace Quell.Tests.Workflows.Tasks;

public sealed class IntegrationApiTests
{
    [Theory]
    [InlineData("aws-sdk:sfn:startExecution", "stepfunctions", "StartExecution")]
    [InlineData("aws-sdk:eventbridge:putEvents", "events", "PutEvents")]
    [InlineData("aws-sdk:cloudwatchlogs:describeLogGroups", "logs", "DescribeLogGroups")]
    [InlineData("aws-sdk:config:describeConfigRules", "config", "DescribeConfigRules")]
    [InlineData("aws-sdk:costexplorer:getCostAndUsage", "ce", "GetCostAndUsage")]
    [InlineData("aws-sdk:databasemigration:describeEndpoints", "dms", "DescribeEndpoints")]
    [InlineData("aws-sdk:directory:describeDirectories", "ds", "DescribeDirectories")]
    [InlineData("aws-sdk:acmpca:deleteCertificateAuthority", "acm-pca", "DeleteCertificateAuthority")]
    [InlineData("aws-sdk:elasticloadbalancingv2:describeLoadBalancers", "elbv2", "DescribeLoadBalancers")]
    [InlineData("aws-sdk:rds:describeDBInstances", "rds", "DescribeDBInstances")]
    [InlineData("aws-sdk:ec2:createTags.waitForTaskToken", "ec2", "CreateTags")]
    [InlineData("states:startExecution.sync:2", "stepfunctions", "StartExecution")]
    [InlineData("bedrock:invokeModel", "bedrock-runtime", "InvokeModel")]
    [InlineData("batch:submitJob", "batch", "SubmitJob")]
    [InlineData("events:putEvents", "events", "PutEvents")]
    public void Finds_the_operation(string name, string service, string operation)
    {
        var resource = Resource(name);
        var api = IntegrationApi.Find(resource);
        (api?.Service.Name, api?.Operation.Name).ShouldBe((service, operation));
        IntegrationApi.Check(resource).ShouldBeNull();
    }

    [Theory]
    [InlineData("aws-sdk:nothing:doIt")]
    [InlineData("aws-sdk:s3:getObjects")]
    [InlineData("aws-sdk:s3:GetObject")]
    [InlineData("aws-sdk:stepfunctions:startExecution")]
    [InlineData("aws-sdk:kinesis:subscribeToShard")]
    public void What_no_model_has_is_not_recognized(string name) =>
        IntegrationApi.Check(Resource(name)).ShouldBe(TaskResource.Unrecognized("arn:aws:states:::" + name));

    [Theory]
    [InlineData("athena:startQueryExecution")]
    [InlineData("bedrock:createModelCustomizationJob")]
    [InlineData("codebuild:batchGetReports")]
    [InlineData("databrew:startJobRun")]
    [InlineData("ecs:runTask")]
    [InlineData("eks:createNodegroup")]
    [InlineData("emr-containers:startJobRun")]
    [InlineData("emr-serverless:cancelJobRun")]
    [InlineData("glue:startJobRun")]
    [InlineData("mediaconvert:createJob")]
    [InlineData("sagemaker:createTrainingJob")]
    public void Optimized_integrations_have_an_operation_of_their_name(string name) => IntegrationApi.Find(Resource(name)).ShouldNotBeNull();

    internal static TaskResource.Integration Resource(string name) =>
        TaskResource.TryParse("arn:aws:states:::" + name, out var resource, out var error) ? (TaskResource.Integration)resource : throw new FormatException(error);
}
