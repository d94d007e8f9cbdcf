using System.Runtime.InteropServices;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules;

/// <summary>Matches one event at a time against an index. Keeps what it needs between events; serves one thread.</summary>
internal sealed class RuleMatcher
{
    private readonly EventScan _scan = new();
    private readonly ElementJoin _join = new();
    private readonly List<int> _matches = [];
    private int[] _ruleSeen = [];
    private int[] _branchSeen = [];
    private int _turn;

    /// <summary>The places of the matching rules in the index; good until the next call.</summary>
    public ReadOnlySpan<int> Match(ReadOnlySpan<byte> utf8, RuleIndex index)
    {
        _scan.Read(utf8, index.Fields);
        _matches.Clear();
        Begin(index);
        foreach (var branch in index.Unanchored)
        {
            Try(branch, utf8);
        }

        foreach (var field in index.AnchorFields)
        {
            for (var leaf = _scan.FirstOf(field); leaf >= 0; leaf = _scan[leaf].Next)
            {
                var value = _scan.ValueOf(leaf, utf8);
                if (value.IsString && index.TryFind(field, value.Text, out var branches))
                {
                    foreach (var branch in branches)
                    {
                        Try(branch, utf8);
                    }
                }
            }
        }

        return CollectionsMarshal.AsSpan(_matches);
    }

    private void Begin(RuleIndex index)
    {
        // The marks of earlier events need no clearing: they carry another turn's number.
        if (_ruleSeen.Length < index.RuleCount || _branchSeen.Length < index.BranchCount || _turn == int.MaxValue)
        {
            _ruleSeen = new int[Math.Max(_ruleSeen.Length, index.RuleCount)];
            _branchSeen = new int[Math.Max(_branchSeen.Length, index.BranchCount)];
            _turn = 0;
        }

        _turn++;
    }

    private void Try(RuleBranch branch, ReadOnlySpan<byte> utf8)
    {
        if (_branchSeen[branch.Number] == _turn || _ruleSeen[branch.Rule] == _turn)
        {
            return;
        }

        _branchSeen[branch.Number] = _turn;
        if (Matches(branch, utf8))
        {
            _ruleSeen[branch.Rule] = _turn;
            _matches.Add(branch.Rule);
        }
    }

    private bool Matches(RuleBranch branch, ReadOnlySpan<byte> utf8)
    {
        var inArrays = 0;
        var rejected = false;
        foreach (var (field, tests) in branch.Fields)
        {
            var accepted = Accepts(field, tests, utf8, out var isInArray);
            if (!accepted && !(isInArray && tests.AllowsAbsence))
            {
                return false;
            }

            rejected |= !accepted;
            inArrays += isInArray ? 1 : 0;
        }

        // One field alone cannot be in conflict about the element that it lies in.
        return inArrays < 2 ? !rejected : _join.Matches(branch, _scan, utf8);
    }

    /// <summary>Whether the field matches, other fields aside, and whether any of its leaves lies in an array element.</summary>
    private bool Accepts(int field, FieldTests tests, ReadOnlySpan<byte> utf8, out bool isInArray)
    {
        var leaf = _scan.FirstOf(field);
        var accepted = leaf < 0 && tests.AllowsAbsence;
        isInArray = false;
        for (; leaf >= 0 && !(accepted && isInArray); leaf = _scan[leaf].Next)
        {
            isInArray |= _scan[leaf].Element != ElementTree.None;
            accepted = accepted || tests.Accept(_scan.ValueOf(leaf, utf8));
        }

        return accepted;
    }
}
