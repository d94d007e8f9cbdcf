namespace Quell.Engine.Templates.Serverless;

/// <summary>
/// Events of type S3: the bucket of the same template tells the function (AWS SAM Developer Guide, "S3"). The bucket is changed
/// where it stands, and made after the permission to call the function.
/// </summary>
internal sealed class BucketEvents(ServerlessDocument document)
{
    public void Notify(ServerlessEvent source, TemplateNode function)
    {
        var (properties, write) = (source.Properties, source.Write);
        properties.RefuseUnknown(source.Type, ["Bucket", "Events", "Filter"]);
        var (name, events) = (properties.Required("Bucket"), properties.Required("Events"));
        if (name is null || events is null)
        {
            return;
        }

        if (name.RefTarget() is not { } logicalId || document.Resource(logicalId) is not { } bucket)
        {
            properties.Refuse("S3 events must reference an S3 bucket in the same template.", "Bucket");
            return;
        }

        IEnumerable<TemplateNode> kinds = events is TemplateNode.List list ? list.Items : [events];
        var configurations = kinds.Select(kind => write.Map(("Function", function), ("Filter", properties["Filter"]), ("Event", kind)));
        var condition = source.Owner.Node["Condition"]?.Text;
        var added = condition is null ? configurations : configurations.Select(each => write.If(condition, each, write.Ref(PseudoParameters.NoValue)));
        var settings = Notifying(bucket["Properties"] as TemplateNode.Map ?? write.Map(), write, added);
        settings = condition is null ? settings : Tagged(settings, write, condition, source.LogicalId + "Permission");
        var changed = bucket.With(new("Properties", bucket.Line, bucket.Column, source.Owner.WithTags("AWS::S3::Bucket", settings)));
        document.Replace(logicalId, condition is null ? Depending(changed, write, source.LogicalId + "Permission") : changed);
    }

    private static TemplateNode.Map Notifying(TemplateNode.Map bucket, NodeWriter write, IEnumerable<TemplateNode> added)
    {
        var notifications = bucket["NotificationConfiguration"] as TemplateNode.Map ?? write.Map();
        var before = notifications["LambdaConfigurations"] is TemplateNode.List list ? list.Items : [];
        var news = added.Where(each => !before.Any(there => there.ToJson().Equals(each.ToJson())));
        return bucket.With(write.Member("NotificationConfiguration", notifications.With(write.Member("LambdaConfigurations", write.List(before.Concat(news))))));
    }

    private static TemplateNode.Map Depending(TemplateNode.Map bucket, NodeWriter write, string permission)
    {
        IEnumerable<TemplateNode> before = bucket["DependsOn"] switch
        {
            null => [],
            TemplateNode.List list => list.Items,
            var single => [single],
        };
        return bucket.With(write.Member("DependsOn", write.List(before.Append(write.Text(permission)))));
    }

    /// <summary>A dependency that holds under a condition, as SAM writes it: by a tag that refers to the permission.</summary>
    private static TemplateNode.Map Tagged(TemplateNode.Map bucket, NodeWriter write, string condition, string permission)
    {
        var before = bucket["Tags"] is TemplateNode.List list ? list.Items : [];
        var tag = write.Map(
            ("Key", write.Text($"sam:ConditionalDependsOn:{permission}")),
            ("Value", write.If(condition, write.Ref(permission), write.Text("no dependency"))));
        return bucket.With(write.Member("Tags", write.List(before.Append(tag))));
    }
}
