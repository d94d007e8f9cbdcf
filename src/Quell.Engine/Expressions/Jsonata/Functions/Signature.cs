using Quell.Engine.Expressions.Jsonata.Values;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>What a function takes, as the documentation's "Function signature syntax" writes it.</summary>
internal sealed class Signature
{
    public const int MaxLength = 1_000;

    private sealed class Parameter
    {
        private int _mask;

        public required string Kinds
        {
            get;
            init
            {
                field = value;
                _mask = value.Aggregate(0, (mask, kind) => mask | (1 << (kind & 31)));
            }
        }

        public bool IsArray { get; init; }

        public char? Of { get; set; }

        public bool TakesContext { get; set; }

        public bool IsOptional { get; set; }

        public bool IsMany { get; set; }

        public bool Takes(char kind) => (_mask & (1 << (kind & 31))) != 0;
    }

    private readonly List<Parameter> _parameters = [];

    public int Count => _parameters.Count;

    /// <exception cref="JsonataException">S0401, S0402: types inside types that have none.</exception>
    public static Signature Parse(string text, int position)
    {
        var signature = new Signature();
        var parameters = signature._parameters;
        for (var at = 1; at < text.Length && text[at] is not (':' or '>'); at++)
        {
            var last = parameters.Count > 0 ? parameters[^1] : null;
            switch (text[at])
            {
                case 's' or 'n' or 'b' or 'l' or 'o':
                    parameters.Add(new() { Kinds = $"{text[at]}m" });
                    break;
                case 'a':
                    parameters.Add(new() { Kinds = "asnblfom", IsArray = true });
                    break;
                case 'f':
                    parameters.Add(new() { Kinds = "f" });
                    break;
                case 'j':
                    parameters.Add(new() { Kinds = "asnblom" });
                    break;
                case 'x':
                    parameters.Add(new() { Kinds = "asnblfom" });
                    break;
                case 'u':
                    parameters.Add(new() { Kinds = "bnslm" });
                    break;
                case '-' when last is not null:
                    (last.TakesContext, last.IsOptional) = (true, true);
                    break;
                case '?' when last is not null:
                    last.IsOptional = true;
                    break;
                case '+' when last is not null:
                    last.IsMany = true;
                    break;
                case '(':
                    var end = Math.Max(text.IndexOf(')', at), at);
                    var choice = text[(at + 1)..Math.Max(end, at + 1)];
                    if (choice.Contains('<', StringComparison.Ordinal))
                    {
                        throw new JsonataException("S0402", "Choice groups containing parameterized types are not supported", position);
                    }

                    parameters.Add(new() { Kinds = choice + "m" });
                    at = end;
                    break;
                case '<':
                    if (last is null || !(last.IsArray || last.Kinds == "f"))
                    {
                        throw new JsonataException("S0401", "Type parameters can only be applied to functions and arrays", position);
                    }

                    last.Of = last.IsArray && at + 1 < text.Length ? text[at + 1] : null;
                    for (var depth = 0; at < text.Length; at++)
                    {
                        depth += text[at] == '<' ? 1 : text[at] == '>' ? -1 : 0;
                        if (depth == 0)
                        {
                            break;
                        }
                    }

                    break;
            }
        }

        return signature;
    }

    /// <summary>The arguments as the function takes them: context put in, single values for arrays in arrays.</summary>
    /// <exception cref="JsonataException">T0410, T0411, T0412.</exception>
    public Item[] Validate(Item[] arguments, Item context, string name)
    {
        if (AreRight(arguments))
        {
            return arguments;
        }

        var counts = new int[_parameters.Count];
        var furthest = 0;
        if (!Match(arguments, 0, 0, counts, new bool[(_parameters.Count + 1) * (arguments.Length + 1)], ref furthest))
        {
            throw new JsonataException("T0410", $"Argument {furthest + 1} of function \"{name}\" does not match function signature");
        }

        List<Item> result = new(_parameters.Count);
        var next = 0;
        for (var index = 0; index < counts.Length; index++)
        {
            var parameter = _parameters[index];
            if (counts[index] == 0)
            {
                // What is left out still takes the argument in its place, as the reference implementation has it.
                result.Add(parameter.TakesContext ? Context(parameter, context, index, name) : next < arguments.Length ? arguments[next++] : default);
                continue;
            }

            for (var taken = 0; taken < counts[index] && next < arguments.Length; taken++, next++)
            {
                result.Add(parameter.IsArray ? AsArray(parameter, arguments[next], next, name) : arguments[next]);
            }
        }

        return [.. result];
    }

    /// <summary>Whether there is one argument for each parameter, and nothing is to be done with them.</summary>
    private bool AreRight(Item[] arguments)
    {
        if (arguments.Length != _parameters.Count)
        {
            return false;
        }

        for (var index = 0; index < arguments.Length; index++)
        {
            var (parameter, kind) = (_parameters[index], arguments[index].Symbol);
            if (!parameter.Takes(kind) || (parameter.IsArray && kind != 'm' && (kind != 'a' || (parameter.Of is { } of && !AllAre(arguments[index], of)))))
            {
                return false;
            }
        }

        return true;
    }

    private static Item Context(Parameter parameter, Item context, int index, string name)
    {
        var item = context.Ref is ItemList { IsOuter: true } outer ? outer[0] : context;
        return parameter.Takes(item.Symbol)
            ? item
            : throw new JsonataException("T0411", $"Context value is not a compatible type with argument {index + 1} of function \"{name}\"");
    }

    private static Item AsArray(Parameter parameter, Item argument, int index, string name)
    {
        var kind = argument.Symbol;
        if (kind == 'm')
        {
            return argument;
        }

        if (parameter.Of is { } of && !(kind == 'a' ? AllAre(argument, of) : kind == of))
        {
            throw new JsonataException("T0412", $"Argument {index + 1} of function \"{name}\" must be an array of {of switch { 's' => "strings", 'n' => "numbers", 'o' => "objects", _ => "that type" }}");
        }

        return kind == 'a' ? argument : ItemList.Of(argument);
    }

    private static bool AllAre(Item array, char kind)
    {
        for (var index = 0; index < array.Count; index++)
        {
            if (array[index].Symbol != kind)
            {
                return false;
            }
        }

        return true;
    }

    /// <param name="failed">For each parameter and argument, whether the rest is known not to match from there on.</param>
    private bool Match(Item[] arguments, int index, int next, int[] counts, bool[] failed, ref int furthest)
    {
        furthest = Math.Max(furthest, next);
        if (index == _parameters.Count)
        {
            return next == arguments.Length;
        }

        ref var hasFailed = ref failed[(index * (arguments.Length + 1)) + next];
        if (hasFailed)
        {
            return false;
        }

        var parameter = _parameters[index];
        var most = parameter.IsMany ? arguments.Length - next : Math.Min(1, arguments.Length - next);
        var fits = 0;
        while (fits < most && parameter.Takes(arguments[next + fits].Symbol))
        {
            fits++;
        }

        for (var count = fits; count >= (parameter.IsOptional ? 0 : 1); count--)
        {
            counts[index] = count;
            if (Match(arguments, index + 1, next + count, counts, failed, ref furthest))
            {
                return true;
            }
        }

        hasFailed = true;
        return false;
    }
}
