using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Quell.Engine.Templates.Reading;

/// <summary>
/// Reads a YAML text: one document, short-form tags turned into long forms, aliases expanded within a budget. Merge keys
/// (<c>&lt;&lt;</c>) are refused in templates, as by CloudFormation (User Guide, "CloudFormation template formats").
/// </summary>
internal sealed class YamlText(string text, TextDialect dialect)
{
    private readonly Parser _parser = new(new Scanner(new StringReader(text), skipComments: true));
    private readonly TextBudget _budget = new();
    private readonly List<TemplateError> _errors = [];
    private readonly Dictionary<AnchorName, TemplateNode> _anchors = [];

    public static (TemplateNode? Root, ImmutableArray<TemplateError> Errors) Read(string text) => Read(text, TextDialect.CloudFormation);

    public static (TemplateNode? Root, ImmutableArray<TemplateError> Errors) Read(string text, TextDialect dialect)
    {
        var reading = new YamlText(text, dialect);
        try
        {
            var root = reading.ReadDocument();
            return (root, [.. reading._errors]);
        }
        catch (TemplateTextException fault)
        {
            return (null, [fault.ToError("YAML", dialect)]);
        }
        catch (YamlException fault)
        {
            var reason = fault.InnerException?.Message ?? fault.Message;
            return (null, [Fault(TemplateErrorCode.Syntax, reason, fault.Start).ToError("YAML", dialect)]);
        }
    }

    private TemplateNode ReadDocument()
    {
        Next<StreamStart>();
        if (_parser.Current is StreamEnd)
        {
            throw new TemplateTextException(TemplateErrorCode.Syntax, $"the {dialect.Noun} is empty", 1, 1);
        }

        Next<DocumentStart>();
        var root = ReadNode(0);
        Next<DocumentEnd>();
        if (_parser.Current is not StreamEnd)
        {
            throw Fault(TemplateErrorCode.Syntax, $"a {dialect.Noun} is one YAML document, and here begins another", Current.Start);
        }

        return root;
    }

    private ParsingEvent Current => _parser.Current
        ?? throw new TemplateTextException(TemplateErrorCode.Syntax, "the text ends too early", 1, 1);

    private void Move()
    {
        try
        {
            _parser.MoveNext();
        }
        catch (InvalidOperationException fault)
        {
            // The parser answers some malformed streams this way instead of with its own exception.
            var mark = _parser.Current?.End ?? Mark.Empty;
            throw Fault(TemplateErrorCode.Syntax, fault.Message, mark);
        }
    }

    /// <summary>Steps over an event of the type and leaves the parser on the one after it.</summary>
    private void Next<TEvent>()
        where TEvent : ParsingEvent
    {
        if (_parser.Current is null)
        {
            Move();
        }

        if (_parser.Current is not TEvent)
        {
            throw Fault(TemplateErrorCode.Syntax, $"expected {typeof(TEvent).Name}", Current.Start);
        }

        Move();
    }

    private TemplateNode ReadNode(int depth)
    {
        var start = Current;
        var (line, column) = At(start.Start);
        _budget.Take(1, depth, line, column);
        if (start is AnchorAlias alias)
        {
            Move();
            return _anchors.TryGetValue(alias.Value, out var known)
                ? Expanded(known, depth, line, column)
                : throw Fault(TemplateErrorCode.Syntax, $"the alias *{alias.Value} has no anchor before it", alias.Start);
        }

        if (start is not NodeEvent node)
        {
            throw Fault(TemplateErrorCode.Syntax, "expected a value", start.Start);
        }

        var function = node.Tag.IsEmpty ? null : ShortForms.FunctionOf(node.Tag, dialect, line, column);
        TemplateNode read = node switch
        {
            MappingStart => ReadMap(line, column, depth),
            SequenceStart => ReadList(line, column, depth),
            Scalar scalar => ReadScalar(scalar, line, column),
            _ => throw Fault(TemplateErrorCode.Syntax, "expected a value", start.Start),
        };
        read = function is null ? read : ShortForms.LongForm(function, read);
        if (!node.Anchor.IsEmpty)
        {
            _anchors[node.Anchor] = read;
        }

        return read;
    }

    private TemplateNode Expanded(TemplateNode known, int depth, int line, int column)
    {
        _budget.Take(known.Size, depth + Depth(known), line, column);
        return known;
    }

    private static int Depth(TemplateNode node) => node switch
    {
        TemplateNode.Map map => 1 + map.Members.Select(member => Depth(member.Value)).DefaultIfEmpty().Max(),
        TemplateNode.List list => 1 + list.Items.Select(Depth).DefaultIfEmpty().Max(),
        _ => 0,
    };

    private TemplateNode.Map ReadMap(int line, int column, int depth)
    {
        var members = ImmutableArray.CreateBuilder<TemplateNode.Member>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        List<TemplateNode.Map> merged = [];
        Move();
        while (Current is not MappingEnd)
        {
            var key = ReadName();
            var (keyLine, keyColumn) = At(key.Start);
            var value = ReadNode(depth + 1);
            if (IsMerge(key))
            {
                merged.AddRange(Merged(value, key.Start));
            }
            else if (names.Add(key.Value))
            {
                members.Add(new(key.Value, keyLine, keyColumn, value));
            }
            else
            {
                _errors.Add(Fault(TemplateErrorCode.Syntax, $"the key '{key.Value}' stands here a second time", key.Start).ToError("YAML", dialect));
            }
        }

        Move();
        members.AddRange(merged.SelectMany(map => map.Members).Where(member => names.Add(member.Name)));
        return new(line, column, members.DrainToImmutable());
    }

    private static bool IsMerge(Scalar key) => key is { Value: "<<", Style: ScalarStyle.Plain };

    /// <summary>The maps that a merge key takes in, the first of which counts most (yaml.org, "Merge Key Language-Independent Type").</summary>
    private static IEnumerable<TemplateNode.Map> Merged(TemplateNode value, Mark mark) => value switch
    {
        TemplateNode.Map map => [map],
        TemplateNode.List list when list.Items.All(item => item is TemplateNode.Map) => list.Items.OfType<TemplateNode.Map>(),
        _ => throw Fault(TemplateErrorCode.Syntax, "<< merges a map or a list of maps", mark),
    };

    private Scalar ReadName()
    {
        if (Current is not Scalar key)
        {
            throw Fault(TemplateErrorCode.Syntax, "map keys must be strings", Current.Start);
        }

        if (IsMerge(key) && !dialect.MergesMaps)
        {
            throw Fault(TemplateErrorCode.Unsupported, "CloudFormation templates may not merge maps with <<", key.Start);
        }

        if (!dialect.HasNumericKeys && key.Style == ScalarStyle.Plain && key.Tag.IsEmpty && ScalarTypes.IsNumber(key.Value))
        {
            _errors.Add(Fault(TemplateErrorCode.Syntax, $"map keys must be strings; received numeric [{key.Value}] instead (quote it)", key.Start)
                .ToError("YAML", dialect));
        }

        Move();
        return key;
    }

    private TemplateNode.List ReadList(int line, int column, int depth)
    {
        var items = ImmutableArray.CreateBuilder<TemplateNode>();
        Move();
        while (Current is not SequenceEnd)
        {
            items.Add(ReadNode(depth + 1));
        }

        Move();
        return new(line, column, items.DrainToImmutable());
    }

    private TemplateNode.Scalar ReadScalar(Scalar scalar, int line, int column)
    {
        Move();
        // A short form's own text is a name or a text whatever it looks like: !Ref On.
        var isPlain = scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty;
        var (value, type) = isPlain ? ScalarTypes.Of(scalar.Value) : (scalar.Value, ScalarType.Text);
        return new(line, column, value, type);
    }

    private static (int Line, int Column) At(Mark mark) => ((int)mark.Line, (int)mark.Column);

    private static TemplateTextException Fault(TemplateErrorCode code, string reason, Mark mark) =>
        new(code, reason, (int)mark.Line, (int)mark.Column);
}
