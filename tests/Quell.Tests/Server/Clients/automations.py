"""Systems Manager's automation executions as boto3 speaks of them: started, shown, stopped, gone through by hand, approved."""
import datetime
import json
import time
import uuid

from check import check, client, done, refused, same

ssm, ec2, iam = client("ssm"), client("ec2"), client("iam")
MAKE = {"name": "make", "action": "aws:executeAwsApi", "inputs": {"Service": "ec2", "Api": "CreateVpc", "CidrBlock": "{{ Cidr }}"},
        "outputs": [{"Name": "VpcId", "Selector": "$.Vpc.VpcId", "Type": "String"}]}
LOOK = {"name": "look", "action": "aws:executeAwsApi", "inputs": {"Service": "ec2", "Api": "DescribeVpcs"}}
CIDR = {"Cidr": {"type": "String", "default": "10.90.0.0/16"}}


def document(*steps, **more):
    name = f"run-{uuid.uuid4().hex[:8]}"
    content = json.dumps({"schemaVersion": "0.3", "mainSteps": list(steps), **more})
    ssm.create_document(Name=name, Content=content, DocumentType="Automation", DocumentFormat="JSON")
    return name


def start(name, **more):
    return ssm.start_automation_execution(DocumentName=name, **more)["AutomationExecutionId"]


def until(id, is_so):
    while True:
        execution = ssm.get_automation_execution(AutomationExecutionId=id)["AutomationExecution"]
        if is_so(execution):
            return execution
        if "ExecutionEndTime" in execution:
            raise AssertionError(f"it ended as {execution['AutomationExecutionStatus']}: {execution.get('FailureMessage')}")
        time.sleep(0.02)


def ended(id):
    return until(id, lambda execution: "ExecutionEndTime" in execution)


def waiting(id):
    return until(id, lambda execution: execution["AutomationExecutionStatus"] == "Waiting")


def signal(id, kind, by=ssm, **payload):
    more = {"Payload": {name: [value] for name, value in payload.items()}} if payload else {}
    by.send_automation_signal(AutomationExecutionId=id, SignalType=kind, **more)


def steps(execution):
    return [f"{step['StepName']} {step['StepStatus']}" for step in execution["StepExecutions"]]


@check("start, show, find", "ssm")
def _():
    name = document(MAKE, LOOK, parameters=CIDR, outputs=["make.VpcId"])
    id = start(name, Parameters={"Cidr": ["10.91.0.0/16"]}, ClientToken=str(uuid.uuid4()), Tags=[{"Key": "team", "Value": "net"}])
    execution = ended(id)
    same((execution["AutomationExecutionStatus"], execution["Parameters"], steps(execution)), ("Success", {"Cidr": ["10.91.0.0/16"]}, ["make Success", "look Success"]))
    same(isinstance(execution["ExecutionStartTime"], datetime.datetime) and execution["ExecutionStartTime"] <= execution["ExecutionEndTime"], True)
    same(ec2.describe_vpcs(VpcIds=execution["Outputs"]["make.VpcId"])["Vpcs"][0]["CidrBlock"], "10.91.0.0/16")
    found = [each["AutomationExecutionId"] for page in ssm.get_paginator("describe_automation_executions").paginate(
        Filters=[{"Key": "DocumentNamePrefix", "Values": [name]}, {"Key": "TagKey", "Values": ["team"]}]) for each in page["AutomationExecutionMetadataList"]]
    same(found, [id])
    pages = list(ssm.get_paginator("describe_automation_step_executions").paginate(AutomationExecutionId=id, PaginationConfig={"PageSize": 1}))
    same([step["StepName"] for page in pages for step in page["StepExecutions"]], ["make", "look"])
    refused("AutomationDefinitionNotFoundException", 400, ssm.start_automation_execution, DocumentName="no-such-document")
    refused("InvalidAutomationExecutionParametersException", 400, ssm.start_automation_execution, DocumentName=name, Parameters={"Cidr": ["a", "b"]})
    refused("AutomationExecutionNotFoundException", 400, ssm.get_automation_execution, AutomationExecutionId=str(uuid.uuid4()))
    refused("InvalidAutomationStatusUpdateException", 400, ssm.stop_automation_execution, AutomationExecutionId=id)
    refused("InvalidAutomationSignalException", 400, ssm.send_automation_signal, AutomationExecutionId=id, SignalType="Resume")


@check("stop", "ssm")
def _():
    name = document({"name": "wait", "action": "aws:sleep", "onCancel": "step:look", "nextStep": "look", "inputs": {"Duration": "PT1H"}}, LOOK)
    for kind, status, then in (("Cancel", "Cancelled", "look Success"), ("Complete", "Success", "look Pending")):
        id = start(name)
        until(id, lambda execution: execution.get("CurrentStepName") == "wait")
        ssm.stop_automation_execution(AutomationExecutionId=id, Type=kind)
        execution = ended(id)
        same((execution["AutomationExecutionStatus"], steps(execution)), (status, ["wait Cancelled", then]))


@check("targets", "ssm")
def _():
    name = document(MAKE, parameters=CIDR)
    values = [f"10.{92 + number}.0.0/16" for number in range(3)]
    id = start(name, Targets=[{"Key": "ParameterValues", "Values": values}], TargetParameterName="Cidr", MaxConcurrency="67%", MaxErrors="0")
    execution = ended(id)
    same((execution["AutomationExecutionStatus"], execution["ProgressCounters"]["SuccessSteps"], execution["MaxConcurrency"]), ("Success", 3, "67%"))
    children = ssm.describe_automation_executions(Filters=[{"Key": "ParentExecutionId", "Values": [id]}])["AutomationExecutionMetadataList"]
    same(sorted(child["Target"] for child in children), values)


@check("by hand", "ssm")
def _():
    id = start(document(MAKE, {"name": "hold", "action": "aws:pause", "inputs": {}}, parameters=CIDR), Mode="Interactive")
    waiting(id)
    signal(id, "StartStep", StepName="make")
    same(steps(until(id, lambda execution: steps(execution)[0] == "make Success" and execution["AutomationExecutionStatus"] == "Waiting")), ["make Success", "hold Pending"])
    signal(id, "StartStep", StepName="hold")
    until(id, lambda execution: steps(execution)[1] == "hold Waiting")
    signal(id, "Resume", StepName="hold")
    same(ended(id)["Mode"], "Interactive")
    id = start(document({"name": "wait", "action": "aws:sleep", "inputs": {"Duration": "PT1H"}}))
    step = until(id, lambda execution: execution.get("CurrentStepName") == "wait")["StepExecutions"][0]
    signal(id, "StopStep", StepExecutionId=step["StepExecutionId"])
    same(steps(ended(id)), ["wait Cancelled"])


@check("approve and reject", "ssm")
def _():
    users = {}
    for called in (f"ann-{uuid.uuid4().hex[:8]}", f"bob-{uuid.uuid4().hex[:8]}"):
        iam.create_user(UserName=called)
        iam.put_user_policy(UserName=called, PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "ssm:SendAutomationSignal", "Resource": "*"}]}))
        key = iam.create_access_key(UserName=called)["AccessKey"]
        users[called] = client("ssm", key=key["AccessKeyId"], secret=key["SecretAccessKey"])
    (ann, bob), name = users.values(), document(
        {"name": "ask", "action": "aws:approve", "timeoutSeconds": 3600, "inputs": {"MinRequiredApprovals": 2, "Approvers": list(users)}}, LOOK)
    id = start(name)
    waiting(id)
    refused("InvalidAutomationSignalException", 400, ssm.send_automation_signal, AutomationExecutionId=id, SignalType="Approve")
    signal(id, "Approve", ann, Comment="seen")
    refused("InvalidAutomationSignalException", 400, ann.send_automation_signal, AutomationExecutionId=id, SignalType="Approve")
    signal(id, "Approve", bob)
    execution = ended(id)
    decisions = [json.loads(text) for text in execution["StepExecutions"][0]["Outputs"]["ApproverDecisions"]]
    same([(each["Approver"].split("/")[1], each.get("Comment")) for each in decisions], list(zip(users, ["seen", None])))
    same(steps(execution), ["ask Success", "look Success"])
    id = start(name)
    waiting(id)
    signal(id, "Reject", bob, Comment="not today")
    execution = ended(id)
    same((execution["AutomationExecutionStatus"], steps(execution)), ("Failed", ["ask Failed", "look Pending"]))
    same("not today" in execution["StepExecutions"][0]["FailureMessage"], True)
    refused("AccessDeniedException", 400, ann.stop_automation_execution, AutomationExecutionId=id)


done()
