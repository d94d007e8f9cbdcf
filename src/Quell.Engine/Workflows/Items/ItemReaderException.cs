namespace Quell.Engine.Workflows.Items;

/// <summary>
/// A Distributed Map state's items could not be read. The Map Run fails with <see cref="ErrorName"/> and <see cref="Cause"/>, which
/// are AWS's to the letter where the text is known (developer guide, "Handling errors in Step Functions workflows").
/// </summary>
internal sealed class ItemReaderException(string cause, Exception? inner = null) : Exception(cause, inner)
{
    public const string ErrorName = "States.ItemReaderFailed";

    public string Cause { get; } = cause;
}
