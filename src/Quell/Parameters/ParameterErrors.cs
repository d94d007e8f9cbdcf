using Quell.Aws;

namespace Quell.Parameters;

/// <summary>How the parameter store refuses (API Reference, the errors of each operation).</summary>
internal static class ParameterErrors
{
    public static AwsException Validation(string message) => new("ValidationException", message);

    public static AwsException NotFound(string name) => new("ParameterNotFound", $"Parameter {name} not found.");

    public static AwsException NoVersion(string name, string selector) =>
        new("ParameterVersionNotFound", $"Systems Manager could not find version {selector} of {name}. Verify the version and try again.");

    public static AwsException NoLabel(string name, string selector) =>
        new("ParameterVersionNotFound", $"Systems Manager could not find label {selector} of {name}. Verify the label and try again.");

    public static AwsException Exists() => new(
        "ParameterAlreadyExists", "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");

    public static AwsException BadName() => Validation(
        "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash "
        + "symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_");

    public static AwsException BadPath() => Validation(
        "The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash \"/\". It can't be "
        + "prefixed with \"aws\" or \"ssm\" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - "
        + "(hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol \"/\". "
        + "Valid example: /get/parameters2-/by1./path0_.");

    public static AwsException BadToken() => new("InvalidNextToken", "The specified token isn't valid.");

    public static AwsException BadFilterKey(string message) => new("InvalidFilterKey", message);

    public static AwsException BadFilterOption(string message) => new("InvalidFilterOption", message);

    public static AwsException BadFilterValue(string message) => new("InvalidFilterValue", message);
}
