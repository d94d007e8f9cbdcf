using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(Quell.Benchmarks.GroupCommit).Assembly).Run(args);
