using System.Runtime.CompilerServices;
using Quell.Engine.Expressions.Jsonata.Functions;
using Quell.Engine.Expressions.Jsonata.Values;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Jsonata;

/// <summary>One evaluation: its clock, its limits and what it has used of them. For one thread.</summary>
internal sealed class Evaluation(JsonObject variables, JsonataFunctions functions, JsonataLimits limits, JsonataSources sources, CancellationToken cancellationToken)
{
    private const int StepsBetweenLooks = 1_024;

    /// <summary>Levels between looks at how much stack is left.</summary>
    private const int LevelsBetweenLooks = 8;

    private readonly long _started = sources.Time.GetTimestamp();
    private int _depth;
    private int _steps;
    private long _memory;
    private DateTimeOffset? _now;
    private Random? _random;
    private Dictionary<string, DateReader>? _dateReaders;

    public JsonataFunctions Functions { get; } = functions;

    public JsonataLimits Limits { get; } = limits;

    public Random Random => _random ??= sources.Random();

    /// <summary>The value of a variable that is given to the expression; undefined where there is none.</summary>
    public Item Variable(string name) => Item.From(variables[name]);

    /// <summary>The time, which stands still during an evaluation.</summary>
    public DateTimeOffset Now => _now ??= sources.Time.GetUtcNow();

    /// <summary>The picture, compiled once in an evaluation.</summary>
    /// <exception cref="JsonataException">D313…: the picture is none.</exception>
    public DateReader ReaderOf(string picture)
    {
        _dateReaders ??= new(StringComparer.Ordinal);
        if (!_dateReaders.TryGetValue(picture, out var reader))
        {
            Take(1L << 16);
            _dateReaders.Add(picture, reader = DateReader.Compile(picture));
        }

        return reader;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        if (++_depth > Limits.Depth)
        {
            throw TooDeep();
        }

        if ((_depth & (LevelsBetweenLooks - 1)) == 0 && !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw TooDeep();
        }

        Step();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave() => _depth--;

    /// <summary>Counts a level that has nothing below it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Touch()
    {
        if (_depth >= Limits.Depth)
        {
            throw TooDeep();
        }

        Step();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step()
    {
        if (++_steps >= StepsBetweenLooks)
        {
            Look();
        }
    }

    /// <summary>Counts work on a text, which goes quicker than steps.</summary>
    public void Spend(int characters)
    {
        _steps += characters >> 6;
        Step();
    }

    /// <summary>Counts bytes that are about to be taken.</summary>
    /// <exception cref="JsonataException">U1002: over the limit.</exception>
    public void Take(long bytes)
    {
        _memory += bytes;
        _steps += (int)Math.Min(bytes >> 8, StepsBetweenLooks);
        Bound(0);
    }

    /// <summary>Checks that a text being built may be that long.</summary>
    public void Bound(long characters)
    {
        if (_memory + (2 * characters) > Limits.Memory)
        {
            throw new JsonataException("U1002", $"The evaluation needs more than {Limits.Memory} bytes");
        }
    }

    public string Taken(string text)
    {
        Take(2L * text.Length);
        return text;
    }

    public static JsonataException TooDeep() => new("U1001", "Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive");

    private void Look()
    {
        _steps = 0;
        cancellationToken.ThrowIfCancellationRequested();
        if (Limits.Time is { } limit && sources.Time.GetElapsedTime(_started) > limit)
        {
            throw new JsonataException("U1001", $"Expression evaluation timeout after {limit.TotalMilliseconds:0} ms: Check for infinite loop");
        }
    }
}
