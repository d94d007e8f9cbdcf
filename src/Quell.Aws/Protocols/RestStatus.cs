using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Protocols;

/// <summary>What the two REST protocols ask of an output or input as a whole.</summary>
internal static class RestStatus
{
    /// <summary>The status that a member of the output holds; null where none does.</summary>
    public static int? Of(Shape.Structure shape, JsonObject output) =>
        shape.Members.FirstOrDefault(member => member.Location == MemberLocation.StatusCode) is { } status
            ? (int?)output.Long(status.Name)
            : null;

    /// <exception cref="ArgumentException">A member that the shape does not have.</exception>
    public static void RefuseUnknown(Shape.Structure shape, JsonObject parts)
    {
        foreach (var (name, _) in parts)
        {
            if (shape.Find(name) is null)
            {
                throw new ArgumentException($"{shape.Name} has no member '{name}'.", nameof(parts));
            }
        }
    }
}
