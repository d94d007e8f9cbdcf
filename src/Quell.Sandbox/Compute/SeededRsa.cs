using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Quell.Sandbox.Compute;

/// <summary>
/// An RSA key of 2,048 bits that depends on a source of digits alone, so that a preview and a replay get the key of the real
/// run. For the simulated account: whoever knows the seed knows the key.
/// </summary>
internal static class SeededRsa
{
    private const int PrimeBits = 1024;
    private const int DigitsAtOnce = 64;
    private const int Rounds = 8;

    private static readonly BigInteger Exponent = 65_537;
    private static readonly int[] SmallPrimes = [.. Sieve(20_000)];

    /// <param name="hex">Gives so many hex digits, others each time; at most 64.</param>
    public static RSA Create(Func<int, string> hex)
    {
        var (one, other) = (Prime(hex), Prime(hex));
        var (p, q) = one > other ? (one, other) : (other, one);
        var d = Inverse(Exponent, (p - 1) * (q - 1));
        return RSA.Create(new RSAParameters
        {
            Modulus = Bytes(p * q, 256),
            Exponent = Bytes(Exponent, 3),
            D = Bytes(d, 256),
            P = Bytes(p, 128),
            Q = Bytes(q, 128),
            DP = Bytes(d % (p - 1), 128),
            DQ = Bytes(d % (q - 1), 128),
            InverseQ = Bytes(Inverse(q, p), 128),
        });
    }

    /// <summary>A prime with its two highest bits set, of which the exponent is prime to the predecessor.</summary>
    private static BigInteger Prime(Func<int, string> hex)
    {
        var digits = string.Concat(Enumerable.Range(0, PrimeBits / 4 / DigitsAtOnce).Select(_ => hex(DigitsAtOnce)));
        var start = BigInteger.Parse("0" + digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            | (BigInteger.One << (PrimeBits - 1)) | (BigInteger.One << (PrimeBits - 2)) | BigInteger.One;
        var remainders = Array.ConvertAll(SmallPrimes, prime => (int)(start % prime));
        for (var step = 0; ; step += 2)
        {
            if (!HasSmallFactor(remainders, step) && start + step is var candidate && (candidate - 1) % Exponent != 0 && IsPrime(candidate))
            {
                return candidate;
            }
        }
    }

    private static bool HasSmallFactor(int[] remainders, int step)
    {
        for (var index = 0; index < remainders.Length; index++)
        {
            if ((remainders[index] + step) % SmallPrimes[index] == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Miller and Rabin's test with the first primes as witnesses: enough for numbers that nobody has chosen.</summary>
    private static bool IsPrime(BigInteger number)
    {
        var (odd, twos) = (number - 1, 0);
        for (; odd.IsEven; twos++)
        {
            odd >>= 1;
        }

        return SmallPrimes.Take(Rounds).All(witness => Passes(BigInteger.ModPow(witness, odd, number), number, twos));
    }

    private static bool Passes(BigInteger power, BigInteger number, int twos)
    {
        for (var round = 0; round < twos; round++)
        {
            if (power == number - 1 || (round == 0 && power.IsOne))
            {
                return true;
            }

            power = power * power % number;
        }

        return false;
    }

    /// <summary>Euclid's algorithm, extended.</summary>
    private static BigInteger Inverse(BigInteger number, BigInteger modulus)
    {
        var (old, now, oldFactor, factor) = (number, modulus, BigInteger.One, BigInteger.Zero);
        while (!now.IsZero)
        {
            var quotient = old / now;
            (old, now) = (now, old - (quotient * now));
            (oldFactor, factor) = (factor, oldFactor - (quotient * factor));
        }

        return ((oldFactor % modulus) + modulus) % modulus;
    }

    private static byte[] Bytes(BigInteger number, int length)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[length - bytes.Length], .. bytes];
    }

    private static IEnumerable<int> Sieve(int end)
    {
        var composite = new bool[end];
        for (var number = 2; number < end; number++)
        {
            if (composite[number])
            {
                continue;
            }

            yield return number;
            for (var multiple = 2 * number; multiple < end; multiple += number)
            {
                composite[multiple] = true;
            }
        }
    }
}
