namespace Quell.Engine.Runbooks;

/// <summary>Where in its life a step failed (API reference, FailureDetails, "FailureStage").</summary>
internal enum FailureStage
{
    InputValidation,
    PreVerification,
    Invocation,
    PostVerification,
}

/// <summary>A step cannot go on; the only exception that the parts of the runbook language throw at each other.</summary>
/// <param name="message">What went wrong, without the words around it that name the stage.</param>
internal sealed class StepException(string message) : Exception(message)
{
    public const string Action = "Action";

    public const string Executing = "Execute/Cancelling action";

    public const string Polling = "Poll action status for completion";

    public FailureStage Stage { get; init; } = FailureStage.Invocation;

    /// <summary><c>Action, Permission, Throttling, Verification, Internal</c> (API reference, FailureDetails, "FailureType").</summary>
    public string Type { get; init; } = Action;

    /// <summary>What the step was about to do, as AWS's texts have it.</summary>
    public string Doing { get; init; } = Executing;

    /// <summary>The error's code, where a service answered with one.</summary>
    public string? Error { get; init; }

    /// <summary>The step's own inputs are none that it can be run with. Another attempt would find the same.</summary>
    public static StepException Inputs(string message) =>
        new(message) { Stage = FailureStage.InputValidation, Doing = "validating and resolving the step inputs" };

    /// <summary>What came out is not what should have.</summary>
    public static StepException Verification(string message) =>
        new(message) { Stage = FailureStage.PostVerification, Type = nameof(Verification) };
}
