using Quell.Aws.Operations;
using Quell.Aws.Protocols;
using Quell.Engine.Json;

namespace Quell.Workflows;

/// <summary>Activities: names under which workers outside ask for tasks (API Reference, CreateActivity and its kin).</summary>
internal static class Activities
{
    /// <summary>Under its name; the DescribeActivity answer, with the tags.</summary>
    public const string Type = "stepfunctions:activity";

    /// <summary>Registered activities of an account and region (developer guide, "Step Functions service quotas").</summary>
    private const int MostActivities = 100_000;

    /// <summary>An activity of that name that is there already is the answer; its tags stay as they are.</summary>
    public static JsonObject CreateActivity(OperationContext context)
    {
        var name = context.Input.String("name") ?? "";
        WorkflowName.Check(name);
        var arn = new StatesArn.Activity(context.Scope, name);
        var encryption = StateMachineSettings.Encryption(context.Input.Object("encryptionConfiguration"));
        if (context.State.Get(context.Scope, Type, name) is { } existing)
        {
            return Created(existing);
        }

        if (context.State.Current.List(context.Scope, Type).Count >= MostActivities)
        {
            throw new Aws.AwsException("ActivityLimitExceeded", $"Activity Limit Exceeded: '{MostActivities}'");
        }

        var activity = JsonObject.Of(
            ("activityArn", $"{arn}"),
            ("name", name),
            ("creationDate", Timestamps.ToNeutral(context.Now)),
            ("encryptionConfiguration", encryption),
            (StateMachines.Tags, WorkflowTags.Merged(JsonArray.Empty, context.Input.Array("tags"), $"{arn}")));
        context.State.Put(context.Scope, Type, name, activity);
        context.Touches($"{arn}", "AWS::StepFunctions::Activity");
        return Created(activity);
    }

    public static JsonObject DescribeActivity(OperationContext context)
    {
        var arn = Named(context);
        return arn.Scope == context.Scope && context.State.Get(arn.Scope, Type, arn.Name) is { } activity
            ? activity.Without(StateMachines.Tags)
            : throw WorkflowErrors.NoActivity($"{arn}");
    }

    /// <summary>That it is not there is no failure.</summary>
    public static JsonObject DeleteActivity(OperationContext context)
    {
        var arn = Named(context);
        if (arn.Scope == context.Scope)
        {
            context.State.Delete(arn.Scope, Type, arn.Name);
            context.Touches($"{arn}", "AWS::StepFunctions::Activity");
        }

        return JsonObject.Empty;
    }

    public static JsonObject ListActivities(OperationContext context) => WorkflowPage.Of(
        context.Input,
        "activities",
        context.State.List(context.Scope, Type).Select(activity => (
            activity.String("name") ?? "",
            activity.Without(StateMachines.Tags).Without("encryptionConfiguration"))));

    private static JsonObject Created(JsonObject activity) =>
        JsonObject.Of(("activityArn", activity["activityArn"]), ("creationDate", activity["creationDate"]));

    private static StatesArn.Activity Named(OperationContext context)
    {
        var text = context.Input.String("activityArn");
        var arn = StatesArn.TryParse(text, out var parsed) ? parsed : throw WorkflowErrors.NoArn(text);
        return arn as StatesArn.Activity ?? throw WorkflowErrors.OtherResource(arn);
    }
}
