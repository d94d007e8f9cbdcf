using System.Net;

namespace Quell.Engine.Policies;

/// <summary>A value that a condition holds a key against. What a policy writes wrongly fits nothing.</summary>
internal abstract class ConditionValue
{
    private ConditionValue()
    {
    }

    public abstract bool Fits(string value, PolicyContext context);

    internal sealed class Text(PolicyPattern pattern) : ConditionValue
    {
        public override bool Fits(string value, PolicyContext context) => pattern.Matches(value, context);
    }

    /// <summary>Each of an ARN's six parts by itself: a star does not reach over a colon. The last part takes the rest.</summary>
    internal sealed class ArnPattern(string text, PatternStyle variables) : ConditionValue
    {
        private const int Parts = 6;

        private readonly bool _isAll = text == "*";
        private readonly PolicyPattern[] _parts = [.. SplitArn(text).Select(part => PolicyPattern.Of(part, variables | PatternStyle.Wildcards))];

        public override bool Fits(string value, PolicyContext context)
        {
            if (_isAll)
            {
                return true;
            }

            var parts = value.Split(':', Parts);
            if (_parts.Length != Parts || parts.Length != Parts)
            {
                return false;
            }

            for (var index = 0; index < Parts; index++)
            {
                if (!_parts[index].Matches(parts[index], context))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Splits at the colons that are not within a variable.</summary>
        private static List<string> SplitArn(string text)
        {
            var parts = new List<string>();
            var (start, depth) = (0, 0);
            for (var position = 0; position < text.Length && parts.Count < Parts - 1; position++)
            {
                depth += text[position] switch { '{' => 1, '}' => -1, _ => 0 };
                if (text[position] == ':' && depth == 0)
                {
                    parts.Add(text[start..position]);
                    start = position + 1;
                }
            }

            parts.Add(text[start..]);
            return parts;
        }
    }

    /// <param name="wanted">What the policy says, read; null where it cannot be read.</param>
    /// <param name="fits">Says of the order of the key's value against it whether it fits.</param>
    internal sealed class Ordered(decimal? wanted, Func<string, decimal?> read, Func<int, bool> fits) : ConditionValue
    {
        public override bool Fits(string value, PolicyContext context) =>
            wanted is { } border && read(value) is { } known && fits(known.CompareTo(border));
    }

    /// <summary>An address or a range of them, <c>203.0.113.0/24</c>.</summary>
    internal sealed class Network(string text) : ConditionValue
    {
        private readonly IPNetwork? _network =
            IPNetwork.TryParse(text, out var network) ? network
            : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : null;

        public override bool Fits(string value, PolicyContext context) =>
            _network is { } network && IPAddress.TryParse(value, out var address) && network.Contains(address);
    }

    /// <summary>Bytes, in both places as Base64.</summary>
    internal sealed class Bytes(string text) : ConditionValue
    {
        private readonly byte[]? _wanted = Read(text);

        public override bool Fits(string value, PolicyContext context) =>
            _wanted is { } wanted && Read(value) is { } known && wanted.AsSpan().SequenceEqual(known);

        private static byte[]? Read(string text)
        {
            var bytes = new byte[text.Length];
            return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
        }
    }
}
