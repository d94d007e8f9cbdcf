using System.Collections.Immutable;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks;

/// <summary>
/// Gathers what is wrong with one document, each thing once. It stops at a number that no one reads any more, so that a hostile
/// document cannot fill the memory with its mistakes.
/// </summary>
internal sealed class Mistakes
{
    private const int Most = 1_000;
    private const int LongestMessage = 2_000;

    private readonly HashSet<RunbookMistake> _found = [];

    /// <summary>Whether there are so many that no more are kept; what looks for them may stop.</summary>
    public bool IsFull => _found.Count >= Most;

    /// <summary>In the order of the text.</summary>
    public ImmutableArray<RunbookMistake> InOrder => [.. _found.OrderBy(mistake => mistake.Line).ThenBy(mistake => mistake.Column)];

    /// <param name="code">One of <see cref="MistakeCode"/>.</param>
    /// <param name="message">What is wrong and what would be right, without a full stop.</param>
    /// <param name="path">Where.</param>
    /// <param name="node">Whose place in the text is told.</param>
    public void Add(string code, string message, TemplatePath path, TemplateNode node) => Add(code, message, path, node.Line, node.Column);

    /// <inheritdoc cref="Add(string, string, TemplatePath, TemplateNode)"/>
    public void Add(string code, string message, TemplatePath path, int line, int column)
    {
        if (!IsFull)
        {
            var shown = message.Length <= LongestMessage ? message : message[..LongestMessage];
            _found.Add(new(code, shown, path.ToString(), line, column));
        }
    }

    public void Add(RunbookMistake mistake)
    {
        if (!IsFull)
        {
            _found.Add(mistake);
        }
    }

    /// <summary>Reports members of a map that its kind has not.</summary>
    public void RefuseUnknown(TemplateNode.Map map, TemplatePath path, string kind, IReadOnlyCollection<string> known)
    {
        foreach (var member in map.Members.Where(member => !known.Contains(member.Name)))
        {
            Add(
                MistakeCode.UnknownMember, $"{kind} has no '{member.Name}'{Spelling.Hint(member.Name, known)}", path.Member(member.Name),
                member.Line, member.Column);
        }
    }
}
