using Microsoft.Extensions.Logging;
using Quell.Server;

using var logs = LoggerFactory.Create(static logging => logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
await using var server = QuellServer.Create(
    new ServerOptions { DataFolder = args.Length > 0 ? args[0] : ".quell", Port = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : ServerOptions.DefaultPort },
    TimeProvider.System, logs);
await server.Start(CancellationToken.None);
await server.Completion(CancellationToken.None);
