"""Systems Manager's documents and parameters as boto3 speaks of them."""
import datetime
import hashlib
import json
import uuid

from check import check, client, done, refused, same

ssm = client("ssm")


def name():
    return f"doc-{uuid.uuid4().hex[:8]}"


def runbook(seconds):
    return json.dumps({"schemaVersion": "0.3", "description": "Waits", "parameters": {"Who": {"type": "String", "default": "you"}},
                       "mainSteps": [{"name": "wait", "action": "aws:sleep", "inputs": {"Duration": f"PT{seconds}S"}}]})


@check("parameters")
def _():
    path = "/" + name()
    same(ssm.put_parameter(Name=f"{path}/a", Value="1", Type="String", Description="d", Tags=[{"Key": "k", "Value": "v"}])["Version"], 1)
    same(ssm.put_parameter(Name=f"{path}/a", Value="2", Overwrite=True)["Version"], 2)
    ssm.put_parameter(Name=f"{path}/b/c", Value="x,y", Type="StringList")
    same(ssm.label_parameter_version(Name=f"{path}/a", ParameterVersion=1, Labels=["old"])["InvalidLabels"], [])
    got = ssm.get_parameter(Name=f"{path}/a:old")["Parameter"]
    same((got["Value"], got["Version"], got["Selector"], isinstance(got["LastModifiedDate"], datetime.datetime)), ("1", 1, ":old", True))
    listed = [each["Name"] for page in ssm.get_paginator("get_parameters_by_path").paginate(Path=path, Recursive=True, PaginationConfig={"PageSize": 1}) for each in page["Parameters"]]
    same(listed, [f"{path}/a", f"{path}/b/c"])
    described = ssm.describe_parameters(ParameterFilters=[{"Key": "Path", "Option": "Recursive", "Values": [path]}, {"Key": "tag:k", "Values": ["v"]}])["Parameters"]
    same([(each["Name"], each["Description"], each["Version"], each["Tier"]) for each in described], [(f"{path}/a", "d", 2, "Standard")])
    history = ssm.get_parameter_history(Name=f"{path}/a")["Parameters"]
    same([(each["Value"], each["Labels"]) for each in history], [("1", ["old"]), ("2", [])])
    ssm.add_tags_to_resource(ResourceType="Parameter", ResourceId=f"{path}/a", Tags=[{"Key": "l", "Value": "w"}])
    ssm.remove_tags_from_resource(ResourceType="Parameter", ResourceId=f"{path}/a", TagKeys=["k"])
    same(ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId=f"{path}/a")["TagList"], [{"Key": "l", "Value": "w"}])
    deleted = ssm.delete_parameters(Names=[f"{path}/a", f"{path}/none"])
    same((deleted["DeletedParameters"], deleted["InvalidParameters"]), ([f"{path}/a"], [f"{path}/none"]))
    ssm.delete_parameter(Name=f"{path}/b/c")
    refused("ParameterNotFound", 400, ssm.get_parameter, Name=f"{path}/b/c")


@check("secrets")
def _():
    secret = "/" + name()
    ssm.put_parameter(Name=secret, Value="s3cret", Type="SecureString")
    same(ssm.get_parameters(Names=[secret], WithDecryption=True)["Parameters"][0]["Value"], "s3cret")
    same("s3cret" in json.dumps(ssm.get_parameters(Names=[secret]), default=str), False)
    same(ssm.describe_parameters(ParameterFilters=[{"Key": "Name", "Values": [secret]}])["Parameters"][0]["KeyId"], "alias/aws/ssm")


@check("documents")
def _():
    called = name()
    made = ssm.create_document(Name=called, Content=runbook(1), DocumentType="Automation", VersionName="one", Tags=[{"Key": "k", "Value": "v"}])["DocumentDescription"]
    same((made["Status"], made["DocumentFormat"], made["SchemaVersion"], made["Hash"]), ("Creating", "JSON", "0.3", hashlib.sha256(runbook(1).encode()).hexdigest()))
    same(made["Parameters"], [{"Name": "Who", "Type": "String", "DefaultValue": "you"}])
    same(ssm.update_document(Name=called, Content=runbook(2), DocumentVersion="$LATEST")["DocumentDescription"]["DocumentVersion"], "2")
    same(ssm.update_document_default_version(Name=called, DocumentVersion="2")["Description"]["DefaultVersion"], "2")
    same(ssm.get_document(Name=called)["Content"], runbook(2))
    same(ssm.get_document(Name=called, VersionName="one", DocumentFormat="YAML")["Content"].startswith('---\nschemaVersion: "0.3"'), True)
    listed = [each for page in ssm.get_paginator("list_document_versions").paginate(Name=called, PaginationConfig={"PageSize": 1}) for each in page["DocumentVersions"]]
    same([(each["DocumentVersion"], each["IsDefaultVersion"]) for each in listed], [("2", True), ("1", False)])
    same([each["Name"] for each in ssm.list_documents(Filters=[{"Key": "Name", "Values": [called]}, {"Key": "tag:k", "Values": ["v"]}])["DocumentIdentifiers"]], [called])
    ssm.delete_document(Name=called, DocumentVersion="1")
    ssm.delete_document(Name=called)
    refused("InvalidDocument", 400, ssm.describe_document, Name=called)
    same(ssm.describe_document(Name="AWS-RunShellScript")["Document"]["Owner"], "Amazon")


@check("sharing")
def _():
    called, friend = name(), client("ssm", key="111111111111")
    ssm.create_document(Name=called, Content=runbook(1), DocumentType="Automation")
    arn = f"arn:aws:ssm:us-east-1:000000000000:document/{called}"
    refused("InvalidDocument", 400, friend.get_document, Name=arn)
    ssm.modify_document_permission(Name=called, PermissionType="Share", AccountIdsToAdd=["111111111111"])
    same(friend.get_document(Name=arn)["Content"], runbook(1))
    same([each["Name"] for each in friend.list_documents(Filters=[{"Key": "Name", "Values": [called]}])["DocumentIdentifiers"]], [arn])
    refused("InvalidDocumentOperation", 400, ssm.delete_document, Name=called)
    ssm.modify_document_permission(Name=called, PermissionType="Share", AccountIdsToRemove=["111111111111"])
    same(ssm.describe_document_permission(Name=called, PermissionType="Share")["AccountIds"], [])
    ssm.delete_document(Name=called)


@check("what is wrong is told")
def _():
    refused("ParameterNotFound", 400, ssm.get_parameter, Name="/none")
    refused("ParameterPatternMismatchException", 400, ssm.put_parameter, Name=name(), Value="a", Type="String", AllowedPattern="[0-9]+")
    refused("InvalidResourceId", 400, ssm.list_tags_for_resource, ResourceType="Document", ResourceId="None")
    message = refused("InvalidDocumentContent", 400, ssm.create_document, Name=name(), DocumentType="Automation", DocumentFormat="YAML",
                      Content="schemaVersion: '0.3'\nmainSteps:\n  - name: a\n    action: aws:slep\n")["Error"]["Message"]
    same("line 4" in message, True)


done()
