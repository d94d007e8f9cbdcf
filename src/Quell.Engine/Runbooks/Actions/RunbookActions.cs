using System.Collections.Frozen;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Every action that runs here.</summary>
internal static class RunbookActions
{
    private static readonly FrozenDictionary<string, RunbookAction> ByName = new RunbookAction[]
    {
        new AwsApprove(),
        new AwsAssertProperty(),
        new AwsBranch(),
        new AwsChangeInstanceState(),
        new AwsCopyImage(),
        new AwsCreateImage(),
        new AwsCreateStack(),
        new AwsCreateTags(),
        new AwsDeleteImage(),
        new AwsDeleteStack(),
        new AwsExecuteApi(),
        new AwsExecuteAutomation(),
        new AwsExecuteScript(),
        new AwsExecuteStateMachine(),
        new AwsInvokeFunction(),
        new AwsInvokeWebhook(),
        new AwsLoop(),
        new AwsPause(),
        new AwsRunCommand(),
        new AwsRunInstances(),
        new AwsSleep(),
        new AwsUpdateVariable(),
        new AwsWaitForProperty(),
    }.ToFrozenDictionary(action => action.Name, StringComparer.Ordinal);

    /// <param name="name">With its prefix.</param>
    /// <returns>Null where there is none.</returns>
    public static RunbookAction? Find(string name) => ByName.GetValueOrDefault(name);

    /// <exception cref="StepException">The step's action is none.</exception>
    public static RunbookAction Of(RunbookStep step) => Find(step.Action) ?? throw StepException.Inputs($"{step.Action} is no action");
}
