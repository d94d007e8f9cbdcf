namespace Quell.Engine.Rules.Compiling;

/// <summary>What <see cref="PatternReader"/> stands on.</summary>
internal enum PatternToken
{
    /// <summary>The end of the text at the top level.</summary>
    None,
    StartObject,
    EndObject,
    StartArray,
    EndArray,
    Name,
    String,
    Number,
    True,
    False,
    Null,
}
