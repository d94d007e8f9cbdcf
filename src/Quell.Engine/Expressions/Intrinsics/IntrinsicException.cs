namespace Quell.Engine.Expressions.Intrinsics;

/// <summary>An intrinsic function cannot be applied to its arguments; <see cref="IntrinsicCall"/> makes AWS's error of it.</summary>
internal sealed class IntrinsicException(string reason) : Exception(reason);
