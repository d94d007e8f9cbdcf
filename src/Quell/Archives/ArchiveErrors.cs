using Quell.Aws;
using Quell.Events.Operations;

namespace Quell.Archives;

/// <summary>How archives and replays are refused, in AWS's words.</summary>
internal static class ArchiveErrors
{
    public static AwsException NoArchive(string name) => EventErrors.NotFound($"Archive {name} does not exist.");

    public static AwsException NoReplay(string name) => EventErrors.NotFound($"Replay {name} does not exist.");

    public static AwsException Parameter(string name, string reason) => EventErrors.Validation($"Parameter {name} is not valid. Reason: {reason}");

    public static AwsException IllegalStatus(string message) => new("IllegalStatusException", message);
}
