using System.Collections.Immutable;
using System.Text;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Engine.Templates;
using Quell.Stacks.Api;
using Quell.Stacks.Deploying;

namespace Quell.Stacks;

/// <summary>Deploys template files for <c>quell up</c>: creates or updates a stack by the same calls as anybody else, and waits for its end.</summary>
/// <param name="world">What stacks live in.</param>
/// <param name="runner">Carries the deployments out.</param>
/// <param name="denial">Why AWS would deny what a source (a rule's ARN) sends to a target (an ARN); null where it would not.</param>
internal sealed class StackDeployer(StackWorld world, StackRunner runner, Func<string, string, string?> denial)
{
    /// <summary>The source address of its calls; a file's template may be longer than one in a request.</summary>
    public const string Source = "quell-up";

    private int _calls;

    /// <summary>
    /// Brings a stack to what a template says. A stack that never came to be is deleted first; parameters that are not given
    /// keep their values; a template that changes nothing leaves everything alone.
    /// </summary>
    /// <param name="stackName">The stack's name, see <see cref="NameFor"/>.</param>
    /// <param name="body">The template's text.</param>
    /// <param name="parameters">Values by parameter name; those that the template does not have are an error.</param>
    /// <param name="deployer">Who deploys, and where to.</param>
    /// <param name="cancellationToken">Ends the waiting; the deployment goes on, or does with the next start.</param>
    public async Task<StackOutcome> Deploy(
        string stackName, string body, IReadOnlyDictionary<string, string> parameters, Deployer deployer, CancellationToken cancellationToken)
    {
        var stack = await Ready(stackName, deployer, cancellationToken).ConfigureAwait(false);
        var given = WithPrevious(stack, body, parameters);
        var identity = stack is null ? new StackIdentity(deployer.Scope, stackName, "", []) : StackIdentity.Of(stack);
        var admission = TemplateAdmission.Of(world.Types, world.Store.Current, identity, body, given);
        if (admission.Evaluation is null)
        {
            return new(stackName, StackResult.Refused) { Errors = admission.Errors };
        }

        try
        {
            await Begin(stack, stackName, body, given, deployer, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsException error)
        {
            return error.Message == "No updates are to be performed."
                ? Summary(stackName, deployer.Scope, StackResult.Unchanged)
                : new(stackName, StackResult.Failed) { Failure = error.Message };
        }

        await Idle(stackName, deployer.Scope, cancellationToken).ConfigureAwait(false);
        return Summary(stackName, deployer.Scope, stack is null ? StackResult.Created : StackResult.Updated);
    }

    /// <summary>The stack's name for a template file: its folder's for <c>template.*</c>, its own for others; what a stack's name cannot have becomes <c>-</c>.</summary>
    public static string NameFor(string path)
    {
        var file = Path.GetFileNameWithoutExtension(path);
        var name = file == "template" ? Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) ?? file : file;
        var clean = new StringBuilder();
        foreach (var character in name)
        {
            clean.Append(char.IsAsciiLetterOrDigit(character) ? character : '-');
        }

        var trimmed = clean.ToString().Trim('-');
        return trimmed.Length == 0 ? "stack" : char.IsAsciiLetter(trimmed[0]) ? trimmed[..Math.Min(trimmed.Length, 128)] : $"stack-{trimmed}";
    }

    /// <summary>The stack when nothing is being done to it; null where there is none, or only the remains of a failed creation, which are deleted.</summary>
    private async Task<Stack?> Ready(string stackName, Deployer deployer, CancellationToken cancellationToken)
    {
        await Idle(stackName, deployer.Scope, cancellationToken).ConfigureAwait(false);
        var stack = Stack.Find(world.Store.Current, deployer.Scope, stackName);
        if (stack is null || stack.Template is not null && stack.Status != StackStatus.DeleteFailed)
        {
            return stack;
        }

        await Send("DeleteStack", JsonObject.Of(("StackName", stackName)), deployer, cancellationToken).ConfigureAwait(false);
        await runner.Idle(stack.Key, cancellationToken).ConfigureAwait(false);
        return Stack.Find(world.Store.Current, deployer.Scope, stackName);
    }

    private Task Idle(string stackName, Scope scope, CancellationToken cancellationToken) =>
        Stack.Find(world.Store.Current, scope, stackName) is { } stack ? runner.Idle(stack.Key, cancellationToken) : Task.CompletedTask;

    private Task Begin(
        Stack? stack, string stackName, string body, Dictionary<string, string> given, Deployer deployer, CancellationToken cancellationToken) =>
        Send(stack is null ? "CreateStack" : "UpdateStack", JsonObject.Of(
            ("StackName", stackName),
            ("TemplateBody", body),
            ("Parameters", JsonArray.From(given.Select(each => JsonObject.Of(("ParameterKey", each.Key), ("ParameterValue", each.Value))))),
            ("Capabilities", JsonArray.From(["CAPABILITY_NAMED_IAM", StackRequest.AutoExpand]))), deployer, cancellationToken);

    private async Task Send(string operation, JsonObject input, Deployer deployer, CancellationToken cancellationToken)
    {
        var now = world.Time.GetUtcNow();
        await world.Pass(
            new Call
            {
                RequestId = new IdSource(world.Seed, $"up/{now:O}/{++_calls}").Uuid(),
                Service = "cloudformation",
                Operation = operation,
                Input = input,
                Scope = deployer.Scope,
                Principal = deployer.Principal,
                Time = now,
                SourceIp = Source,
                UserAgent = Source,
                Host = deployer.Host,
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The values given, and for what the template asks beside them those that the stack has.</summary>
    private static Dictionary<string, string> WithPrevious(Stack? stack, string body, IReadOnlyDictionary<string, string> parameters)
    {
        var given = parameters.ToDictionary(StringComparer.Ordinal);
        if (stack is not null && Template.Parse(body).Template is { } template)
        {
            foreach (var (name, value) in stack.Given)
            {
                if (template.Parameters.ContainsKey(name) && value is JsonString text)
                {
                    given.TryAdd(name, text.Value);
                }
            }
        }

        return given;
    }

    private StackOutcome Summary(string stackName, Scope scope, StackResult success)
    {
        var state = world.Store.Current;
        var stack = Stack.Find(state, scope, stackName);
        if (stack?.Status is not (StackStatus.CreateComplete or StackStatus.UpdateComplete) && success != StackResult.Unchanged)
        {
            return new(stackName, StackResult.Failed) { Failure = stack is null ? "The stack is gone." : Reasons(stack) };
        }

        var rules = (stack?.Resources(state) ?? []).Where(resource => resource.Type == "AWS::Events::Rule").OrderBy(resource => resource.Order);
        return new(stackName, success)
        {
            Rules = [.. rules.Select(Armed)],
            Outputs = [.. (stack?.Value.Array("Outputs").Objects ?? []).Select(output => (output.String("OutputKey") ?? "", output.String("OutputValue") ?? ""))],
        };
    }

    private ArmedRule Armed(StackResource rule)
    {
        var arn = rule.Attributes.String("Arn") ?? "";
        var targets = rule.Properties.Array("Targets").Objects.Select(target => target.String("Arn") ?? "").ToImmutableArray();
        return new(
            rule.PhysicalId ?? "",
            ResourceWork.TextOf(rule.Properties["EventPattern"]) ?? rule.Properties.String("ScheduleExpression") ?? "",
            rule.Properties.String("State") != "DISABLED",
            targets,
            [.. targets.Select(target => denial(arn, target)).OfType<string>()]);
    }

    /// <summary>The status and every reason that the last operation's failures gave.</summary>
    private string Reasons(Stack stack)
    {
        var events = world.Store.Current.List(stack.Key.Scope, stack.EventsType).Values.Reverse()
            .TakeWhile(each => each.String("ResourceStatusReason") != "User Initiated")
            .Where(each => each.String("ResourceStatus")?.EndsWith("_FAILED", StringComparison.Ordinal) == true)
            .Reverse()
            .Select(each => $"{each.String("LogicalResourceId")}: {each.String("ResourceStatusReason")}");
        return string.Join("; ", events.Prepend(stack.Status));
    }
}

/// <summary>Who deploys, and where to.</summary>
/// <param name="Principal">The account's administrator, or the operator of the real account.</param>
/// <param name="Scope">Account and region of the stacks.</param>
/// <param name="Host">Where the process will listen, <c>127.0.0.1:4600</c>; goes into queue URLs.</param>
internal sealed record Deployer(Principal Principal, Scope Scope, string Host);

/// <summary>What came of deploying a file.</summary>
internal enum StackResult
{
    Created,
    Updated,

    /// <summary>The stack already is what the template says.</summary>
    Unchanged,

    /// <summary>The template or the parameters are no good; nothing was deployed.</summary>
    Refused,

    /// <summary>The deployment failed and was rolled back.</summary>
    Failed,
}

/// <summary>What came of deploying a file, and what is armed now.</summary>
internal sealed record StackOutcome(string StackName, StackResult Result)
{
    /// <summary>For <see cref="StackResult.Refused"/>: every mistake, with line and column.</summary>
    public ImmutableArray<TemplateError> Errors { get; init; } = [];

    /// <summary>For <see cref="StackResult.Failed"/>: why.</summary>
    public string? Failure { get; init; }

    public ImmutableArray<ArmedRule> Rules { get; init; } = [];

    public ImmutableArray<(string Name, string Value)> Outputs { get; init; } = [];
}

/// <summary>A rule that a stack has deployed.</summary>
/// <param name="Name">As <c>Ref</c> gives it.</param>
/// <param name="Trigger">The event pattern, or the schedule.</param>
/// <param name="IsEnabled">Whether it acts.</param>
/// <param name="Targets">The targets' ARNs.</param>
/// <param name="Warnings">Deliveries that AWS would deny, one sentence each.</param>
internal sealed record ArmedRule(string Name, string Trigger, bool IsEnabled, ImmutableArray<string> Targets, ImmutableArray<string> Warnings);
