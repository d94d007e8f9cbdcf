namespace Quell.Engine.Workflows.Items;

/// <summary>How a file of items is written: <c>ReaderConfig.InputType</c>.</summary>
internal enum ItemFormat
{
    Csv,
    Json,
    JsonLines,
}

/// <summary>What kind of list of further files the file is: <c>ReaderConfig.ManifestType</c>, or the input type <c>MANIFEST</c>.</summary>
internal enum ManifestKind
{
    S3Inventory,
    AthenaData,
}

/// <summary>What the state reads: one object (<c>s3:getObject</c>) or a list of them (<c>s3:listObjectsV2</c>).</summary>
internal enum ItemSource
{
    Object,
    ObjectList,
}
