using System.Globalization;
using System.Net;
using System.Numerics;
using Quell.Engine.Json;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Functions;

/// <summary>Equal blocks of addresses out of a larger one, the lowest first.</summary>
internal sealed class CidrFunction() : TemplateFunction("Fn::Cidr", FunctionPlaces.Values)
{
    public override void Check(FunctionCall call, TemplateChecks checks)
    {
        if (!call.Takes(3) || call.Items.Any(item => item is TemplateNode.List))
        {
            checks.Refuse(call, "Template error: every Fn::Cidr object requires three parameters: an IP block, the number of blocks and the number of subnet bits");
        }
    }

    public override JsonValue? Evaluate(FunctionCall call, Evaluator evaluator)
    {
        var values = new JsonValue?[3];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = evaluator.Evaluate(call.Items[index], call.Path.Item(index));
            if (Evaluator.IsOpen(values[index]))
            {
                return values[index];
            }
        }

        var block = Evaluator.TextOf(values[0]) ?? "";
        if (!TryRead(block, out var address, out var prefix))
        {
            return evaluator.Fail(call, $"Template error: Fn::Cidr needs an IP block such as 10.0.0.0/16, and got '{block}'");
        }

        var length = address.Length * 8;
        return !TryRange(values[1], 1, 256, out var count) || !TryRange(values[2], 1, length - prefix, out var bits)
            || BigInteger.Pow(2, length - bits - prefix) < count
            ? evaluator.Fail(call, $"Template error: Fn::Cidr cannot take {Evaluator.TextOf(values[1])} blocks of {Evaluator.TextOf(values[2])} bits out of {block}")
            : JsonArray.From(Blocks(address, prefix, count, bits));
    }

    private static IEnumerable<string> Blocks(byte[] address, int prefix, int count, int bits)
    {
        var length = address.Length * 8;
        var first = new BigInteger(address, isUnsigned: true, isBigEndian: true) >> (length - prefix) << (length - prefix);
        for (var block = 0; block < count; block++)
        {
            var bytes = (first + ((BigInteger)block << bits)).ToByteArray(isUnsigned: true, isBigEndian: true);
            var padded = new byte[address.Length];
            bytes.CopyTo(padded, padded.Length - bytes.Length);
            yield return $"{new IPAddress(padded)}/{length - bits}";
        }
    }

    private static bool TryRead(string block, out byte[] address, out int prefix)
    {
        (address, prefix) = ([], 0);
        if (block.Split('/') is not [var ip, var bits] || !IPAddress.TryParse(ip, out var parsed)
            || !int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out prefix))
        {
            return false;
        }

        address = parsed.GetAddressBytes();
        return prefix <= address.Length * 8 && (address.Length == 16 || ip.Split('.').Length == 4);
    }

    private static bool TryRange(JsonValue? value, int least, int most, out int number) =>
        int.TryParse(Evaluator.TextOf(value), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}
