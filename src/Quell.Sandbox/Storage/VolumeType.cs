using Quell.Aws;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Storage;

/// <summary>A type of volume with the sizes and speeds that it can have (EC2 API Reference, "CreateVolume").</summary>
/// <param name="Name"><c>gp3</c>.</param>
/// <param name="Sizes">From how many GiB to how many.</param>
/// <param name="Iops">The IOPS that can be asked for; null where none can.</param>
internal sealed record VolumeType(string Name, (long Least, long Most) Sizes, (long Least, long Most)? Iops = null)
{
    private const long StandardIops = 3000;
    private const long StandardThroughput = 125;
    private const long MostThroughput = 2000;

    private static readonly VolumeType[] All =
    [
        new("gp2", (1, 16_384)),
        new("gp3", (1, 65_536), (3_000, 80_000)),
        new("io1", (4, 16_384), (100, 64_000)),
        new("io2", (4, 65_536), (100, 256_000)),
        new("st1", (125, 16_384)),
        new("sc1", (125, 16_384)),
        new("standard", (1, 1_024)),
    ];

    public bool TakesMultiAttach => Name is "io1" or "io2";

    public static VolumeType Of(string name) => Array.Find(All, type => type.Name == name)
        ?? throw Inputs.InvalidValue(name, "VolumeType", "Unknown volume type.");

    /// <summary>The size and speed of a volume of this type, as DescribeVolumes shows them.</summary>
    /// <param name="size">In GiB.</param>
    /// <param name="iops">As asked for; null for the type's own.</param>
    /// <param name="throughput">As asked for, in MiB/s; null for the type's own.</param>
    /// <exception cref="AwsException">The type cannot be so large or so fast.</exception>
    public JsonObject Measures(long size, long? iops, long? throughput)
    {
        if (size < Sizes.Least || size > Sizes.Most)
        {
            throw Inputs.Invalid($"Volume of {size}GiB is too {(size < Sizes.Least ? "small" : "large")} for volume type {Name}; "
                + $"{(size < Sizes.Least ? $"minimum is {Sizes.Least}" : $"maximum is {Sizes.Most}")} GiB.");
        }

        CheckIops(iops);
        CheckThroughput(throughput);
        return JsonObject.Of(
            ("Size", size),
            ("VolumeType", Name),
            ("Iops", IopsOf(size, iops) is { } number ? (JsonValue)number : null),
            ("Throughput", Name == "gp3" ? (JsonValue)(throughput ?? StandardThroughput) : null));
    }

    private void CheckIops(long? iops)
    {
        if (iops is null && Name is "io1" or "io2")
        {
            throw new AwsException("MissingParameter", $"The request must contain the parameter iops for volume type {Name}.");
        }

        if (iops is not { } wanted)
        {
            return;
        }

        if (Iops is not var (least, most))
        {
            throw new AwsException("InvalidParameterCombination", $"The parameter iops is not supported for {Name} volumes.");
        }

        if (wanted < least || wanted > most)
        {
            throw Inputs.Invalid($"Volume iops of {wanted} is {(wanted < least ? $"too low; minimum is {least}" : $"too high; maximum is {most}")}.");
        }
    }

    private void CheckThroughput(long? throughput)
    {
        if (throughput is { } wanted && Name != "gp3")
        {
            throw new AwsException("InvalidParameterCombination", $"The parameter throughput is not supported for {Name} volumes.");
        }

        if (throughput is < StandardThroughput or > MostThroughput)
        {
            throw Inputs.Invalid($"Throughput (MiBps) of {throughput} is not between {StandardThroughput} and {MostThroughput}.");
        }
    }

    /// <summary>A gp2 volume has three IOPS for each GiB, 100 at least and 16,000 at most (EBS User Guide, "General Purpose SSD volumes").</summary>
    private long? IopsOf(long size, long? iops) => Name switch
    {
        "gp2" => Math.Clamp(3 * size, 100, 16_000),
        "gp3" => iops ?? StandardIops,
        _ => iops,
    };
}
