using System.Collections.Immutable;
using Quell.Engine.Sources;

namespace Quell.Sources;

/// <summary>A source as it is declared, its secrets read.</summary>
internal abstract record SourceDefinition
{
    private SourceDefinition()
    {
    }

    /// <summary>What it is called; of those that listen, the last part of the path.</summary>
    public required string Name { get; init; }

    public required string Kind { get; init; }

    /// <summary>The bus that its events go to, by name or ARN; null for the default bus.</summary>
    public string? Bus { get; init; }

    /// <summary>Takes requests at <c>/sources/NAME</c>.</summary>
    internal sealed record Endpoint(ISourceFormat Format, RequestCheck Check, int MaxBody, bool TakesAwsSources) : SourceDefinition
    {
        /// <summary>Whether senders have to prove who they are.</summary>
        public bool IsChecked => Check.Definition is not CheckDefinition.None;
    }

    /// <summary>Polls an SQS queue.</summary>
    /// <param name="Region">Where requests are signed for.</param>
    internal sealed record Queue(Uri Url, string Region, int Pollers) : SourceDefinition;
}

/// <summary>What is declared in a file of sources.</summary>
internal sealed record SourceDefinitions(ImmutableArray<SourceDefinition> All)
{
    public static readonly SourceDefinitions None = new([]);
}
