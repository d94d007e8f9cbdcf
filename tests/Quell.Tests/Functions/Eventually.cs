namespace Quell.Tests.Functions;

/// <summary>Waits for a condition by looking, without a limit of its own.</summary>
internal static class Eventually
{
    public static async Task<T> Is<T>(Func<T?> look)
        where T : class
    {
        while (true)
        {
            if (look() is { } found)
            {
                return found;
            }

            await Task.Delay(10);
        }
    }

    public static async Task IsTrue(Func<bool> look)
    {
        while (!look())
        {
            await Task.Delay(10);
        }
    }
}
