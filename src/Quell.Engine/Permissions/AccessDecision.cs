namespace Quell.Engine.Permissions;

/// <summary>The kinds of policies that can be the reason of a denial.</summary>
internal enum PolicyLayer
{
    Identity,
    Resource,
    Boundary,
    Session,
    Trust,
}

/// <summary>Whether a request is allowed, and if not, which kind of policy is the reason.</summary>
internal readonly record struct AccessDecision
{
    public static readonly AccessDecision Allowed = new() { IsAllowed = true };

    public bool IsAllowed { get; private init; }

    /// <summary>Whether a statement denies; false where none allows.</summary>
    public bool IsExplicit { get; private init; }

    public PolicyLayer Layer { get; private init; }

    /// <summary>A statement of the layer denies.</summary>
    public static AccessDecision Denied(PolicyLayer layer) => new() { IsExplicit = true, Layer = layer };

    /// <summary>No statement of the layer allows.</summary>
    public static AccessDecision NotAllowed(PolicyLayer layer) => new() { Layer = layer };

    /// <summary>The reason as AWS words it (IAM User Guide, "Troubleshoot access denied error messages").</summary>
    public string Reason(string action) => IsExplicit
        ? $"with an explicit deny in {(Layer == PolicyLayer.Trust ? "the" : Layer is PolicyLayer.Identity ? "an" : "a")} {LayerName}"
        : $"because no {LayerName} allows the {action} action";

    private string LayerName => Layer switch
    {
        PolicyLayer.Identity => "identity-based policy",
        PolicyLayer.Resource => "resource-based policy",
        PolicyLayer.Boundary => "permissions boundary",
        PolicyLayer.Session => "session policy",
        _ => "role trust policy",
    };
}
