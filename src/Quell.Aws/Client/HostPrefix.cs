using System.Text.RegularExpressions;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Client;

/// <summary>The part of the host name that some operations fill from their input: <c>{AccountId}.</c></summary>
internal static partial class HostPrefix
{
    /// <exception cref="AwsException"><c>ParamValidation</c>: the member is missing, or no part of a host name.</exception>
    public static string Fill(OperationModel operation, JsonObject input) => operation.HostPrefix is not { } template
        ? ""
        : Label().Replace(template, label =>
        {
            var value = input.String(label.Groups[1].Value) ?? "";
            return HostLabel().IsMatch(value)
                ? value
                : throw new AwsException(
                    "ParamValidation",
                    $"Invalid value for parameter {label.Groups[1].Value}. Must contain only alphanumeric characters, hyphen, or period.");
        });

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Label();

    [GeneratedRegex(@"^[A-Za-z0-9.\-]+\z")]
    private static partial Regex HostLabel();
}
