using BenchmarkDotNet.Running;
using Quell.Benchmarks;

if (args is ["rules", var citylots, var rules, var scaling])
{
    return RuleFigures.Run(citylots, rules, scaling);
}

if (args is ["workflows", var folder, .. var parts])
{
    return await ExecutionFigures.Run(folder, parts);
}

if (args is ["runbooks", var data])
{
    Console.WriteLine("| what | median | slowest |\n|---|---|---|");
    await RunbookFigures.Run(data);
    return await ScriptFigures.Run(data);
}

if (args is ["jsonata", var cases])
{
    return JsonataFigures.Run(cases);
}

BenchmarkSwitcher.FromAssembly(typeof(GroupCommit).Assembly).Run(args);
return 0;
