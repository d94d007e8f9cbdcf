using Quell.Confinement;
using Quell.Engine.Scopes;

namespace Quell.Commands;

/// <summary>Runs the scripts of commands on managed nodes of one kind. Safe for concurrent use.</summary>
internal interface IShell : IDisposable
{
    /// <summary>Runs a script to its end. What a script does, or fails in, is no fault of the shell: it is told by the end.</summary>
    /// <param name="node">The node's id: <c>i-…</c> or <c>mi-…</c>.</param>
    /// <param name="cancellationToken">Ends the script.</param>
    /// <exception cref="EnvironmentException">This machine lacks what it takes to start one.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before it began.</exception>
    Task<ShellEnd> Run(Scope scope, string node, CommandStep step, CancellationToken cancellationToken);
}
