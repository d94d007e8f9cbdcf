namespace Quell.Engine.Expressions.Jsonata.Values;

/// <summary>The variables of a block, a function call or a row, over those of what surrounds it.</summary>
internal sealed class Frame(Evaluation evaluation, Frame? parent, Binding? bindings = null)
{
    private Binding? _bindings = bindings;

    public Evaluation Evaluation { get; } = evaluation;

    public Frame Inner() => new(Evaluation, this);

    public Frame Inner(Binding row) => new(Evaluation, this, row);

    public void Bind(string name, Item value) => _bindings = new(name, value, _bindings);

    public bool TryFind(string name, out Item value)
    {
        for (var frame = this; frame is not null; frame = frame.Parent)
        {
            if (frame._bindings is { } bindings && bindings.TryFind(name, out value))
            {
                return true;
            }
        }

        value = Evaluation.Variable(name);
        return !value.IsUndefined;
    }

    private Frame? Parent { get; } = parent;
}
