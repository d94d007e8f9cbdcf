using System.Buffers.Binary;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.SecretsManager;

/// <summary>GetRandomPassword: from letters, digits and marks, of each kind at least one unless told otherwise.</summary>
internal static class RandomPasswords
{
    private const int UsualLength = 32;
    private const string Lowercase = "abcdefghijklmnopqrstuvwxyz";
    private const string Uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string Marks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    public static JsonObject GetRandomPassword(OperationContext context)
    {
        var input = context.Input;
        var length = (int)(input.Long("PasswordLength") ?? UsualLength);
        var kinds = KindsOf(input);
        var required = input.Bool("RequireEachIncludedType") ?? true ? kinds : [];
        if (kinds.Count == 0 || required.Count > length)
        {
            throw SecretErrors.InvalidParameter("Password length is too short based on the required types.");
        }

        var random = new Draw(context.Transaction.Ids);
        var all = string.Concat(kinds);
        var characters = Enumerable.Range(0, length).Select(place => place < required.Count ? random.From(required[place]) : random.From(all)).ToArray();
        for (var place = length - 1; place > 0; place--)
        {
            var other = random.Below(place + 1);
            (characters[place], characters[other]) = (characters[other], characters[place]);
        }

        return JsonObject.Of(("RandomPassword", new string(characters)));
    }

    private static List<string> KindsOf(JsonObject input)
    {
        var excluded = input.String("ExcludeCharacters") ?? "";
        (string Kind, bool IsIncluded)[] kinds =
        [
            (Lowercase, input.Bool("ExcludeLowercase") is not true), (Uppercase, input.Bool("ExcludeUppercase") is not true),
            (Digits, input.Bool("ExcludeNumbers") is not true), (Marks, input.Bool("ExcludePunctuation") is not true),
            (" ", input.Bool("IncludeSpace") is true),
        ];
        return
        [
            .. from kind in kinds
               where kind.IsIncluded
               select string.Concat(kind.Kind.Where(character => !excluded.Contains(character, StringComparison.Ordinal))) into left
               where left.Length > 0
               select left,
        ];
    }

    /// <summary>Draws from secret bytes, four for each; out of 2^32 the bias is nothing.</summary>
    private sealed class Draw(IdSource ids)
    {
        private const int Block = 4096;

        private byte[] _bytes = [];
        private int _place;

        public int Below(int bound)
        {
            if (_place == _bytes.Length)
            {
                (_bytes, _place) = (ids.Secret(Block), 0);
            }

            var drawn = BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(_place, sizeof(uint)));
            _place += sizeof(uint);
            return (int)(((ulong)drawn * (ulong)bound) >> 32);
        }

        public char From(string characters) => characters[Below(characters.Length)];
    }
}
