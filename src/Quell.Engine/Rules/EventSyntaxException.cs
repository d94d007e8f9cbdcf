namespace Quell.Engine.Rules;

/// <summary>What was to be matched is not a JSON object.</summary>
internal sealed class EventSyntaxException(string reason) : FormatException(reason);
