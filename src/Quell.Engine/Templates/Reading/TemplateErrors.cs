namespace Quell.Engine.Templates.Reading;

/// <summary>Gathers mistakes while a template is read or evaluated.</summary>
internal sealed class TemplateErrors
{
    /// <summary>Mistakes that are named; of the others only the number is told.</summary>
    private const int MaxNamed = 100;

    private readonly HashSet<TemplateError> _errors = [];
    private int _unnamed;

    public int Count => _errors.Count;

    public void Add(TemplateErrorCode code, string message, TemplatePath path, TemplateNode? node) =>
        Add(new(code, message, path, node));

    public void Add(TemplateError error)
    {
        if (_errors.Count < MaxNamed)
        {
            _errors.Add(error);
        }
        else if (!_errors.Contains(error))
        {
            _unnamed++;
        }
    }

    public void AddRange(IEnumerable<TemplateError> errors)
    {
        foreach (var error in errors)
        {
            Add(error);
        }
    }

    /// <summary>A part that is not in the template's format, in the form of AWS's messages that name the place.</summary>
    public void Malformed(TemplatePath path, TemplateNode? node, string message) =>
        Add(TemplateErrorCode.Format, $"Template format error: [{path.ToPointer()}] {message}", path, node);

    /// <summary>All of them, in the order of the text; what has no place comes first.</summary>
    public IEnumerable<TemplateError> InOrder
    {
        get
        {
            var ordered = _errors.OrderBy(error => error.Line).ThenBy(error => error.Column);
            return _unnamed == 0 ? ordered : ordered.Append(new(TemplateErrorCode.Limit, $"and {_unnamed} more mistakes", "", 0, 0));
        }
    }
}
