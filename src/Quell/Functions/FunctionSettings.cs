using System.Text;
using System.Text.RegularExpressions;
using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Functions;

/// <summary>
/// A function's settings as CreateFunction and UpdateFunctionConfiguration take them: checked, and laid over what was set
/// before (Lambda API Reference, CreateFunction; Developer Guide, "Lambda quotas" and "Environment variables").
/// </summary>
internal static partial class FunctionSettings
{
    private const int EnvironmentLimit = 4096;

    /// <summary>Taken over as they are given.</summary>
    private static readonly string[] Members =
        ["Runtime", "Role", "Handler", "Description", "Timeout", "MemorySize", "Environment", "DeadLetterConfig", "KMSKeyArn",
            "TracingConfig", "Architectures", "EphemeralStorage", "LoggingConfig"];

    private static readonly string[] Unsupported =
        ["Layers", "FileSystemConfigs", "ImageConfig", "CodeSigningConfigArn", "CapacityProviderConfig", "DurableConfig", "TenancyConfig"];

    private static readonly string[] Reserved =
        ["_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR"];

    /// <summary>What a function has that sets nothing else.</summary>
    public static JsonObject Defaults { get; } = JsonObject.Of(
        ("Description", ""),
        ("Timeout", 3),
        ("MemorySize", 128),
        ("TracingConfig", JsonObject.Of(("Mode", "PassThrough"))),
        ("Architectures", JsonArray.From(["x86_64"])),
        ("EphemeralStorage", JsonObject.Of(("Size", 512))),
        ("PackageType", "Zip"),
        ("SnapStart", JsonObject.Of(("ApplyOn", "None"), ("OptimizationStatus", "Off"))));

    /// <summary>The settings that stand after the request.</summary>
    /// <exception cref="AwsException">One of them is not acceptable.</exception>
    public static JsonObject Apply(JsonObject settings, JsonObject input, string functionName)
    {
        RefuseUnsupported(input);
        foreach (var member in Members)
        {
            settings = input[member] is { } value ? settings.With(member, value) : settings;
        }

        if (settings.Object("DeadLetterConfig") is { } deadLetters && deadLetters.String("TargetArn") is null or "")
        {
            settings = settings.Without("DeadLetterConfig");
        }

        Check(settings);
        var logging = settings.Object("LoggingConfig") ?? JsonObject.Empty;
        return settings.With("LoggingConfig", JsonObject.Of(
            ("LogFormat", "Text"),
            ("LogGroup", logging.String("LogGroup") ?? $"/aws/lambda/{functionName}")));
    }

    private static void RefuseUnsupported(JsonObject input)
    {
        foreach (var member in Unsupported)
        {
            if (input[member] is { } value and not JsonArray { Count: 0 } and not JsonObject { Count: 0 })
            {
                throw FunctionErrors.Unsupported(member);
            }
        }

        if (input.String("PackageType") is { } package and not "Zip")
        {
            throw FunctionErrors.Unsupported($"PackageType {package}");
        }

        if (input.Object("SnapStart")?.String("ApplyOn") is "PublishedVersions")
        {
            throw FunctionErrors.Unsupported("SnapStart");
        }

        if (input.Object("VpcConfig") is { } vpc && vpc.Array("SubnetIds").Count > 0)
        {
            throw FunctionErrors.Unsupported("VpcConfig");
        }

        if (input.Object("LoggingConfig")?.String("LogFormat") is "JSON")
        {
            throw FunctionErrors.Unsupported("LoggingConfig.LogFormat JSON");
        }
    }

    private static void Check(JsonObject settings)
    {
        CheckRuntime(settings);
        CheckRole(settings.String("Role") ?? "");
        Between(settings, "Timeout", "timeout", 1, 900);
        Between(settings, "MemorySize", "memorySize", 128, 10_240);
        CheckEnvironment(settings.Object("Environment")?.Object("Variables") ?? JsonObject.Empty);
        if (settings.Object("EphemeralStorage") is { } storage)
        {
            Between(storage, "Size", "ephemeralStorage.size", 512, 10_240);
        }

        if (settings.Object("DeadLetterConfig")?.String("TargetArn") is { } target
            && !(Arn.TryParse(target, out var arn) && arn.Service is "sqs" or "sns"))
        {
            throw FunctionErrors.Invalid("The provided dead letter target is invalid: it must be the ARN of an SQS queue or an SNS topic.");
        }
    }

    private static void CheckRuntime(JsonObject settings)
    {
        if (settings.String("Runtime") is not { Length: > 0 } runtime)
        {
            throw FunctionErrors.Invalid("Runtime is mandatory for functions created with deployment packages.");
        }

        if (!FunctionRuntime.Supported.Contains(runtime))
        {
            throw FunctionErrors.Invalid(
                $"Value {runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: "
                + $"[{string.Join(", ", FunctionRuntime.Supported)}] or be a valid ARN");
        }

        if (settings.String("Handler") is not { Length: > 0 } handler)
        {
            throw FunctionErrors.Invalid("Handler is mandatory for functions created with deployment packages.");
        }

        if (handler.Length > 128 || handler.Any(char.IsWhiteSpace))
        {
            throw FunctionErrors.Constraint("handler", handler, @"Member must satisfy regular expression pattern: [^\s]+ and have length less than or equal to 128");
        }
    }

    private static void CheckRole(string role)
    {
        if (!RoleArn().IsMatch(role))
        {
            throw FunctionErrors.Constraint(
                "role", role, @"Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+");
        }
    }

    private static void CheckEnvironment(JsonObject variables)
    {
        var reserved = variables.Names.Where(Reserved.Contains).ToList();
        if (reserved.Count > 0)
        {
            throw FunctionErrors.Invalid(
                "Lambda was unable to configure your environment variables because the environment variables you have provided contains "
                + "reserved keys that are currently not supported for modification. Reserved keys used in this request: "
                + string.Join(", ", reserved));
        }

        foreach (var name in variables.Names.Where(name => !VariableName().IsMatch(name)))
        {
            throw FunctionErrors.Constraint(
                "environment.variables", name, "Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]");
        }

        if (Encoding.UTF8.GetByteCount(variables.ToString()) > EnvironmentLimit)
        {
            throw FunctionErrors.Invalid(
                "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. "
                + $"String measured: {variables}");
        }
    }

    private static void Between(JsonObject settings, string member, string path, long least, long most)
    {
        var value = settings.Long(member) ?? least;
        if (value < least)
        {
            throw FunctionErrors.Constraint(path, $"{value}", $"Member must have value greater than or equal to {least}");
        }

        if (value > most)
        {
            throw FunctionErrors.Constraint(path, $"{value}", $"Member must have value less than or equal to {most}");
        }
    }

    [GeneratedRegex(@"^arn:aws[a-zA-Z-]*:iam::\d{12}:role/[a-zA-Z_0-9+=,.@\-/]+$")]
    private static partial Regex RoleArn();

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9_]+$")]
    private static partial Regex VariableName();
}
