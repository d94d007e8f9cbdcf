using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Trail;

/// <summary>The stored trail records of an account and region, newest first, read as far as they are taken.</summary>
/// <param name="scope">Whose records.</param>
/// <param name="from">Older ones need not come.</param>
/// <param name="until">Newer ones need not come.</param>
internal delegate IEnumerable<JsonObject> TrailReader(Scope scope, DateTimeOffset from, DateTimeOffset until);

/// <summary>The operations of CloudTrail that read the trail.</summary>
internal static class TrailOperations
{
    public static OperationTable AddTrail(this OperationTable table, TrailReader reader) => table.Add(
        "cloudtrail", "LookupEvents", (call, _) => ValueTask.FromResult(LookupEvents(call, reader)));

    private static CallResult LookupEvents(Call call, TrailReader reader)
    {
        var query = new TrailQuery(call.Input, call.Time);
        return new(query.Answer(reader(call.Scope, query.From, query.Until)));
    }
}
