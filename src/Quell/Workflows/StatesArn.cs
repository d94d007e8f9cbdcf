using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Quell.Engine.Scopes;

namespace Quell.Workflows;

/// <summary>
/// The ARNs of Step Functions, parsed and built in one place (Service Authorization Reference, "Resource types defined by AWS
/// Step Functions"). What is built from a parsed one is its text again.
/// </summary>
internal abstract record StatesArn(Scope Scope)
{
    private const string Service = "states";

    /// <summary>The word behind the account: <c>stateMachine</c>, <c>execution</c> …</summary>
    public string Kind => Resource[..Resource.IndexOf(':', StringComparison.Ordinal)];

    /// <summary>The part behind the account.</summary>
    protected abstract string Resource { get; }

    /// <param name="text">An ARN of Step Functions with an account and a region.</param>
    /// <param name="arn">What it names; whether that exists is another question.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out StatesArn? arn)
    {
        arn = null;
        if (!Arn.TryParse(text, out var parsed) || parsed.Service != Service || !IsScope(parsed))
        {
            return false;
        }

        var scope = parsed.Scope;
        arn = parsed.Resource.Split(':') switch
        {
            ["stateMachine", var name] when Labelled.TryParse(name, out var machine) => new StateMachine(scope, machine.Name, Label: machine.Label),
            ["stateMachine", var name, var qualifier] when IsName(name) && IsName(qualifier) => new StateMachine(scope, name, qualifier),
            ["execution", var name, var execution] when Labelled.TryParse(name, out var machine) && IsName(execution) =>
                new Execution(scope, machine.Name, execution, machine.Label),
            ["express", var name, var execution, var id] when Labelled.TryParse(name, out var machine) && IsName(execution) && IsName(id) =>
                new Express(scope, machine.Name, execution, id, machine.Label),
            ["mapRun", var name, var id] when Labelled.TryParse(name, out var machine) && machine.Label is { } label && IsName(id) =>
                new MapRun(scope, machine.Name, label, id),
            ["activity", var name] when IsName(name) => new Activity(scope, name),
            _ => null,
        };
        return arn is not null;
    }

    public sealed override string ToString() => Scope.Arn(Service, Resource).ToString();

    private static bool IsScope(Arn arn) => arn.Partition == arn.Scope.Partition && arn.Region.Length > 0
        && arn.Account.Length == 12 && arn.Account.All(char.IsAsciiDigit);

    private static bool IsName(string text) => WorkflowName.IsValid(text);

    /// <summary><c>stateMachine:NAME</c>; with a qualifier one of its versions (a number) or aliases; with a label one of its distributed Map states, <c>NAME/LABEL</c>.</summary>
    internal sealed record StateMachine(Scope Scope, string Name, string? Qualifier = null, string? Label = null) : StatesArn(Scope)
    {
        /// <summary>The number of the version that is named; null for an alias and for the state machine itself.</summary>
        public long? Version => long.TryParse(Qualifier, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

        /// <summary>The state machine itself.</summary>
        public StateMachine Unqualified => this with { Qualifier = null, Label = null };

        protected override string Resource =>
            $"stateMachine:{Name}{(Label is null ? "" : $"/{Label}")}{(Qualifier is null ? "" : $":{Qualifier}")}";

        public StateMachine WithVersion(long number) => this with { Qualifier = number.ToString(CultureInfo.InvariantCulture), Label = null };

        public StateMachine WithAlias(string name) => this with { Qualifier = name, Label = null };
    }

    /// <summary><c>execution:MACHINE:NAME</c>, of a standard workflow; with a label the child execution of a map run, <c>execution:MACHINE/LABEL:NAME</c>.</summary>
    internal sealed record Execution(Scope Scope, string Machine, string Name, string? Label = null) : StatesArn(Scope)
    {
        protected override string Resource => $"execution:{Machine}{(Label is null ? "" : $"/{Label}")}:{Name}";
    }

    /// <summary><c>express:MACHINE:NAME:UUID</c>; with a label the child execution of a map run.</summary>
    internal sealed record Express(Scope Scope, string Machine, string Name, string Uuid, string? Label = null) : StatesArn(Scope)
    {
        protected override string Resource => $"express:{Machine}{(Label is null ? "" : $"/{Label}")}:{Name}:{Uuid}";
    }

    /// <summary><c>mapRun:MACHINE/LABEL:UUID</c>.</summary>
    internal sealed record MapRun(Scope Scope, string Machine, string Label, string Uuid) : StatesArn(Scope)
    {
        protected override string Resource => $"mapRun:{Machine}/{Label}:{Uuid}";
    }

    /// <summary><c>activity:NAME</c>.</summary>
    internal sealed record Activity(Scope Scope, string Name) : StatesArn(Scope)
    {
        protected override string Resource => $"activity:{Name}";
    }

    /// <summary>A state machine's name, alone or with the label of a distributed Map state.</summary>
    private readonly record struct Labelled(string Name, string? Label)
    {
        public static bool TryParse(string text, out Labelled parsed)
        {
            var parts = text.Split('/');
            parsed = new(parts[0], parts.Length > 1 ? parts[1] : null);
            return parts.Length <= 2 && Array.TrueForAll(parts, WorkflowName.IsValid);
        }
    }
}
