using System.Diagnostics.CodeAnalysis;

namespace Quell.Engine.Scopes;

/// <summary>
/// An Amazon Resource Name, <c>arn:partition:service:region:account:resource</c>; the one place where ARNs are parsed and
/// built (IAM User Guide, "Amazon Resource Names"). <see cref="Region"/> and <see cref="Account"/> are empty where the
/// service leaves them out; <see cref="Resource"/> is all that follows the fifth colon.
/// </summary>
internal sealed record Arn(string Partition, string Service, string Region, string Account, string Resource)
{
    public Scope Scope => new(Account, Region);

    /// <summary>What follows the first <c>/</c> or <c>:</c> of the resource part; all of it where there is none.</summary>
    public string Name
    {
        get
        {
            var cut = Resource.AsSpan().IndexOfAny('/', ':');
            return cut < 0 ? Resource : Resource[(cut + 1)..];
        }
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out Arn? arn)
    {
        arn = null;
        var parts = text?.Split(':', 6);
        if (parts is not ["arn", { Length: > 0 } partition, { Length: > 0 } service, var region, var account, { Length: > 0 } resource])
        {
            return false;
        }

        arn = new(partition, service, region, account, resource);
        return true;
    }

    public override string ToString() => $"arn:{Partition}:{Service}:{Region}:{Account}:{Resource}";
}
