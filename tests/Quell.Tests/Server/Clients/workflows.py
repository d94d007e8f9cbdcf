"""State machines, versions, aliases, activities and tags as boto3 speaks of them."""
import datetime
import json
import uuid

from check import check, client, done, refused, same

states = client("stepfunctions")
ROLE = "arn:aws:iam::000000000000:role/flows"


def name():
    return f"flow-{uuid.uuid4().hex[:8]}"


def definition(state):
    return json.dumps({"StartAt": state, "States": {state: {"Type": "Pass", "End": True}}})


def create(**more):
    return states.create_state_machine(**{"name": name(), "definition": definition("A"), "roleArn": ROLE, **more})["stateMachineArn"]


@check("create, describe, update, list, delete")
def _():
    called = name()
    made = states.create_state_machine(name=called, definition=definition("A"), roleArn=ROLE, type="EXPRESS", tags=[{"key": "team", "value": "ops"}])
    arn = made["stateMachineArn"]
    same(arn, f"arn:aws:states:us-east-1:000000000000:stateMachine:{called}")
    same(isinstance(made["creationDate"], datetime.datetime), True)
    same(states.create_state_machine(name=called, definition=definition("A"), roleArn=ROLE, type="EXPRESS")["creationDate"], made["creationDate"])
    refused("StateMachineAlreadyExists", 400, states.create_state_machine, name=called, definition=definition("B"), roleArn=ROLE, type="EXPRESS")
    shown = states.describe_state_machine(stateMachineArn=arn)
    same((shown["status"], shown["type"], shown["definition"], shown["creationDate"]), ("ACTIVE", "EXPRESS", definition("A"), made["creationDate"]))
    same(shown["loggingConfiguration"], {"level": "OFF", "includeExecutionData": False})
    changed = states.update_state_machine(stateMachineArn=arn, definition=definition("B"))
    same(changed["updateDate"] >= made["creationDate"], True)
    same(states.describe_state_machine(stateMachineArn=arn)["definition"], definition("B"))
    listed = [each for page in states.get_paginator("list_state_machines").paginate(PaginationConfig={"PageSize": 1}) for each in page["stateMachines"]]
    same([each["type"] for each in listed if each["stateMachineArn"] == arn], ["EXPRESS"])
    states.delete_state_machine(stateMachineArn=arn)
    message = refused("StateMachineDoesNotExist", 400, states.describe_state_machine, stateMachineArn=arn)["Error"]["Message"]
    same(message, f"State Machine Does Not Exist: '{arn}'")


@check("what is wrong is told")
def _():
    refused("InvalidName", 400, states.create_state_machine, name="a b", definition=definition("A"), roleArn=ROLE)
    refused("InvalidArn", 400, states.describe_state_machine, stateMachineArn="none")
    error = refused("InvalidDefinition", 400, states.create_state_machine, name=name(), definition='{"StartAt": "A"}', roleArn=ROLE)["Error"]
    same(error["Message"], "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /'")
    refused("InvalidLoggingConfiguration", 400, states.create_state_machine, name=name(), definition=definition("A"), roleArn=ROLE, loggingConfiguration={"level": "ALL"})
    refused("TooManyTags", 400, states.create_activity, name=name(), tags=[{"key": f"k{n}", "value": "v"} for n in range(51)])


@check("tags")
def _():
    for arn in create(tags=[{"key": "a", "value": "1"}]), states.create_activity(name=name(), tags=[{"key": "a", "value": "1"}])["activityArn"]:
        states.tag_resource(resourceArn=arn, tags=[{"key": "b", "value": "2"}])
        states.untag_resource(resourceArn=arn, tagKeys=["a"])
        same(states.list_tags_for_resource(resourceArn=arn)["tags"], [{"key": "b", "value": "2"}])


@check("activities")
def _():
    called = name()
    arn = states.create_activity(name=called)["activityArn"]
    same(arn, f"arn:aws:states:us-east-1:000000000000:activity:{called}")
    same(states.describe_activity(activityArn=arn)["name"], called)
    same(called in [each["name"] for each in states.get_paginator("list_activities").paginate().build_full_result()["activities"]], True)
    states.delete_activity(activityArn=arn)
    refused("ActivityDoesNotExist", 400, states.describe_activity, activityArn=arn)


# boto3 knows versions and aliases since June 2023.
@check("versions and aliases", None if hasattr(states, "publish_state_machine_version") else "a newer boto3")
def _():
    arn = create(publish=True, versionDescription="first")
    states.update_state_machine(stateMachineArn=arn, definition=definition("B"), publish=True)
    same([each["stateMachineVersionArn"] for each in states.list_state_machine_versions(stateMachineArn=arn)["stateMachineVersions"]], [f"{arn}:2", f"{arn}:1"])
    first = states.describe_state_machine(stateMachineArn=f"{arn}:1")
    same((first["description"], first["definition"]), ("first", definition("A")))
    routes = [{"stateMachineVersionArn": f"{arn}:1", "weight": 20}, {"stateMachineVersionArn": f"{arn}:2", "weight": 80}]
    alias = states.create_state_machine_alias(name="live", routingConfiguration=routes)["stateMachineAliasArn"]
    same(states.describe_state_machine_alias(stateMachineAliasArn=alias)["routingConfiguration"], routes)
    refused("ConflictException", 400, states.delete_state_machine_version, stateMachineVersionArn=f"{arn}:1")
    states.update_state_machine_alias(stateMachineAliasArn=alias, routingConfiguration=[{"stateMachineVersionArn": f"{arn}:2", "weight": 100}])
    states.delete_state_machine_version(stateMachineVersionArn=f"{arn}:1")
    same([each["stateMachineAliasArn"] for each in states.list_state_machine_aliases(stateMachineArn=arn)["stateMachineAliases"]], [alias])
    refused("ValidationException", 400, states.create_state_machine_alias, name="bad", routingConfiguration=[{"stateMachineVersionArn": f"{arn}:2", "weight": 99}])
    states.delete_state_machine_alias(stateMachineAliasArn=alias)
    refused("ResourceNotFound", 400, states.describe_state_machine_alias, stateMachineAliasArn=alias)


@check("validation", None if hasattr(states, "validate_state_machine_definition") else "a newer boto3")
def _():
    same(states.validate_state_machine_definition(definition=definition("A"))["result"], "OK")
    answer = states.validate_state_machine_definition(definition='{"StartAt": "A"}')
    same((answer["result"], answer["diagnostics"][0]["location"], answer["truncated"]), ("FAIL", "/", False))


@check("stacks")
def _():
    stacks, stack, called = client("cloudformation"), name(), name()
    stacks.create_stack(StackName=stack, TemplateBody=json.dumps({
        "Resources": {"Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {
            "StateMachineName": called, "RoleArn": ROLE, "DefinitionString": definition("${state}"), "DefinitionSubstitutions": {"state": "Only"}}}},
        "Outputs": {"Arn": {"Value": {"Ref": "Machine"}}}}))
    stacks.get_waiter("stack_create_complete").wait(StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    arn = stacks.describe_stacks(StackName=stack)["Stacks"][0]["Outputs"][0]["OutputValue"]
    same(json.loads(states.describe_state_machine(stateMachineArn=arn)["definition"])["StartAt"], "Only")
    stacks.delete_stack(StackName=stack)
    stacks.get_waiter("stack_delete_complete").wait(StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    refused("StateMachineDoesNotExist", 400, states.describe_state_machine, stateMachineArn=arn)


done()
