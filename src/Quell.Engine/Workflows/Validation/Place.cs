using System.Globalization;

namespace Quell.Engine.Workflows.Validation;

/// <summary>
/// A place in a definition. It is a link to the place around it and becomes text only when there is something to tell, so that
/// walking a large definition costs nothing for places.
/// </summary>
internal sealed class Place
{
    public static readonly Place Root = new(null, "", isItem: false);

    /// <summary>Characters of a name, and of the whole, that are shown: names of a hostile definition may fill it.</summary>
    private const int LongestName = 1_024;
    private const int LongestText = 4_096;

    private readonly Place? _around;
    private readonly string _name;
    private readonly bool _isItem;
    private string? _text;

    private Place(Place? around, string name, bool isItem) => (_around, _name, _isItem) = (around, name, isItem);

    public Place Member(string name) => new(this, name, isItem: false);

    public Place Item(int index) => new(this, index.ToString(CultureInfo.InvariantCulture), isItem: true);

    /// <summary>The name of the innermost state that the place is in; null for one that is in none.</summary>
    public string? State
    {
        get
        {
            var way = new Stack<Place>();
            for (var place = this; place._around is not null; place = place._around)
            {
                way.Push(place);
            }

            string? state = null;
            while (way.TryPop(out var step) && step._name == "States" && way.TryPop(out var named))
            {
                state = named._name;
                var leadsOn = way.TryPop(out var inner) && (inner._name is "ItemProcessor" or "Iterator" || (inner._name == "Branches" && way.TryPop(out _)));
                if (!leadsOn)
                {
                    break;
                }
            }

            return state;
        }
    }

    /// <summary>As AWS prints it: <c>/States/Look/Catch[0]/Next</c>; <c>/</c> for the whole.</summary>
    public override string ToString() => _around is null ? "/" : Inner();

    private string Inner()
    {
        if (_around is null)
        {
            return "";
        }

        if (_text is null)
        {
            var name = _name.Length <= LongestName ? _name : _name[..LongestName];
            var around = _around.Inner();
            _text = around.Length > LongestText ? around : _isItem ? $"{around}[{name}]" : $"{around}/{name}";
        }

        return _text;
    }
}
