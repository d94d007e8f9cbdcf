using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Quell.Engine.Templates.Reading;

/// <summary>Reads a text into its tree, JSON or YAML: a template's, or that of another language with its <see cref="TextDialect"/>.</summary>
internal static class TemplateText
{
    /// <summary>CloudFormation's limit for a template in S3 (User Guide, "Quotas": template body size).</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Levels of nesting; far beyond what templates use, far below what a stack of calls bears.</summary>
    public const int MaxDepth = 100;

    /// <summary>Nodes of the whole tree with aliases expanded: stops "billion laughs".</summary>
    public const int MaxNodes = 200_000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static (TemplateNode? Root, ImmutableArray<TemplateError> Errors) Read(ReadOnlyMemory<byte> utf8) =>
        Read(utf8, TextDialect.CloudFormation);

    public static (TemplateNode? Root, ImmutableArray<TemplateError> Errors) Read(ReadOnlyMemory<byte> utf8, TextDialect dialect)
    {
        if (utf8.Length > MaxBytes)
        {
            return Failed(TemplateErrorCode.Limit, string.Format(CultureInfo.InvariantCulture, dialect.TooLarge, MaxBytes));
        }

        string text;
        try
        {
            text = Strict.GetString(utf8.Span);
        }
        catch (DecoderFallbackException)
        {
            return Failed(TemplateErrorCode.Syntax, $"{dialect.Prefix}the {dialect.Noun} is not UTF-8 text.");
        }

        text = text.TrimStart('\uFEFF');
        return text.AsSpan().TrimStart() switch
        {
            [] => Failed(TemplateErrorCode.Syntax, dialect.Empty),
            ['{', ..] => JsonText.Read(text, dialect),
            _ => YamlText.Read(text, dialect),
        };
    }

    private static (TemplateNode? Root, ImmutableArray<TemplateError> Errors) Failed(TemplateErrorCode code, string message) =>
        (null, [new(code, message, "", 0, 0)]);
}

/// <summary>Ends the reading of a text that is no template. Never leaves this folder.</summary>
internal sealed class TemplateTextException(TemplateErrorCode code, string reason, int line, int column)
    : FormatException(reason)
{
    public TemplateErrorCode Code { get; } = code;

    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>The error in AWS's words, with the reason behind them.</summary>
    public TemplateError ToError(string language, TextDialect dialect) => new(
        Code, $"{dialect.Prefix}{language} not well-formed. (line {Line}, column {Column}): {Message}", "", Line, Column);
}

/// <summary>Counts what a text costs, so that a small text cannot become a huge tree.</summary>
internal sealed class TextBudget
{
    private long _nodes;

    public void Take(long nodes, int depth, int line, int column)
    {
        _nodes += nodes;
        if (_nodes > TemplateText.MaxNodes)
        {
            throw new TemplateTextException(
                TemplateErrorCode.Limit, $"more than {TemplateText.MaxNodes} values, aliases expanded", line, column);
        }

        if (depth > TemplateText.MaxDepth)
        {
            throw new TemplateTextException(
                TemplateErrorCode.Limit, $"nested deeper than {TemplateText.MaxDepth} levels", line, column);
        }
    }
}
