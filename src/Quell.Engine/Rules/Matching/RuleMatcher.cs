using Quell.Engine.Rules.Persistent;
using Quell.Engine.Rules.Scanning;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Matching;

/// <summary>
/// Matches one event at a time against a tree: each field that branches go on with is looked up by the values that the event
/// has there, and each way is taken once at most. Keeps what it needs between events; serves one thread.
/// </summary>
internal sealed class RuleMatcher
{
    [ThreadStatic]
    private static RuleMatcher? _ofThread;

    private readonly EventScan _scan = new();
    private readonly ElementJoin _join = new();
    private RuleBranch[] _matches = new RuleBranch[16];
    private int _matchCount;
    private int[] _marks = [];
    private int _turn;
    private byte[] _folded = new byte[64];

    /// <summary>The matcher of the thread that asks.</summary>
    public static RuleMatcher OfThread => _ofThread ??= new RuleMatcher();

    /// <summary>A matching branch of each rule that has one; good until the next call.</summary>
    /// <param name="utf8">The event, a well-formed JSON object.</param>
    /// <param name="tree">The branches.</param>
    public ReadOnlySpan<RuleBranch> Match(ReadOnlySpan<byte> utf8, MatchTree tree)
    {
        _scan.Read(utf8, tree.Fields);
        Begin(tree.MarkLimit);
        if (tree.Root is { } root)
        {
            Visit(root, utf8);
        }

        return _matches.AsSpan(0, _matchCount);
    }

    /// <summary>
    /// Forgets what matched, so that no rule is kept alive by it; and after an event that is out of the ordinary the memory that it
    /// took, which every thread would keep.
    /// </summary>
    public void Forget()
    {
        Array.Clear(_matches, 0, _matchCount);
        if (_scan.FieldsInArrays > 1)
        {
            _join.Forget();
        }

        if (_scan.IsOversized || _folded.Length > EventScan.MostBytes)
        {
            _ofThread = null;
        }
    }

    private void Begin(int markLimit)
    {
        // The marks of earlier events need no clearing: they carry another turn's number.
        if (_marks.Length < markLimit || _turn == int.MaxValue)
        {
            _marks = new int[Math.Max(markLimit, _marks.Length * 2)];
            _turn = 0;
        }

        _turn++;
        _matchCount = 0;
    }

    private void Visit(Subtree tree, ReadOnlySpan<byte> utf8)
    {
        if (tree is Subtree.Bucket bucket)
        {
            foreach (var branch in bucket.All)
            {
                if (Passes(branch, bucket.Depth, utf8))
                {
                    Match(branch, utf8);
                }
            }

            return;
        }

        var split = (Subtree.Split)tree;
        foreach (var branch in split.Ended)
        {
            Match(branch, utf8);
        }

        if (split.HasManyFields)
        {
            VisitPresent(split, utf8);
            return;
        }

        foreach (ref readonly var few in split.Few.AsSpan())
        {
            Visit(few.Field, few.Index, utf8);
        }
    }

    private void VisitPresent(Subtree.Split split, ReadOnlySpan<byte> utf8)
    {
        foreach (var field in _scan.Present)
        {
            if (split.TryGet(field, out var index))
            {
                Visit(field, index, utf8);
            }
        }

        foreach (var field in split.Absentable)
        {
            if (_scan.FirstOf(field) < 0 && split.TryGet(field, out var index))
            {
                Follow(index.Absent, utf8);
            }
        }
    }

    private void Visit(int field, FieldIndex index, ReadOnlySpan<byte> utf8)
    {
        var leaf = _scan.FirstOf(field);
        if (leaf < 0)
        {
            Follow(index.Absent, utf8);
            return;
        }

        Follow(index.Present, utf8);
        for (; leaf >= 0; leaf = _scan[leaf].Next)
        {
            var value = _scan.ValueOf(leaf, utf8);
            switch (value.Kind)
            {
                case EventValueKind.String:
                    VisitText(index, value, utf8);
                    break;
                case EventValueKind.Number when index.Numbers is not null && DecimalKey.TryRead(value.Text, out var key, out var isComparable):
                    var ranges = new RangeFinder(this, value.Text, utf8) { IsComparable = isComparable ? true : null };
                    IntervalTree<Way>.Stab(index.Numbers, key, ref ranges);
                    break;
                case EventValueKind.Word when index.Words is not null:
                    Follow(index.Words, value.Text, utf8);
                    break;
            }

            foreach (var way in index.Others)
            {
                Try(way, value, utf8);
            }
        }

        // Of a field within array elements, each leaf may be in conflict with what other fields choose.
        if (!index.Absent.IsEmpty && IsAbsentable(field))
        {
            Follow(index.Absent, utf8);
        }
    }

    private bool IsAbsentable(int field) => _scan.FieldsInArrays > 1 && _scan.IsInArray(field);

    private void VisitText(FieldIndex index, EventValue value, ReadOnlySpan<byte> utf8)
    {
        if (index.Texts is not null)
        {
            Follow(index.Texts, value.Text, utf8);
        }

        if (index.Rarer is not { } rarer)
        {
            return;
        }

        var finder = new TextFinder(this, value, utf8);
        RadixTree<Way>.Walk<Forward, TextFinder>(rarer.Starts, value.Text, ref finder);
        RadixTree<Way>.Walk<Backward, TextFinder>(rarer.Ends, value.Text, ref finder);
        RadixTree<Way>.Walk<Folded<Forward>, TextFinder>(rarer.FoldedStarts, value.Text, ref finder);
        RadixTree<Way>.Walk<Folded<Backward>, TextFinder>(rarer.FoldedEnds, value.Text, ref finder);
        if (rarer.FoldedTexts is not null)
        {
            Follow(rarer.FoldedTexts, Fold(value.Text), utf8);
        }

        if ((rarer.V4Addresses is not null || rarer.V6Addresses is not null) && IpAddress.TryParse(value.Text, out var address))
        {
            var ranges = new RangeFinder(this, value.Text, utf8) { IsComparable = true };
            IntervalTree<Way>.Stab(address.IsV6 ? rarer.V6Addresses : rarer.V4Addresses, address.Value, ref ranges);
        }
    }

    private ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> text)
    {
        if (_folded.Length < text.Length)
        {
            _folded = new byte[text.Length * 2];
        }

        for (var place = 0; place < text.Length; place++)
        {
            _folded[place] = Folded<Forward>.At(text, place);
        }

        return _folded.AsSpan(0, text.Length);
    }

    private void Follow(HashTrie<byte[], Bag<Way>> texts, ReadOnlySpan<byte> text, ReadOnlySpan<byte> utf8)
    {
        if (texts.TryGet<TextKeys, ReadOnlySpan<byte>>(TextKeys.HashOf(text), text, out var ways))
        {
            Follow(ways, utf8);
        }
    }

    private void Follow(Bag<Way> ways, ReadOnlySpan<byte> utf8)
    {
        foreach (var way in ways)
        {
            Follow(way, utf8);
        }
    }

    private void Follow(Way way, ReadOnlySpan<byte> utf8)
    {
        ref var mark = ref _marks[way.Id];
        if (mark != _turn)
        {
            mark = _turn;
            Visit(way.Target, utf8);
        }
    }

    private bool HasTaken(Way way) => _marks[way.Id] == _turn;

    private void Try(Way way, EventValue value, ReadOnlySpan<byte> utf8)
    {
        if (!HasTaken(way) && way.Tests.Accept(value))
        {
            Follow(way, utf8);
        }
    }

    /// <summary>Whether the fields from a depth on pass, each for itself.</summary>
    private bool Passes(RuleBranch branch, int depth, ReadOnlySpan<byte> utf8)
    {
        foreach (ref readonly var field in branch.Fields.AsSpan(depth))
        {
            if (!Accepts(field, utf8) && !(field.Tests.AllowsAbsence && IsAbsentable(field.Number)))
            {
                return false;
            }
        }

        return true;
    }

    private bool Accepts(in RuleField field, ReadOnlySpan<byte> utf8)
    {
        var leaf = _scan.FirstOf(field.Number);
        if (leaf < 0)
        {
            return field.Tests.AllowsAbsence;
        }

        for (; leaf >= 0; leaf = _scan[leaf].Next)
        {
            if (field.Tests.Accept(_scan.ValueOf(leaf, utf8)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes in a branch whose fields pass, each for itself.</summary>
    private void Match(RuleBranch branch, ReadOnlySpan<byte> utf8)
    {
        if (branch.RuleId >= 0 && _marks[branch.RuleId] == _turn)
        {
            return;
        }

        if (_scan.FieldsInArrays > 1 && !PassesTogether(branch, utf8))
        {
            return;
        }

        if (branch.RuleId >= 0)
        {
            _marks[branch.RuleId] = _turn;
        }

        if (_matchCount == _matches.Length)
        {
            Array.Resize(ref _matches, _matches.Length * 2);
        }

        _matches[_matchCount++] = branch;
    }

    // One field alone cannot be in conflict about the element that it lies in.
    private bool PassesTogether(RuleBranch branch, ReadOnlySpan<byte> utf8)
    {
        var inArrays = 0;
        foreach (ref readonly var field in branch.Fields.AsSpan())
        {
            inArrays += _scan.IsInArray(field.Number) ? 1 : 0;
        }

        if (inArrays > 1)
        {
            return _join.Matches(branch, _scan, utf8);
        }

        if (!branch.AllowsAbsence)
        {
            return true;
        }

        foreach (ref readonly var field in branch.Fields.AsSpan())
        {
            if (!Accepts(field, utf8))
            {
                return false;
            }
        }

        return true;
    }

    private ref struct TextFinder(RuleMatcher matcher, EventValue value, ReadOnlySpan<byte> utf8) : IFinder<Way>
    {
        private readonly EventValue _value = value;
        private readonly ReadOnlySpan<byte> _utf8 = utf8;

        public readonly void Found(Bag<Way> sure, Bag<Way> maybe)
        {
            matcher.Follow(sure, _utf8);
            foreach (var way in maybe)
            {
                matcher.Try(way, _value, _utf8);
            }
        }
    }

    private ref struct RangeFinder(RuleMatcher matcher, ReadOnlySpan<byte> number, ReadOnlySpan<byte> utf8) : IFinder<Way>
    {
        private readonly ReadOnlySpan<byte> _number = number;
        private readonly ReadOnlySpan<byte> _utf8 = utf8;

        /// <summary>Whether the number can be compared with a range; null where that is not known yet.</summary>
        public bool? IsComparable { get; set; }

        public void Found(Bag<Way> sure, Bag<Way> maybe)
        {
            matcher.Follow(sure, _utf8);
            foreach (var way in maybe)
            {
                // To find out costs more than all else: not for a way that has been taken.
                if (!matcher.HasTaken(way) && (IsComparable ??= ComparableNumber.TryParse(_number, out _)))
                {
                    matcher.Follow(way, _utf8);
                }
            }
        }
    }
}
