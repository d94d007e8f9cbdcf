using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class LambdaFunction() : ResourceType(
    "AWS::Lambda::Function",
    new PropertySchema(
        ("FunctionName", Text.CreateOnly()),
        ("Code", Object(("ZipFile", Text), ("S3Bucket", Text), ("S3Key", Text), ("S3ObjectVersion", Text)).Required()),
        ("Runtime", Text),
        ("Handler", Text),
        ("Role", Text.Required()),
        ("Description", Text),
        ("Timeout", Integer),
        ("MemorySize", Integer),
        ("Environment", Object(("Variables", MapOf(Text)))),
        ("Architectures", ListOf(Text)),
        ("PackageType", Text.CreateOnly()),
        ("DeadLetterConfig", Object(("TargetArn", Text))),
        ("TracingConfig", Object(("Mode", Text))),
        ("EphemeralStorage", Object(("Size", Integer.Required()))),
        ("LoggingConfig", Object(("LogFormat", Text), ("LogGroup", Text), ("ApplicationLogLevel", Text), ("SystemLogLevel", Text))),
        ("ReservedConcurrentExecutions", Integer),
        ("Tags", PropertyType.Tags)),
    "Arn")
{
    private static readonly string[] Settings =
        ["Runtime", "Handler", "Role", "Description", "Timeout", "MemorySize", "Environment", "DeadLetterConfig", "TracingConfig", "EphemeralStorage", "LoggingConfig"];

    public override string NameProperty => "FunctionName";

    public override StackTagging Tagging => StackTagging.List;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var name = work.Properties.String("FunctionName") ?? work.Name();
        var output = await work.Call("lambda", "CreateFunction", work.Pick([.. Settings, "Architectures", "PackageType"])
            .With("FunctionName", name)
            .With("Code", Code(work))
            .With("Tags", TagChanges.Map(work["Tags"]))).ConfigureAwait(false);
        work.PhysicalId = name;
        await Settle(work).ConfigureAwait(false);
        await Reserve(work).ConfigureAwait(false);
        return new(name, ("Arn", output["FunctionArn"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        if (work.Changes("Code", "Architectures", "Runtime"))
        {
            await work.Call("lambda", "UpdateFunctionCode", Code(work)
                .With("FunctionName", work.PhysicalId).With("Architectures", work["Architectures"])).ConfigureAwait(false);
            await Settle(work).ConfigureAwait(false);
        }

        if (work.Changes(Settings))
        {
            await work.Call("lambda", "UpdateFunctionConfiguration", Configuration(work)).ConfigureAwait(false);
            await Settle(work).ConfigureAwait(false);
        }

        if (work.Changes("ReservedConcurrentExecutions"))
        {
            await Reserve(work).ConfigureAwait(false);
        }

        var arn = work.Attributes["Arn"];
        await TagChanges.Apply(
            work,
            keys => work.Call("lambda", "UntagResource", ("Resource", arn), ("TagKeys", keys)),
            tags => work.Call("lambda", "TagResource", ("Resource", arn), ("Tags", tags))).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("lambda", "DeleteFunction", ("FunctionName", work.PhysicalId));

    /// <summary>The settings as they shall be; one that the template no longer names goes back to AWS's default.</summary>
    private static JsonObject Configuration(ResourceWork work) => work.Pick(Settings)
        .With("FunctionName", work.PhysicalId)
        .With("Description", work["Description"] ?? "")
        .With("Timeout", work["Timeout"] ?? 3)
        .With("MemorySize", work["MemorySize"] ?? 128)
        .With("Environment", work["Environment"] ?? JsonObject.Of(("Variables", JsonObject.Empty)))
        .With("TracingConfig", work["TracingConfig"] ?? JsonObject.Of(("Mode", "PassThrough")))
        .With("EphemeralStorage", work["EphemeralStorage"] ?? JsonObject.Of(("Size", 512)))
        .With("LoggingConfig", work["LoggingConfig"] ?? JsonObject.Of(("LogGroup", $"/aws/lambda/{work.PhysicalId}")))
        .With("DeadLetterConfig", work["DeadLetterConfig"] ?? (work.Before.Has("DeadLetterConfig") ? JsonObject.Of(("TargetArn", "")) : null));

    private static JsonObject Code(ResourceWork work)
    {
        var code = work.Properties.Object("Code") ?? JsonObject.Empty;
        return code.String("ZipFile") is { } text
            ? JsonObject.Of(("ZipFile", InlineCode.Zip(text, work.Properties.String("Runtime") ?? "")))
            : code;
    }

    private static async Task Reserve(ResourceWork work)
    {
        if (work.Properties.Has("ReservedConcurrentExecutions"))
        {
            await work.Call(
                "lambda", "PutFunctionConcurrency",
                ("FunctionName", work.PhysicalId), ("ReservedConcurrentExecutions", work["ReservedConcurrentExecutions"])).ConfigureAwait(false);
        }
        else if (work.Before.Has("ReservedConcurrentExecutions"))
        {
            await work.Call("lambda", "DeleteFunctionConcurrency", ("FunctionName", work.PhysicalId)).ConfigureAwait(false);
        }
    }

    /// <summary>AWS refuses the next change, and invocations, while one is still being worked in.</summary>
    private static Task Settle(ResourceWork work) => work.Until(async () =>
    {
        var function = await work.Call("lambda", "GetFunctionConfiguration", ("FunctionName", work.PhysicalId)).ConfigureAwait(false);
        return function.String("State") is not "Pending" && function.String("LastUpdateStatus") is not "InProgress";
    });
}
