using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Properties;
using Quell.Engine.Workflows.Validation;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class StatesStateMachine() : ResourceType(
    "AWS::StepFunctions::StateMachine",
    new PropertySchema(
        ("StateMachineName", Text.CreateOnly()),
        ("StateMachineType", Text.CreateOnly()),
        ("RoleArn", Text.Required()),
        ("Definition", PropertyType.Json),
        ("DefinitionString", Text),
        ("DefinitionS3Location", Object(("Bucket", Text.Required()), ("Key", Text.Required()), ("Version", Text))),
        ("DefinitionSubstitutions", MapOf(Text)),
        ("LoggingConfiguration", Object(
            ("Level", Text),
            ("IncludeExecutionData", PropertyType.Boolean),
            ("Destinations", ListOf(Object(("CloudWatchLogsLogGroup", Object(("LogGroupArn", Text)))))))),
        ("TracingConfiguration", Object(("Enabled", PropertyType.Boolean))),
        ("EncryptionConfiguration", Object(("Type", Text.Required()), ("KmsKeyId", Text), ("KmsDataKeyReusePeriodSeconds", Integer))),
        ("Tags", PropertyType.Tags)),
    "Arn", "Name", "StateMachineRevisionId")
{
    private const string Service = "stepfunctions";
    private const string Stored = "DefinitionS3Location";

    private static readonly string[] Definitions = ["Definition", "DefinitionString", Stored];

    public override string NameProperty => "StateMachineName";

    public override StackTagging Tagging => StackTagging.List;

    public override IEnumerable<(string Property, string Message)> Mistakes(JsonObject properties)
    {
        var given = Array.FindAll(Definitions, properties.Has);
        if (given.Length != 1)
        {
            yield return ("DefinitionString", "Exactly one of Definition, DefinitionString and DefinitionS3Location must be given.");
        }
        else if (given[0] != Stored && properties[given[0]] is { } definition && Evaluator.OpenIn(definition) is null && Evaluator.OpenIn(properties["DefinitionSubstitutions"]) is null)
        {
            var diagnostics = DefinitionValidator.Validate(
                StatesDefinition.Text(definition, properties.Object("DefinitionSubstitutions")), properties.String("StateMachineType") == "EXPRESS");
            if (diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            {
                yield return (given[0], DefinitionValidator.InvalidDefinitionMessage(diagnostics));
            }
        }
    }

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var name = work.Properties.String("StateMachineName") ?? work.Name(80);
        var output = await work.Call(Service, "CreateStateMachine", (await Settings(work).ConfigureAwait(false))
            .With("name", name)
            .With("type", work["StateMachineType"])
            .With("tags", LowerCamel.Of(work["Tags"]))).ConfigureAwait(false);
        return Made(output["stateMachineArn"], name, null);
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        // What the template no longer says goes back to what it is without.
        var input = (await Settings(work).ConfigureAwait(false))
            .With("stateMachineArn", work.PhysicalId)
            .With("loggingConfiguration", LowerCamel.Of(work["LoggingConfiguration"]) ?? JsonObject.Of(("level", "OFF")))
            .With("tracingConfiguration", LowerCamel.Of(work["TracingConfiguration"]) ?? JsonObject.Of(("enabled", false)))
            .With("encryptionConfiguration", LowerCamel.Of(work["EncryptionConfiguration"]) ?? JsonObject.Of(("type", "AWS_OWNED_KEY")));
        var output = await work.Call(Service, "UpdateStateMachine", input).ConfigureAwait(false);
        await TagChanges.Apply(
            work,
            keys => work.Call(Service, "UntagResource", ("resourceArn", work.PhysicalId), ("tagKeys", keys)),
            tags => work.Call(Service, "TagResource", ("resourceArn", work.PhysicalId), ("tags", LowerCamel.Of(TagChanges.List(tags))))).ConfigureAwait(false);
        return Made(work.PhysicalId, work.Attributes.String("Name") ?? "", output["revisionId"]);
    }

    /// <summary>It is gone when the last of its executions has ended.</summary>
    public override async Task Delete(ResourceWork work)
    {
        await work.Remove(Service, "DeleteStateMachine", ("stateMachineArn", work.PhysicalId)).ConfigureAwait(false);
        await work.Until(() => IsGone(work)).ConfigureAwait(false);
    }

    private static async Task<bool> IsGone(ResourceWork work)
    {
        try
        {
            await work.Call(Service, "DescribeStateMachine", ("stateMachineArn", work.PhysicalId)).ConfigureAwait(false);
            return false;
        }
        catch (AwsException error) when (ResourceWork.IsGone(error))
        {
            return true;
        }
    }

    private static async Task<JsonObject> Settings(ResourceWork work) => JsonObject.Of(
        ("definition", StatesDefinition.Text(await Definition(work).ConfigureAwait(false), work.Properties.Object("DefinitionSubstitutions"))),
        ("roleArn", work["RoleArn"]),
        ("loggingConfiguration", LowerCamel.Of(work["LoggingConfiguration"])),
        ("tracingConfiguration", LowerCamel.Of(work["TracingConfiguration"])),
        ("encryptionConfiguration", LowerCamel.Of(work["EncryptionConfiguration"])));

    private static async Task<JsonValue> Definition(ResourceWork work)
    {
        if (work.Properties.Object(Stored) is not { } place)
        {
            return work["Definition"] ?? work["DefinitionString"] ?? "";
        }

        var input = JsonObject.Of(("Bucket", place["Bucket"]), ("Key", place["Key"]), ("VersionId", place["Version"]));
        return StatesDefinition.FromFile(await work.Read("s3", "GetObject", input, DefinitionValidator.LargestDefinition).ConfigureAwait(false));
    }

    // A state machine that was never changed has no revision's id; the API calls that revision so.
    private static Deployed Made(JsonValue? arn, string name, JsonValue? revision) => new(
        (arn as JsonString)?.Value ?? "", ("Arn", arn), ("Name", name), ("StateMachineRevisionId", revision ?? "INITIAL"));
}
