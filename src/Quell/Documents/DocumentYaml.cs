using System.Globalization;
using System.Text.RegularExpressions;
using Quell.Engine.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Quell.Documents;

/// <summary>Writes YAML in blocks: texts in double quotes, those of several lines as literal blocks, members in their order.</summary>
internal static partial class DocumentYaml
{
    public static string Write(JsonValue value)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings().WithBestWidth(int.MaxValue));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: false));
        Emit(emitter, value);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonValue value)
    {
        switch (value)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (name, member) in map)
                {
                    Scalar(emitter, name, PlainKey.IsMatch(name) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted);
                    Emit(emitter, member);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list.Items)
                {
                    Emit(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonString text:
                Scalar(emitter, text.Value, IsBlock(text.Value) ? ScalarStyle.Literal : ScalarStyle.DoubleQuoted);
                break;
            default:
                Scalar(emitter, value.ToString(), ScalarStyle.Plain);
                break;
        }
    }

    /// <summary>Lines that a literal block keeps to the letter.</summary>
    private static bool IsBlock(string text) => text.Contains('\n', StringComparison.Ordinal) && text.Length > 0 && text[0] is not (' ' or '\n' or '\t')
        && text.All(letter => letter is '\n' or (>= ' ' and <= '~'));

    private static void Scalar(Emitter emitter, string text, ScalarStyle style) =>
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true));

    /// <summary>What is a text without quotes too: words that YAML 1.1 reads as something else are not.</summary>
    [GeneratedRegex(@"\A(?!(true|false|null|yes|no|on|off|y|n)\z)[A-Za-z_][A-Za-z0-9_]*(:[A-Za-z0-9_]+)*\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex PlainKey { get; }
}
