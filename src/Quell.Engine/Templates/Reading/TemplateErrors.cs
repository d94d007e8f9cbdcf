namespace Quell.Engine.Templates.Reading;

/// <summary>Gathers mistakes while a template is read or evaluated.</summary>
internal sealed class TemplateErrors
{
    private readonly List<TemplateError> _errors = [];

    public int Count => _errors.Count;

    public void Add(TemplateErrorCode code, string message, TemplatePath path, TemplateNode? node) =>
        Add(new(code, message, path, node));

    public void Add(TemplateError error)
    {
        if (!_errors.Contains(error))
        {
            _errors.Add(error);
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
    public IEnumerable<TemplateError> InOrder => _errors.OrderBy(error => error.Line).ThenBy(error => error.Column);
}
