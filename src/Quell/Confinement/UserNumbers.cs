using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Quell.Confinement;

/// <summary>
/// Numbers of users that nobody is: each run of a Quell that is root gets one of its own. They lie between 50,000 and 60,000, which
/// no distribution gives to anybody by itself. Safe for concurrent use.
/// </summary>
internal sealed class UserNumbers
{
    private const int Lowest = 50_000;
    private const int Range = 1_000;
    private readonly ConcurrentQueue<int> _free;

    /// <param name="folder">Picks one of ten ranges, so that two data folders rarely share one.</param>
    public UserNumbers(string folder)
    {
        var first = Lowest + (SHA256.HashData(Encoding.UTF8.GetBytes(folder))[0] % 10 * Range);
        _free = new(Enumerable.Range(first, Range));
    }

    /// <exception cref="EnvironmentException">A thousand runs are under way.</exception>
    public int Take() => _free.TryDequeue(out var number) ? number : throw new EnvironmentException($"{Range} functions and scripts run at once, which is the limit.");

    public void Give(int number) => _free.Enqueue(number);
}
