using System.Text.RegularExpressions;

namespace Quell.Engine.Templates.Serverless;

/// <summary>
/// <c>AWS::Serverless::Function</c>: the function, its role, version and alias, what happens to its results, and its events
/// (AWS SAM Developer Guide, "CloudFormation resources generated when AWS::Serverless::Function is specified").
/// </summary>
internal sealed partial class FunctionExpansion(ServerlessDocument document, ServerlessResource function)
{
    public const string Type = "AWS::Serverless::Function";

    /// <summary>Handed on under the same name.</summary>
    private static readonly string[] PassedOn =
    [
        "FunctionName", "Handler", "Runtime", "Description", "MemorySize", "Timeout", "VpcConfig", "Environment", "KmsKeyArn",
        "ReservedConcurrentExecutions", "Layers", "FileSystemConfigs", "ImageConfig", "PackageType", "Architectures", "SnapStart",
        "EphemeralStorage", "CodeSigningConfigArn", "RuntimeManagementConfig", "LoggingConfig", "TenancyConfig", "RecursiveLoop",
        "PublishToLatestPublished",
    ];

    private static readonly string[] Known =
    [
        .. PassedOn, "CodeUri", "ImageUri", "InlineCode", "DeadLetterQueue", "Role", "AssumeRolePolicyDocument", "Policies", "RolePath",
        "PermissionsBoundary", "Events", "Tags", "PropagateTags", "Tracing", "DeploymentPreference", "EventInvokeConfig",
        "AutoPublishAlias", "AutoPublishCodeSha256", "AutoPublishAliasAllProperties", "VersionDescription",
        "ProvisionedConcurrencyConfig", "FunctionUrlConfig", "SourceKMSKeyArn", "CapacityProviderConfig", "FunctionScalingConfig",
        "VersionDeletionPolicy", "DurableConfig",
    ];

    private ServerlessProperties Properties => function.Properties;

    private NodeWriter Write => function.Write;

    public void Run()
    {
        Properties.RefuseUnknown(Type, Known);
        RefuseUnsupported();
        var role = new ExecutionRole(document, function, "lambda.amazonaws.com");
        FillRole(role);
        var tags = function.Tags("lambda:createdBy");
        var lambda = Lambda(tags);
        var alias = Alias(ref lambda);
        new EventInvokeExpansion(document, function, role).Run(alias);
        role.AddPolicies();
        new FunctionEvents(document, function, role, alias?.LogicalId).Run();
        document.PutOwn(function, "AWS::Lambda::Function", lambda.With(Write.Member("Role", Role(role, tags))));
        alias?.Put();
    }

    private void RefuseUnsupported()
    {
        Properties.RefuseUnsupported(
            ("ImageUri", "functions run from zip packages here."),
            ("FunctionUrlConfig", "there is no AWS::Lambda::Url."),
            ("ProvisionedConcurrencyConfig", "functions are started when they are needed."),
            ("CapacityProviderConfig", "there is no AWS::Lambda::CapacityProvider."),
            ("FunctionScalingConfig", "there is no AWS::Lambda::CapacityProvider."),
            ("DurableConfig", "there are no durable functions."),
            ("SourceKMSKeyArn", "packages are not encrypted."));
        if (Properties.MapOf("DeploymentPreference") is { } preference && Resolve(preference["Enabled"])?.Text != "false")
        {
            Properties.Refuse("Quell does not support DeploymentPreference: there is no AWS::CodeDeploy::DeploymentGroup.", "DeploymentPreference", TemplateErrorCode.Unsupported);
        }

        if (Properties.Given("ImageUri") is null && (Properties.Given("Handler") is null || Properties.Given("Runtime") is null))
        {
            Properties.Refuse("Runtime and Handler needs to be present when PackageType is of type `Zip`");
        }
    }

    private TemplateNode.Map Lambda(TemplateNode? tags)
    {
        var lambda = Write.Map(
            [("Code", Code()), .. PassedOn.Select(name => (name, name == "FunctionName" ? Properties.Given(name) : Properties[name]))]);
        return Extended(lambda, ("Tags", tags), ("DeadLetterConfig", DeadLetters()), ("TracingConfig", Tracing()));
    }

    private TemplateNode.Map Extended(TemplateNode.Map map, params ReadOnlySpan<(string Name, TemplateNode? Value)> members)
    {
        foreach (var (name, value) in members)
        {
            map = value is null ? map : map.With(Write.Member(name, value));
        }

        return map;
    }

    private TemplateNode.Map? Code()
    {
        if (Properties["InlineCode"] is { } text)
        {
            return Write.Map(("ZipFile", text));
        }

        if (Properties["CodeUri"] is null)
        {
            Properties.Refuse("Only one of 'InlineCode' or 'CodeUri' can be set.");
            return null;
        }

        return S3Location.Of(Properties, "CodeUri") is var (bucket, key, version)
            ? Write.Map(("S3Bucket", bucket), ("S3Key", key), ("S3ObjectVersion", version))
            : null;
    }

    private TemplateNode.Map? Tracing() =>
        IsTraced && Properties["Tracing"] is { } mode ? Write.Map(("Mode", mode)) : null;

    private bool IsTraced => Properties.Given("Tracing") is { } mode && Resolve(mode)?.Text != "Disabled";

    private TemplateNode.Map? DeadLetters() =>
        Properties.MapOf("DeadLetterQueue")?["TargetArn"] is { } target ? Write.Map(("TargetArn", target)) : null;

    private void FillRole(ExecutionRole role)
    {
        role.Attach("AWSLambdaBasicExecutionRole");
        if (IsTraced)
        {
            role.Attach(document.TracingPolicy);
        }

        if (Properties.Given("VpcConfig") is not null)
        {
            role.Attach("AWSLambdaVPCAccessExecutionRole");
        }

        if (Properties.MapOf("DeadLetterQueue") is { } queue)
        {
            AllowDeadLetters(role, queue);
        }
    }

    private void AllowDeadLetters(ExecutionRole role, TemplateNode.Map queue)
    {
        if (queue["Type"] is null || queue["TargetArn"] is not { } target)
        {
            Properties.Refuse("'DeadLetterQueue' requires Type and TargetArn properties to be specified.", "DeadLetterQueue");
        }
        else if (queue["Type"]?.Text is "SQS" or "SNS")
        {
            role.Allow("DeadLetterQueuePolicy", queue["Type"]?.Text == "SQS" ? "sqs:SendMessage" : "sns:Publish", target, withVersion: true);
        }
        else
        {
            Properties.Refuse("'DeadLetterQueue' requires Type of ['SQS', 'SNS']", "DeadLetterQueue");
        }
    }

    /// <summary>The function's role: the one that is named, or the one that is generated, or either by a condition.</summary>
    private TemplateNode Role(ExecutionRole role, TemplateNode? tags)
    {
        var named = Properties["Role"];
        if (named is null || named.If() is var (_, none, nothing) && none.IsNoValue() && nothing.IsNoValue())
        {
            role.Put(tags);
            return role.Arn;
        }

        if (named.If() is not var (condition, then, otherwise) || !then.IsNoValue() && !otherwise.IsNoValue())
        {
            return named;
        }

        if (then.IsNoValue())
        {
            role.Put(tags, Write.Member("Condition", Write.Text(condition)));
            return Write.If(condition, role.Arn, otherwise);
        }

        var negated = "NOT" + condition;
        document.AddCondition(Write, negated, Write.Map(("Fn::Not", Write.List(Write.Map(("Condition", Write.Text(condition)))))));
        role.Put(tags, Write.Member("Condition", Write.Text(negated)));
        return Write.If(condition, then, role.Arn);
    }

    private FunctionAlias? Alias(ref TemplateNode.Map lambda)
    {
        if (Properties.Given("AutoPublishAlias") is not { } given)
        {
            return null;
        }

        if (Resolve(given)?.Text is not { } name)
        {
            Properties.Refuse("'AutoPublishAlias' must be a string or a Ref to a template parameter", "AutoPublishAlias");
            return null;
        }

        if (!AliasName.IsMatch(name))
        {
            Properties.Refuse($"AutoPublishAlias name ('{name}') must contain only alphanumeric characters, hyphens, or underscores matching (?!^[0-9]+$)([a-zA-Z0-9-_]+) pattern.", "AutoPublishAlias");
            return null;
        }

        var hash = Properties.Given("AutoPublishCodeSha256") is { } sha256 ? Resolve(sha256)?.Text : null;
        if (hash is not null)
        {
            // Lambda makes no new version where nothing but what lies at the same place has changed: the hash has to be seen.
            var description = Properties.Given("Description") is { } text ? Resolve(text) : null;
            lambda = lambda.With(Write.Member("Description", description switch
            {
                null => Write.Text(hash),
                TemplateNode.Scalar known => Write.Text($"{known.Value} {hash}"),
                _ => Write.Map(("Fn::Join", Write.List(Write.Text(" "), Write.List(description, Write.Text(hash))))),
            }));
        }

        return new(document, function, name, lambda, hash);
    }

    private TemplateNode? Resolve(TemplateNode? node) => node is null ? null : document.Parameters.Resolve(node);

    [GeneratedRegex(@"\A(?![0-9]+\z)[a-zA-Z0-9_-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex AliasName { get; }
}
