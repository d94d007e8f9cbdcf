namespace Quell.Engine.Rules.Explaining;

/// <summary>An object or array within an array of the event. What lies in two elements of one array never belongs to one match.</summary>
/// <param name="parent">The element around the array; null where none is.</param>
/// <param name="array">The number of the array in the event.</param>
/// <param name="number">The element's place in the array.</param>
/// <param name="node">Where the array stands.</param>
internal sealed class ArrayElement(ArrayElement? parent, int array, int number, EventNode node)
{
    public int Array => array;

    public int Number => number;

    public EventNode Node => node;

    /// <summary>The element and those around it, the innermost first.</summary>
    public IEnumerable<ArrayElement> WithParents
    {
        get
        {
            for (var one = this; one is not null; one = one.Parent)
            {
                yield return one;
            }
        }
    }

    private ArrayElement? Parent => parent;
}
