namespace Quell.Engine.Expressions.Jsonata;

/// <summary>Where an evaluation takes what is not in its data: the time, and chance.</summary>
/// <param name="Time">The clock of <c>$now</c>, <c>$millis</c> and the limit of time.</param>
/// <param name="Random">Makes the numbers of <c>$random</c>, <c>$shuffle</c> and <c>$uuid</c>; called once in an evaluation that uses them, never in others.</param>
internal sealed record JsonataSources(TimeProvider Time, Func<Random> Random);
