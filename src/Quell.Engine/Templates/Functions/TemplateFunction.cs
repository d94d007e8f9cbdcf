using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Functions;

/// <summary>
/// An intrinsic function (CloudFormation User Guide, "Intrinsic function reference"). One sealed class a function; a new one
/// is registered in <see cref="TemplateFunctions"/>.
/// </summary>
/// <param name="name">Its long form: <c>Fn::Join</c>.</param>
/// <param name="places">The sections in which it may stand.</param>
internal abstract class TemplateFunction(string name, FunctionPlaces places)
{
    public string Name { get; } = name;

    public FunctionPlaces Places { get; } = places;

    /// <summary>
    /// Reports what is wrong with the arguments whatever values they take. What passes here can be evaluated without
    /// further looks at its shape. The arguments' own functions are checked by the caller, unless
    /// <see cref="Arguments"/> leaves them out.
    /// </summary>
    public abstract void Check(FunctionCall call, TemplateChecks checks);

    /// <summary>The arguments that may hold functions, with their places.</summary>
    public virtual IEnumerable<(TemplateNode Node, TemplatePath Path)> Arguments(FunctionCall call) => [(call.Argument, call.Path)];

    /// <summary>The arguments that count once conditions are known; null stands for "not known", when all count that do surely.</summary>
    public virtual IEnumerable<(TemplateNode Node, TemplatePath Path)> Taken(FunctionCall call, Func<string, bool>? conditions) => Arguments(call);

    /// <summary>What the call itself refers to, not what its arguments do.</summary>
    public virtual IEnumerable<TemplateReference> References(FunctionCall call) => [];

    /// <summary>The value; null for AWS::NoValue; <see cref="Evaluator.IsOpen"/> when it failed or is not known yet.</summary>
    public abstract JsonValue? Evaluate(FunctionCall call, Evaluator evaluator);
}

/// <summary>A use of a function in a template.</summary>
/// <param name="Function">What is called.</param>
/// <param name="Node">The whole call: <c>{"Ref": "X"}</c>.</param>
/// <param name="Argument">What stands behind the function's name.</param>
/// <param name="Path">Where the argument stands.</param>
internal readonly record struct FunctionCall(TemplateFunction Function, TemplateNode Node, TemplateNode Argument, TemplatePath Path)
{
    /// <summary>The arguments of a call that takes a list.</summary>
    public ImmutableArray<TemplateNode> Items => Argument is TemplateNode.List list ? list.Items : [];

    /// <summary>Whether the argument is a list of that many items.</summary>
    public bool Takes(int least, int most) => Argument is TemplateNode.List list && list.Items.Length >= least && list.Items.Length <= most;

    public bool Takes(int count) => Takes(count, count);
}

/// <summary>A mention of a parameter, resource or pseudo parameter.</summary>
/// <param name="Target">The name that is mentioned.</param>
/// <param name="Attribute">The attribute that is wanted; null for a plain reference.</param>
/// <param name="Function">How it is mentioned: Ref, Fn::GetAtt, Fn::Sub.</param>
/// <param name="Node">The node that mentions it.</param>
/// <param name="Path">Where that node stands.</param>
internal sealed record TemplateReference(string Target, string? Attribute, string Function, TemplateNode Node, TemplatePath Path);

/// <summary>The sections that functions may stand in.</summary>
[Flags]
internal enum FunctionPlaces
{
    Conditions = 1,
    Rules = 2,
    Resources = 4,
    Outputs = 8,

    /// <summary>Where values of resources are.</summary>
    Values = Resources | Outputs,

    Logic = Conditions | Rules,

    Everywhere = Values | Logic,
}
