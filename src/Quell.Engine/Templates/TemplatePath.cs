using System.Globalization;
using System.Text;

namespace Quell.Engine.Templates;

/// <summary>A place in the template's tree. Shares its parents, so that going one level deeper costs one object.</summary>
internal sealed class TemplatePath
{
    public static readonly TemplatePath Root = new(null, "", false);

    private readonly TemplatePath? _parent;
    private readonly string _name;
    private readonly bool _isIndex;

    private TemplatePath(TemplatePath? parent, string name, bool isIndex) => (_parent, _name, _isIndex) = (parent, name, isIndex);

    public static TemplatePath Of(params ReadOnlySpan<string> names)
    {
        var path = Root;
        foreach (var name in names)
        {
            path = path.Member(name);
        }

        return path;
    }

    public TemplatePath Member(string name) => new(this, name, false);

    public TemplatePath Item(int index) => new(this, index.ToString(CultureInfo.InvariantCulture), true);

    /// <summary>AWS's form in "[/Resources/Topic] …" messages.</summary>
    public string ToPointer() => Write((text, step) => text.Append('/').Append(step._name));

    /// <summary>The form of <see cref="TemplateError.Path"/>.</summary>
    public override string ToString() => Write((text, step) =>
        _ = step._isIndex ? text.Append('[').Append(step._name).Append(']')
            : text.Length == 0 ? text.Append(step._name)
            : text.Append('.').Append(step._name));

    private string Write(Action<StringBuilder, TemplatePath> write)
    {
        var steps = new Stack<TemplatePath>();
        for (var step = this; step._parent is not null; step = step._parent)
        {
            steps.Push(step);
        }

        var text = new StringBuilder();
        foreach (var step in steps)
        {
            write(text, step);
        }

        return text.ToString();
    }
}
